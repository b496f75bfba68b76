"""The forms of the review page that correct a fact: what they show, and what is read from what they send.

A form sends each value beside the one it was filled with (``was_…``), so that only what the reviewer changed is kept
as a decision, and a fact that changed meanwhile is not set back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from db.errors import StoreError
from db.event_types import event_types, makes_partnership
from db.review_values import institution_id
from db.site.sql import Row, statement
from db.store import Store

MODALITIES = ("happened", "planned", "standing", "cancelled")
FIELDS = {"event": ("type", "modality", "date", "countries", "title"), "partnership": ("kinds", "country")}
LONGEST = 2000
"""Characters of a value that are read."""
WHO, CLAIM = "who:", "claim:"
"""Boxes are named so, with an id behind."""


@dataclass(frozen=True, slots=True)
class Form:
    """What the forms about one event or partnership are filled with."""

    values: Mapping[str, str]
    """Field → value as `review set` takes it."""
    participants: tuple[Row, ...] = ()
    claims: tuple[Row, ...] = ()
    """Of an event of more than one claim, which can be split."""

    @property
    def types(self) -> list[str]:
        """Event types to choose from."""
        return [row[0] for row in event_types()]

    @property
    def kinds(self) -> list[str]:
        """Kinds of partnerships."""
        return sorted(makes_partnership())

    @property
    def modalities(self) -> tuple[str, ...]:
        """Modalities to choose from."""
        return MODALITIES


def form_of(store: Store, kind: str, id_: str) -> Form:
    """Return what the forms about an event or a partnership show."""
    found = store.one(statement(f"desk/{kind}_form"), (id_,))
    values = {key: str(value) for key, value in dict(found).items()} if found else {}
    if kind != "event":
        return Form(values)
    claims = store.all(statement("desk/event_claims"), (id_,))
    return Form(
        values,
        tuple(dict(row) for row in store.all(statement("desk/event_participants"), (id_,))),
        tuple(dict(row) for row in claims) if len(claims) > 1 else (),
    )


def changed(store: Store, kind: str, sent: Mapping[str, str]) -> dict[str, str]:
    """Return the fields that a reviewer changed, with their new values. Raises StoreError for what does not exist."""
    if kind not in FIELDS:
        raise StoreError(f"{kind}: cannot be corrected")
    values = {
        field: sent[field].strip()[:LONGEST]
        for field in FIELDS[kind]
        if field in sent and _plain(sent[field]) != _plain(sent.get(f"was_{field}", ""))
    }
    if kind == "event":
        values |= _participants(store, sent)
    return values


def _plain(value: str) -> str:
    return " ".join(value.replace(",", " , ").split())


def _participants(store: Store, sent: Mapping[str, str]) -> dict[str, str]:
    """Return who takes part if the reviewer took somebody away or named somebody; names stand on lines or with
    semicolons between, as many a name has a comma."""
    before = {id_ for id_ in sent.get("was_institutions", "")[:LONGEST].split(",") if id_}
    after = {id_ for id_ in before if f"{WHO}{id_}" in sent}
    names = sent.get("add", "")[:LONGEST].replace("\n", ";").split(";")
    after |= {institution_id(store, name.strip()) for name in names if name.strip()}
    return {"institutions": ",".join(sorted(after))} if after != before else {}


def chosen_claims(sent: Mapping[str, str]) -> tuple[str, ...]:
    """Return the claims whose boxes were ticked."""
    return tuple(sorted(name.removeprefix(CLAIM) for name in sent if name.startswith(CLAIM)))
