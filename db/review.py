"""Human review: a queue of what is worth a look, and decisions that stand through every rebuild.

A decision is a row that is never changed, keyed on content (type, participants, sentences), not on ids of this
database. It takes effect at the next merge, for which its pages are marked. Command line and web page both call this.
"""

# ruff: noqa: S608 (what is put into SQL here are names of this module, never values)

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from typing import Literal

from db.connection import now
from db.decisions import Key, key_of, partnership_key
from db.errors import StoreError
from db.merging.decided import FACT_FIELDS, MergeDecision, Review, read_merge_decisions, read_reviews, resolve
from db.merging.held import hold_below
from db.merging.load import Claims
from db.merging.match import DOUBTFUL
from db.merging.model import StoredClaim
from db.review_values import check_value
from db.store import Store

Action = Literal["accept", "reject", "set"]
PARTNERSHIP_FIELDS = frozenset({"country", "kinds"})
SURE = 0.8
"""Facts above this confidence are not put into the queue of their own accord."""

QUEUE = """
with readers(country, weight) as (select country, count(*) from event_countries group by country),
doubtful as (
  select 'event' kind, e.id, null other, e.title, e.confidence,
    iif(e.confidence < ?3, 'held', 'low confidence') reason, 1 - e.confidence doubt,
    (select max(weight) from event_countries c join readers using (country) where c.event = e.id) weight
  from events e where e.confidence < ?1 and not e.reviewed
  union all
  select distinct 'event', e.id, null, e.title, e.confidence, 'second reading', 0.3,
    (select max(weight) from event_countries c join readers using (country) where c.event = e.id)
  from claims c cross join event_claims f on f.claim = c.id cross join events e on e.id = f.event
  where c.confidence <= ?4 and c.type <> e.type and e.confidence >= ?1 and not e.reviewed and exists (
    select 1 from event_claims g join claims b on b.id = g.claim
    where g.event = e.id and b.page = c.page and b.type = e.type)
  union all
  select 'merge', m.event_a, m.event_b, a.title || ' = ' || b.title || '?', m.score, m.reason, 0.5 + m.score / 2,
    (select max(weight) from event_countries c join readers using (country) where c.event = m.event_a)
  from merge_candidates m join events a on a.id = m.event_a join events b on b.id = m.event_b
  union all
  select 'partnership', p.id, null, p.school_name || ' – ' || p.partner_name || ' (' || p.kinds || ')', p.confidence,
    'low confidence', 1 - p.confidence, weight
  from partnerships p left join readers on readers.country = p.country
  where p.confidence < ?1 and not p.reviewed
)
select kind, id, other, title, confidence, reason,
  round(doubt * (2 - 1.0 / (1 + coalesce(weight, 0) / 10.0)), 4) score
from doubtful
order by score desc, kind, id, other limit ?2
"""


@dataclass(frozen=True, slots=True)
class QueueItem:
    """Something a person should look at."""

    kind: str
    """event, merge or partnership."""
    id: str
    other: str | None
    """Of a merge, the second event."""
    title: str
    confidence: float
    reason: str
    score: float
    """How much it matters: doubt, times how much is read about the country."""


@dataclass(frozen=True, slots=True)
class EvidenceText:
    """A sentence behind a fact, with its page."""

    claim: str
    sentence: str
    text: str
    url: str
    title: str


def queue(store: Store, limit: int = 50) -> list[QueueItem]:
    """Return what is worth a look, most important first: doubtful facts in much-read countries, uncertain merges, and
    sure events to which a second reading was put."""
    return [QueueItem(*row) for row in store.all(QUEUE, (SURE, limit, hold_below(store), DOUBTFUL))]


def evidence(store: Store, subject_id: str) -> list[EvidenceText]:
    """Return the sentences behind an event or a partnership, also of a partnership that was rejected."""
    gone = not _stands(store, subject_id) and _rejected(store, subject_id)
    id_ = subject_id if gone else current_id(store, subject_id)
    table, column = ("partnership_claims", "partnership") if subject_id.startswith("pa-") else ("event_claims", "event")
    rows = store.all(
        f"select distinct f.claim, t.id, t.text, p.url, p.title from {table} f"
        " join claim_evidence v on v.claim = f.claim"
        f" join sentences t on t.id = v.sentence join pages p on p.id = t.page where f.{column} = ?"
        " order by f.claim, v.position",
        (id_,),
    )
    return [EvidenceText(*row) for row in rows]


def current_id(store: Store, id_: str) -> str:
    """Follow a redirect. Raises StoreError when there is no such event or partnership."""
    found = store.value("select new_id from event_redirects where old_id = ?", (id_,)) or id_
    table = "partnerships" if found.startswith("pa-") else "events"
    if store.value(f"select 1 from {table} where id = ?", (found,)) is None:
        raise StoreError(f"{id_}: no such event or partnership: see `passerelle review list`")
    return str(found)


