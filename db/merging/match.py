"""Whether two claims tell of one happening: type, who, when. The rule is the design's; see `model` for the days."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import product

from db.merging.model import PUBLICATION, Party, StoredClaim

COMMITMENTS = frozenset({"double_degree", "mobility", "research", "network", "campus"})
"""What an agreement can be about: one report says "agreement", another names what was agreed."""
COMMITTED = COMMITMENTS | {"agreement"}
DOUBTFUL = 0.5
"""A claim no surer than this may be a second reading of something else: of such a half is wrong."""
MOST_LIKELY = 0.5
"""How likely two events are one at most, where the rule did not make them one."""
COMMITMENT = {"double_degree": 0, "research": 1, "campus": 1, "network": 1, "agreement": 2, "mobility": 3}
MEETING = {"visit": 0, "conference": 1}
"""The guideline's order; the smaller goes before."""

CONSORTIUM = 3
"""So many academic sides make a consortium, of which a report may name a part."""

Parties = Mapping[str, Party]


def compatible(a: str, b: str) -> bool:
    """Tell whether two event types can be two words for one happening."""
    return a == b or (a == "agreement" and b in COMMITMENTS) or (b == "agreement" and a in COMMITMENTS)


def neighbouring(a: str, b: str) -> bool:
    """Tell whether two types are two commitments: each page names the one it cares for."""
    return a != b and a in COMMITTED and b in COMMITTED


def gap(a: StoredClaim, b: StoredClaim) -> int | None:
    """Return the days between two claims' dates, 0 where they overlap, None where one has no date at all."""
    if a.interval is None or b.interval is None:
        return None
    return max(0, a.interval[0] - b.interval[1], b.interval[0] - a.interval[1])


def allowance(a: StoredClaim, b: StoredClaim) -> int:
    """Return the days by which two claims' dates may differ: the vaguer one's tolerance. A season or year has none,
    as it is wide already, but a date of publication keeps its own."""
    tolerances = {a.tolerance, b.tolerance}
    return 0 if 0 in tolerances and PUBLICATION not in tolerances else max(tolerances)


def same_time(a: StoredClaim, b: StoredClaim) -> bool:
    """Tell whether the dates allow one happening; two claims without any date do."""
    days = gap(a, b)
    if days is None:
        return a.interval is b.interval
    return days <= allowance(a, b)


def family(x: str, y: str, parties: Parties) -> bool:
    """Tell whether two institutions are the same, or one is the other's parent."""
    return x == y or parties[x].parent == y or parties[y].parent == x


def shared(a: StoredClaim, b: StoredClaim, parties: Parties) -> set[tuple[str, str]]:
    """Return the pairs (of a, of b) that are one institution or parent and child."""
    return {(x, y) for x, y in product(a.roles, b.roles) if family(x, y, parties)}


def share_pair(a: StoredClaim, b: StoredClaim, parties: Parties) -> bool:
    """Tell whether both claims name a school (or its parent) and a partner in another country."""
    both = shared(a, b, parties)
    if len(both) < 2:
        return False
    return any(
        x != v and y != w and _abroad(parties[x], parties[v]) and _abroad(parties[y], parties[w])
        for (x, y), (v, w) in product(both, both)
    )


def _abroad(a: Party, b: Party) -> bool:
    return a.country is None or b.country is None or a.country != b.country


def one_sided(claim: StoredClaim, parties: Parties) -> bool:
    """Tell whether no partner abroad is named: a country stands in its place."""
    return len({parties[id_].country for id_ in claim.roles}) == 1


def share_place(a: StoredClaim, b: StoredClaim, parties: Parties) -> bool:
    """Tell whether claims that name no partner have a school and a country in common."""
    if not (one_sided(a, parties) and one_sided(b, parties) and a.type == b.type):
        return False
    return bool(a.countries.keys() & b.countries.keys()) and bool(shared(a, b, parties))


def match(a: StoredClaim, b: StoredClaim, parties: Parties) -> bool:
    """Tell whether two claims of different documents are taken for one happening."""
    if not compatible(a.type, b.type) or not same_time(a, b):
        return False
    return share_pair(a, b, parties) or share_place(a, b, parties)


def separate(a: StoredClaim, b: StoredClaim) -> bool:
    """Tell whether one document presents two claims as two happenings: by type, by dates that it states, or with
    partners of their own (signed with one, and signed with another)."""
    if (a.page, a.item) != (b.page, b.item):
        return False
    if a.type != b.type or (a.stated and b.stated and gap(a, b) != 0):
        return True
    return min(len(a.roles), len(b.roles)) > 1 and len(a.roles.keys() & b.roles.keys()) < 2


def sides(institutions: Iterable[str], parties: Parties) -> set[str]:
    """Return the academic ones of some institutions: who else is named beside them does not make a consortium."""
    return {id_ for id_ in institutions if parties[id_].kind == "academic"}


def common(a: Iterable[str], b: Collection[str], parties: Parties) -> int:
    """Return how many institutions have themselves, their parent or their child among others."""
    return sum(any(family(x, y, parties) for y in b) for x in a)


def second_reading(weak: StoredClaim, strong: StoredClaim, parties: Parties) -> bool:
    """Tell whether a doubtful claim only tells a second time what its page tells better under another type.

    The guideline's order decides: what fits several types is the most specific commitment (an exchange beside the
    double degree it belongs to), and of meetings the visit. A meeting and a commitment are two happenings, as are two
    with dates of their own, and whatever is told with confidence.
    """
    if (weak.page, weak.item) != (strong.page, strong.item) or weak.modality != strong.modality:
        return False
    if weak.confidence > DOUBTFUL or weak.confidence >= strong.confidence:
        return False
    if not any(order.get(strong.type, 9) < order.get(weak.type, -1) for order in (COMMITMENT, MEETING)):
        return False
    if weak.stated and (strong.date is None or gap(weak, strong) != 0):
        return False
    same_kind = one_sided(weak, parties) == one_sided(strong, parties)
    return bool(weak.roles) and same_kind and weak.roles.keys() <= strong.roles.keys()


def near(a: StoredClaim, b: StoredClaim, parties: Parties) -> tuple[str, float] | None:
    """Return why two claims that were not merged might be one happening, and how likely (0 to 1); else None."""
    if a.page == b.page and a.item == b.item:
        return None
    days, tolerance = gap(a, b), allowance(a, b)
    if days is not None and days > tolerance and days >= 2 * tolerance:
        return None  # before who takes part is compared, which costs more
    if a.type != b.type:
        known = neighbouring(a.type, b.type) and a.stated and b.stated and days is not None and days <= tolerance
        return ("type", 0.4) if known and share_pair(a, b, parties) else None
    if share_pair(a, b, parties):
        if days is None:
            return ("ambiguous", MOST_LIKELY) if a.interval is b.interval else ("undated", 0.3)
        if days <= tolerance:
            return "ambiguous", MOST_LIKELY
        return ("date", round(MOST_LIKELY * (1 - days / (2 * tolerance)), 4)) if days < 2 * tolerance else None
    if days is None or days > min(tolerance, 3) or not a.countries.keys() & b.countries.keys():
        return None
    if not shared(a, b, parties):
        return None
    return ("partner", 0.4) if _unlinked(a, b, parties) else None


def _unlinked(a: StoredClaim, b: StoredClaim, parties: Parties) -> bool:
    """Tell whether one side's partner is missing or known by name only, so that it may be the other's."""
    return any(
        one_sided(claim, parties) or any(id_.startswith("x:") for id_ in claim.roles.keys() - other.roles.keys())
        for claim, other in ((a, b), (b, a))
    )
