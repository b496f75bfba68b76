"""What people decided, looked up before a merge: verdicts and corrections by claim, links between claims."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from db.connection import Database
from db.decisions import Key, about
from db.keys import digest, partnership_id
from db.merging.load import Claims
from db.merging.model import StoredClaim, StoredDate

HUMAN = "r-"
"""Claims whose id begins so stand because a person said so, after the machine ceased to find them."""
CLAIM_FIELDS = frozenset({"type", "modality", "date", "institutions", "countries"})
FACT_FIELDS = frozenset({*CLAIM_FIELDS, "title"})
"""What `review set` can correct of an event."""


@dataclass(frozen=True, slots=True)
class Review:
    """A row of `reviews`."""

    id: int
    created: str
    reviewer: str | None
    subject: str
    key: str
    action: str
    field: str | None
    value: str | None
    note: str | None
    machine: str | None

    @property
    def about(self) -> str:
        """Return what it is about, for a person: of a partnership its id and what kinds it had."""
        facts = json.loads(self.machine or "{}")
        if self.subject != "partnership" or "school" not in facts:
            return self.key
        return f"{partnership_id(facts['school'], facts['partner'])} {self.key} ({facts.get('kinds', '')})"


@dataclass(frozen=True, slots=True)
class MergeDecision:
    """A row of `merge_decisions`."""

    id: int
    created: str
    reviewer: str | None
    key_a: str
    key_b: str
    decision: str
    note: str | None


@dataclass(frozen=True, slots=True)
class RejectedFact:
    """An event that was ever rejected, as the reviewer saw it."""

    sentences: frozenset[str]
    fact: StoredClaim
    alone: bool
    """Whether the rejection holds and no claim stands that it is about: the page may say the same in other words."""


@dataclass(slots=True)
class Decisions:
    """All decisions, resolved to the claims that stand now."""

    verdicts: dict[str, str] = field(default_factory=dict)
    """Claim id → accept or reject, the latest."""
    sets: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    """Claim id → field → value, the latest."""
    same: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    different: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    orphans: list[Review | MergeDecision] = field(default_factory=list)
    """Decisions about which no claim stands."""
    facts: list[RejectedFact] = field(default_factory=list)
    partnerships: dict[str, list[Review]] = field(default_factory=lambda: defaultdict(list))
    """Partnership key → its reviews in the order they were made."""


@dataclass(slots=True)
class PartnershipVerdict:
    """What people decided of two partners: of the fact, whichever page states it."""

    rejected: set[str] = field(default_factory=set)
    """Kinds that do not count, whoever states them."""
    accepted: bool = False
    sets: dict[str, str] = field(default_factory=dict)
    """Field → value."""

    @classmethod
    def of(cls, reviews: Iterable[Review]) -> PartnershipVerdict:
        """Sum up reviews in the order they were made. A rejection is of the kinds the partnership had then; accepting
        it again takes that back."""
        verdict = cls()
        for review in reviews:
            facts = json.loads(review.machine or "{}")
            kinds = {*_names(facts.get("kinds") or ""), *facts.get("stated", ())}
            if review.action == "set" and review.field:
                verdict.sets[review.field] = review.value or ""
            elif review.action == "reject":
                verdict.rejected |= kinds
                verdict.accepted = False
                verdict.sets.pop("kinds", None)
            else:
                verdict.rejected -= kinds
                verdict.accepted = True
        return verdict


def read_reviews(db: Database) -> list[Review]:
    """Return all reviews in the order they were made."""
    sql = "select id, created, reviewer, subject, key, action, field, value, note, machine from reviews order by id"
    return [Review(*row) for row in db.all(sql)]


def read_merge_decisions(db: Database) -> list[MergeDecision]:
    """Return all merge decisions in the order they were made."""
    sql = "select id, created, reviewer, key_a, key_b, decision, note from merge_decisions order by id"
    return [MergeDecision(*row) for row in db.all(sql)]


def resolve(db: Database, *, with_human: bool = True) -> Decisions:
    """Find for every decision the claims it is about; a later decision wins over an earlier one.

    Cost grows with the number of decisions, not with the store. Without ``with_human`` only the events that the
    machine found count, so that `orphans` are the decisions whose event it no longer finds.
    """
    decisions = Decisions()
    reviews, merges = read_reviews(db), read_merge_decisions(db)
    claims = _on_decided_sentences(db, with_human)
    for review in reviews:
        if review.subject == "partnership":
            decisions.partnerships[review.key].append(review)
        else:
            _resolve_review(decisions, review, claims)
    for merge in merges:
        _resolve_merge(decisions, merge, claims)
    decisions.facts = _rejected_facts(reviews, claims)
    return decisions


def _on_decided_sentences(db: Database, with_human: bool) -> Mapping[str, list[StoredClaim]]:
    sentences = db.column("select distinct sentence from decision_sentences")
    found: dict[str, list[StoredClaim]] = defaultdict(list)
    if sentences:
        for claim in Claims(db).on_sentences(sentences):
            if with_human or (claim.makes_event and not claim.id.startswith(HUMAN)):
                for sentence in claim.sentences:
                    found[sentence].append(claim)
    return found


def _about(key: str, claims: Mapping[str, list[StoredClaim]]) -> list[StoredClaim]:
    parsed = Key.parse(key)
    near = {claim.id: claim for sentence in parsed.sentences for claim in claims.get(sentence, ())}
    return about(parsed, near.values())


def _resolve_review(decisions: Decisions, review: Review, claims: Mapping[str, list[StoredClaim]]) -> None:
    found = _about(review.key, claims)
    if not found:
        decisions.orphans.append(review)
    for claim in found:
        if review.action == "set" and review.field:
            decisions.sets[claim.id][review.field] = review.value or ""
        else:
            decisions.verdicts[claim.id] = review.action


def _rejected_facts(reviews: Iterable[Review], claims: Mapping[str, list[StoredClaim]]) -> list[RejectedFact]:
    seen: dict[str, Review] = {}
    latest: dict[str, str] = {}
    for review in reviews:
        if review.subject == "event" and review.action != "set" and review.machine:
            latest[review.key] = review.action
            if review.action == "reject":
                seen[review.key] = review
    found = []
    for key, review in seen.items():
        stands = any(claim.makes_event for claim in _about(key, claims))
        alone = latest[key] == "reject" and not stands
        found.append(RejectedFact(Key.parse(key).sentences, _fact(review), alone))
    return found


def _fact(review: Review) -> StoredClaim:
    facts = json.loads(review.machine or "{}")
    return StoredClaim(
        *(HUMAN + digest((review.key,), 20), 0, None, "", facts["type"], facts["modality"]),
        date=StoredDate(**facts["date"]) if facts.get("date") else None,
        reported=facts.get("reported"),
        confidence=facts["confidence"],
        roles=facts["roles"],
        countries=facts["countries"],
        sentences=(),
    )


def _resolve_merge(decisions: Decisions, merge: MergeDecision, claims: Mapping[str, list[StoredClaim]]) -> None:
    a = {claim.id for claim in _about(merge.key_a, claims)}
    b = {claim.id for claim in _about(merge.key_b, claims)}
    if not a or not b:
        decisions.orphans.append(merge)
    links, others = decisions.same, decisions.different
    if merge.decision == "different":
        links, others = others, links
    for one, other in ((a, b), (b, a)):
        for id_ in one:
            links[id_] |= other - {id_}
            others[id_] -= other


def corrected(claim: StoredClaim, sets: Mapping[str, str]) -> StoredClaim:
    """Return a claim with what a reviewer set in place of what the machine found."""
    changes: dict[str, Any] = {}
    if "type" in sets:
        changes["type"] = sets["type"]
        changes["pairs"] = tuple((a, b, sets["type"] if kind == claim.type else kind) for a, b, kind in claim.pairs)
    if "modality" in sets:
        changes["modality"] = sets["modality"]
    if "date" in sets:
        changes["date"] = read_date(sets["date"])
    if "institutions" in sets:
        wanted = _names(sets["institutions"])
        changes["roles"] = {id_: claim.roles.get(id_, "partner") for id_ in wanted}
    if "countries" in sets:
        changes["countries"] = {code: claim.countries.get(code, "partner") for code in _names(sets["countries"])}
    return replace(claim, **changes) if changes else claim


def _names(text: str) -> list[str]:
    return sorted({name.strip() for name in text.split(",") if name.strip()})


def read_date(text: str) -> StoredDate | None:
    """Read the JSON of a date that `review set` wrote; empty means no date."""
    return StoredDate(**json.loads(text)) if text else None


def restore(db: Database) -> set[int]:
    """Keep accepted and corrected facts that the machine no longer finds, where their sentence still stands.

    Writes claims of their own for them, takes those away that are not needed any more, and returns the pages on
    which that changed something. Part of the merge's transaction.
    """
    wanted = {HUMAN + digest((review.key,), 20): review for review in _accepted(resolve(db, with_human=False).orphans)}
    standing = {row["id"]: row["page"] for row in db.all("select id, page from claims where id >= 'r-' and id < 'r.'")}
    pages = set()
    for id_ in standing.keys() - wanted.keys():
        _remove(db, id_)
        pages.add(standing[id_])
    for id_ in sorted(wanted.keys() - standing.keys()):
        page = _write(db, id_, wanted[id_])
        if page is not None:
            pages.add(page)
    return pages


def _accepted(orphans: Iterable[Review | MergeDecision]) -> list[Review]:
    """Return one review for each key that was last accepted or corrected."""
    latest: dict[str, Review] = {}
    for review in orphans:
        if isinstance(review, Review) and review.machine:
            if review.action == "reject":
                latest.pop(review.key, None)
            else:
                latest[review.key] = review
    return list(latest.values())


def _remove(db: Database, id_: str) -> None:
    for table in ("claim_evidence", "claim_institutions", "claim_countries", "claim_pairs"):
        db.run(f"delete from {table} where claim = ?", (id_,))  # noqa: S608
    db.run("delete from claims where id = ?", (id_,))


def _write(db: Database, id_: str, review: Review) -> int | None:
    """Write a claim from what the reviewer saw; return its page, or None when no sentence of it stands any more."""
    facts = json.loads(review.machine or "{}")
    key = Key.parse(review.key)
    rows = [row for sentence in sorted(key.sentences) for row in _standing(db, sentence)]
    if not rows:
        return None
    page = rows[0]["page"]
    date = facts.get("date") or {}
    db.run(
        "insert into claims values (?, ?, ?, null, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(id_, page, rows[0]["snapshot"], facts["type"], facts["modality"]),
            *(date.get(name) for name in ("start", "end", "edtf", "precision", "basis")),
            *(facts.get("reported"), facts["confidence"]),
        ),
    )
    evidence = [row for row in rows if row["page"] == page]
    db.run_many(
        "insert into claim_evidence values (?, ?, ?, ?, ?)",
        [(id_, n, row["id"], row["char_start"], row["char_start"]) for n, row in enumerate(evidence)],
    )
    db.run_many("insert into claim_institutions values (?, ?, ?)", [(id_, *pair) for pair in facts["roles"].items()])
    db.run_many("insert into claim_countries values (?, ?, ?)", [(id_, *pair) for pair in facts["countries"].items()])
    db.run_many("insert or ignore into claim_pairs values (?, ?, ?, ?)", [(id_, *pair) for pair in facts["pairs"]])
    return int(page)


def _standing(db: Database, sentence: str) -> list[Any]:
    """Return a sentence's row if its page still says it."""
    return db.all(
        "select t.id, t.page, p.latest snapshot, t.char_start from sentences t join pages p on p.id = t.page"
        " join snapshots s on s.id = p.latest where t.id = ? and instr(s.text, t.text) > 0",
        (sentence,),
    )