def _stands(store: Store, id_: str) -> bool:
    try:
        return bool(current_id(store, id_))
    except StoreError:
        return False


def _rejected(store: Store, id_: str) -> Review | None:
    """Return the review that rejected an event or a partnership which so is no more, if there is one."""
    rejections = [row for row in read_reviews(store) if row.action == "reject"]
    if id_.startswith("pa-"):
        return next((row for row in reversed(rejections) if row.about.startswith(f"{id_} ")), None)
    known = store.all("select sentence, institution from event_memory where event = ?", (id_,))
    evidence_ = Key("", frozenset(row["institution"] for row in known), frozenset(row["sentence"] for row in known))
    about = [(row, Key.parse(row.key)) for row in rejections if row.subject == "event"]
    fitting = [
        (len(key.institutions & evidence_.institutions) - len(key.institutions - evidence_.institutions), row.id, row)
        for row, key in about
        if key.sentences & evidence_.sentences
    ]
    return max(fitting, default=(0, 0, None))[2]


def decide(
    store: Store,
    subject_id: str,
    action: Action,
    *,
    field: str | None = None,
    value: str | None = None,
    reviewer: str | None = None,
    note: str | None = None,
) -> int:
    """Accept or reject an event (``ev-…``) or a partnership (``pa-…``), or set one of its fields; return the row's id.

    Values: of ``date`` an EDTF day, month, year or interval, or empty; of ``institutions``, ``countries`` and ``kinds``
    ids with commas between; institutions may be named in full instead. Accepting what was rejected takes that back.
    Raises StoreError for what does not exist or cannot be.
    """
    rejected = _rejected(store, subject_id) if action == "accept" and not _stands(store, subject_id) else None
    if rejected is not None:
        return _take_back(store, rejected, reviewer, note)
    id_ = current_id(store, subject_id)
    fields = PARTNERSHIP_FIELDS if id_.startswith("pa-") else FACT_FIELDS
    if action == "set":
        if field not in fields:
            raise StoreError(f"{field}: cannot be set: choose one of {', '.join(sorted(fields))}")
        value = check_value(store, field, value or "")
    if id_.startswith("pa-"):
        return _decide_partnership(store, id_, action, field, value, reviewer, note)
    claims = _claims_of(store, id_)
    type_ = store.value("select type from events where id = ?", (id_,))
    machine = json.dumps(_facts(store, id_, claims), ensure_ascii=False, sort_keys=True)
    row = (now(), reviewer, "event", str(key_of(type_, claims)), action, field, value, note, machine)
    return _append(store, row, {sentence for claim in claims for sentence in claim.sentences})


def correct(
    store: Store, subject_id: str, values: Mapping[str, str], *, reviewer: str | None = None, note: str | None = None
) -> list[int]:
    """Set several fields of an event or a partnership, all or none; return the rows' ids. Raises StoreError."""
    if not values:
        raise StoreError(f"{subject_id}: nothing was changed")
    with _durable(store):
        return [
            decide(store, subject_id, "set", field=field, value=value, reviewer=reviewer, note=note)
            for field, value in values.items()
        ]


def join(store: Store, a: str, b: str, *, reviewer: str | None = None, note: str | None = None) -> int:
    """Say that two events are one; return the row's id. Raises StoreError."""
    first, second = current_id(store, a), current_id(store, b)
    if first == second:
        raise StoreError(f"{a} and {b} are one event already")
    return _link(store, _key(store, first), _key(store, second), "same", reviewer, note)


def separate(store: Store, a: str, b: str, *, reviewer: str | None = None, note: str | None = None) -> int:
    """Say that two events are not one (an uncertain merge is refused); return the row's id. Raises StoreError."""
    first, second = current_id(store, a), current_id(store, b)
    return _link(store, _key(store, first), _key(store, second), "different", reviewer, note)


def split(
    store: Store, event: str, claims: Iterable[str], *, reviewer: str | None = None, note: str | None = None
) -> int:
    """Say that some claims of an event tell of another happening than the rest; return the row's id.

    Raises StoreError when the claims are not some, but not all, of the event's.
    """
    id_ = current_id(store, event)
    everyone = _claims_of(store, id_)
    apart = set(claims)
    if not apart or not apart < {claim.id for claim in everyone}:
        raise StoreError(f"{event}: name some, not all, of its claims: see `passerelle review show {event}`")
    type_ = store.value("select type from events where id = ?", (id_,))
    key_a = key_of(type_, [claim for claim in everyone if claim.id not in apart])
    key_b = key_of(type_, [claim for claim in everyone if claim.id in apart])
    return _link(store, key_a, key_b, "different", reviewer, note)


