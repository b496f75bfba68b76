"""From a cluster of claims to the event that the register shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from db.merging.decided import Decisions, read_date
from db.merging.match import Parties
from db.merging.model import EventFacts, StoredClaim, StoredDate

SPECIFIC = ("double_degree", "research", "campus", "network", "agreement", "mobility", "visit", "conference")
"""Which type wins where reports differ: the guideline's order."""
ROLES = ("publisher", "host", "partner", "member", "body")
INDEPENDENCE = 0.5
"""What a further site's report is worth: sites copy from each other."""
REJECTED = 0.3
"""No event is surer than this whose facts a person rejected when another page told them, and no partnership that
rests on such events."""
TITLE_NAMES = 3


@dataclass(frozen=True, slots=True)
class Labels:
    """Names for titles."""

    types: Mapping[str, str]
    countries: Mapping[str, str]


def facts(
    id_: str,
    cluster: Sequence[StoredClaim],
    parties: Parties,
    decisions: Decisions,
    labels: Labels,
    *,
    rejected: bool = False,
) -> EventFacts:
    """Return the event that some claims tell of; what a person set goes before what the machine found.

    With ``rejected`` a person rejected the same facts when another page told them: it is doubted, and so put before a
    person again.
    """
    sets: dict[str, str] = {}
    for claim in cluster:
        sets.update(decisions.sets.get(claim.id, {}))
    type_ = sets.get("type") or main_type(cluster)
    date = read_date(sets["date"]) if "date" in sets else _date(cluster)
    roles = _roles(_saying(cluster, "institutions", decisions))
    countries = {
        code: role
        for claim in reversed(_saying(cluster, "countries", decisions))
        for code, role in claim.countries.items()
    }
    accepted = any(decisions.verdicts.get(claim.id) == "accept" for claim in cluster)
    likely = combined((claim.site, claim.confidence) for claim in cluster)
    reported = sorted(claim.reported for claim in cluster if claim.reported)
    return EventFacts(
        id=id_,
        type=type_,
        title=sets.get("title") or title(type_, roles, countries, date, parties, labels),
        modality=sets.get("modality") or _modality(cluster),
        date=date,
        confidence=1.0 if accepted else min(likely, REJECTED) if rejected else likely,
        source_count=len({claim.page for claim in cluster}),
        first_reported=reported[0] if reported else None,
        last_reported=reported[-1] if reported else None,
        reviewed=accepted or bool(sets),
        roles=roles,
        countries=dict(sorted(countries.items())),
        claims=tuple(cluster),
    )


def combined(confidences: Iterable[tuple[str, float]]) -> float:
    """Return the confidence that reports of several sites have together: the best one's, raised by each further
    site's at half its worth. Reports of one site count once."""
    best: dict[str, float] = {}
    for site, confidence in confidences:
        best[site] = max(best.get(site, 0.0), confidence)
    ordered = sorted(best.values(), reverse=True)
    doubt = 1 - ordered[0]
    for confidence in ordered[1:]:
        doubt *= 1 - INDEPENDENCE * confidence
    return round(1 - doubt, 4)


def _saying(cluster: Sequence[StoredClaim], field: str, decisions: Decisions) -> Sequence[StoredClaim]:
    """Return the claims of which a person set this field; all, where there are none."""
    return [claim for claim in cluster if field in decisions.sets.get(claim.id, {})] or cluster


def main_type(cluster: Sequence[StoredClaim]) -> str:
    """Return the type of the event that some claims tell of."""
    types = {claim.type for claim in cluster}
    return next((type_ for type_ in SPECIFIC if type_ in types), min(types))


def _modality(cluster: Sequence[StoredClaim]) -> str:
    """A cancellation holds unless something later says that it happened after all."""
    latest = {claim.modality: "" for claim in cluster}
    for claim in cluster:
        latest[claim.modality] = max(latest[claim.modality], claim.reported or "")
    if "cancelled" in latest and latest["cancelled"] >= latest.get("happened", ""):
        return "cancelled"
    return "happened" if "happened" in latest else "planned"


def _date(cluster: Sequence[StoredClaim]) -> StoredDate | None:
    """Return the most precise stated date; of several the one most reports give, then the earliest."""
    dated = [(claim.rank, claim.date) for claim in cluster if claim.date is not None]
    votes = Counter(date for _, date in dated)
    best = min(
        dated, key=lambda pair: (pair[0], -votes[pair[1]], pair[1].start, pair[1].end, pair[1].edtf), default=None
    )
    return best[1] if best else None


def _roles(cluster: Sequence[StoredClaim]) -> dict[str, str]:
    roles: dict[str, str] = {}
    for claim in cluster:
        for id_, role in claim.roles.items():
            roles[id_] = min(roles.get(id_, role), role, key=ROLES.index)
    return dict(sorted(roles.items()))


def title(
    type_: str,
    roles: Mapping[str, str],
    countries: Mapping[str, str],
    date: StoredDate | None,
    parties: Parties,
    labels: Labels,
) -> str:
    """Return a label that can be read in any language, as "Agreement: IMT Mines Alès – Kagawa University (2021-05)"."""
    ordered = sorted(roles, key=lambda id_: _place(id_, roles, parties))
    names = [parties[id_].name for id_ in ordered[:TITLE_NAMES]]
    if len({parties[id_].country for id_ in roles}) < 2:
        names += [labels.countries.get(code, code) for code in sorted(countries)]
    head, rest = names[:1], names[1:]
    who = " – ".join([*head, ", ".join(rest)] if rest else head)
    more = f" +{len(ordered) - TITLE_NAMES}" if len(ordered) > TITLE_NAMES else ""
    when = f" ({date.edtf})" if date else ""
    return f"{labels.types[type_]}: {who}{more}{when}" if who else f"{labels.types[type_]}{when}"


def _place(id_: str, roles: Mapping[str, str], parties: Parties) -> tuple[bool, bool, int, str]:
    party = parties[id_]
    return party.country != "FR", party.kind != "academic", ROLES.index(roles[id_]), id_