def history(store: Store, limit: int | None = None) -> list[Review | MergeDecision]:
    """Return all decisions, newest first."""
    rows: list[Review | MergeDecision] = [*read_reviews(store), *read_merge_decisions(store)]
    return sorted(rows, key=lambda row: (row.created, row.id), reverse=True)[:limit]


def orphaned(store: Store) -> list[Review | MergeDecision]:
    """Return the decisions about which nothing stands any more: their sentence is gone, or means something else."""
    decisions = resolve(store)
    known = {partnership_key(*row) for row in store.all("select distinct school, partner from claim_pairs")}
    return decisions.orphans + [
        review for key, reviews in sorted(decisions.partnerships.items()) if key not in known for review in reviews
    ]


def _claims_of(store: Store, event: str) -> list[StoredClaim]:
    return Claims(store).load(store.column("select claim from event_claims where event = ?", (event,)))


def _key(store: Store, event: str) -> Key:
    return key_of(store.value("select type from events where id = ?", (event,)), _claims_of(store, event))


def _facts(store: Store, event: str, claims: list[StoredClaim]) -> dict[str, object]:
    """Return what the reviewer saw: enough to keep the event when the machine no longer finds it."""
    row = store.one("select * from events where id = ?", (event,))
    assert row is not None
    best = min(claims, key=lambda claim: claim.order)
    return {
        "title": row["title"],
        "type": row["type"],
        "modality": row["modality"],
        "date": asdict(best.date) if best.date else None,
        "reported": row["last_reported"],
        "confidence": row["confidence"],
        "roles": {id_: role for claim in claims for id_, role in claim.roles.items()},
        "countries": {code: role for claim in claims for code, role in claim.countries.items()},
        "pairs": sorted({pair for claim in claims for pair in claim.pairs}),
    }


def _decide_partnership(
    store: Store, id_: str, action: str, field: str | None, value: str | None, reviewer: str | None, note: str | None
) -> int:
    row = store.one("select school, partner, kinds, country from partnerships where id = ?", (id_,))
    assert row is not None
    facts: dict[str, object] = dict(row)
    if action == "reject":  # also what stands behind kinds that a reviewer had set
        sql = "select distinct kind from partnership_claims where partnership = ? order by kind"
        facts["stated"] = store.column(sql, (id_,))
    machine = json.dumps(facts, sort_keys=True)
    key = partnership_key(row["school"], row["partner"])
    cursor_row = (now(), reviewer, "partnership", key, action, field, value, note, machine)
    return _append(store, cursor_row, (), _pages_of(store, id_))


def _take_back(store: Store, rejected: Review, reviewer: str | None, note: str | None) -> int:
    """Accept what a review rejected."""
    row = (*(now(), reviewer, rejected.subject, rejected.key, "accept", None, None, note), rejected.machine)
    if rejected.subject == "partnership":
        return _append(store, row, (), _pages_of(store, rejected.about.split()[0]))
    return _append(store, row, Key.parse(rejected.key).sentences)


def _pages_of(store: Store, partnership: str) -> list[int]:
    return store.column("select distinct page from partnership_claims where partnership = ?", (partnership,))


def _append(store: Store, row: tuple[object, ...], sentences: Iterable[str], pages: Iterable[int] = ()) -> int:
    with _durable(store):
        cursor = store.run(
            "insert into reviews (created, reviewer, subject, key, action, field, value, note, machine)"
            " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            row,
        )
        number = int(cursor.lastrowid or 0)
        _remember(store, "review", number, "a", sentences)
        store.run_many("insert or ignore into merge_dirty values (?)", [(page,) for page in pages])
    return number


def _link(store: Store, a: Key, b: Key, decision: str, reviewer: str | None, note: str | None) -> int:
    with _durable(store):
        cursor = store.run(
            "insert into merge_decisions (created, reviewer, key_a, key_b, decision, note) values (?, ?, ?, ?, ?, ?)",
            (now(), reviewer, str(a), str(b), decision, note),
        )
        number = int(cursor.lastrowid or 0)
        _remember(store, "merge", number, "a", a.sentences)
        _remember(store, "merge", number, "b", b.sentences)
    return number


def _remember(store: Store, kind: str, number: int, side: str, sentences: Iterable[str]) -> None:
    """Note the sentences a decision is about, and mark their pages for the next merge."""
    for sentence in sorted(sentences):
        store.run("insert into decision_sentences values (?, ?, ?, ?)", (sentence, kind, number, side))
        store.run("insert or ignore into merge_dirty select page from sentences where id = ?", (sentence,))


def _durable(store: Store) -> AbstractContextManager[object]:
    """Begin a transaction that is on the disk when it ends: nobody decides the same thing twice after a power cut."""
    if not store.connection.in_transaction:
        store.connection.execute("pragma synchronous = full")
    return store.write()
