"""How long it takes to merge 1,000 new claims into stores of 1,000, 10,000 and 100,000 pages.

    python -m benchmarks.merge [PAGES …]

The stores are made up: 300 schools and 3,000 partners in 60 countries, one claim a page, reports of one happening by
both sides and by newspapers, dates over fifteen years. The first merge of the whole store is given as well.

Then the worst case of a register: one pair of which 20,000 pages tell, and one report more. First nine pages of ten say
that the partnership stands, the tenth reports one of 400 happenings; then all report happenings, 400 or 4,000, so
that everything within the fifteen years hangs together by its dates.

Every figure of new claims is the median of several, with the slowest.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
import tempfile
import time
from pathlib import Path

from db.merge import merge
from db.store import Store

SCHOOLS, PARTNERS, COUNTRIES, NEW = 300, 3000, 60, 1000
TIMES = 5
SITES = 60
TYPES = ("agreement", "double_degree", "mobility", "visit", "conference", "research")
FIRST = dt.date(2010, 1, 1).toordinal()


def reference(store: Store) -> None:
    """Countries, schools and partners."""
    codes = [("FR", "France", "France"), *((f"{n:02}", f"Land {n}", f"Pays {n}") for n in range(COUNTRIES))]
    store.load_reference(codes)
    with store.write():
        store.run_many(
            "insert into institutions (id, name, kind, country) values (?, ?, 'academic', ?)",
            [
                *((f"ror:s{n}", f"School {n}", "FR") for n in range(SCHOOLS)),
                *((f"ror:p{n}", f"University {n}", f"{n % COUNTRIES:02}") for n in range(PARTNERS)),
            ],
        )


def add(store: Store, first: int, count: int, chance: random.Random) -> None:
    """Add pages with one claim each, as the extraction would leave them; some report what an earlier one did."""
    happenings = [_happening(chance) for _ in range(max(1, count * 3 // 5))]
    with store.write():
        for number in range(first, first + count):
            _page(store, number, *chance.choice(happenings), chance)


def _happening(chance: random.Random) -> tuple[str, str, str, int]:
    partner = min(int(chance.paretovariate(0.6)), PARTNERS) - 1  # few partners are in the news often
    return (
        chance.choice(TYPES),
        f"ror:s{chance.randrange(SCHOOLS)}",
        f"ror:p{partner}",
        FIRST + chance.randrange(15 * 365),
    )


def _page(store: Store, number: int, type_: str, school: str, partner: str, day: int, chance: random.Random) -> None:
    when = dt.date.fromordinal(day).isoformat()
    reported = dt.date.fromordinal(day + chance.randrange(20)).isoformat()
    dates = (when, when, when, "day", "stated") if chance.random() < 0.6 else (None,) * 5
    page, snapshot, claim, sentence = number, number, f"c-{number}", f"s-{number}"
    country = f"{int(partner.removeprefix('ror:p')) % COUNTRIES:02}"
    for sql, row in (
        ("insert into pages (id, url, first_seen, last_seen, last_changed) values (?, ?, ?, ?, ?)",
         (page, f"https://s.example/{number}", *("2026-01-01T00:00:00Z",) * 3)),
        ("insert into snapshots (id, page, fetched_at, sha256, text) values (?, ?, '', '', 'A sentence.')",
         (snapshot, page)),
        ("update pages set latest = ? where id = ?", (snapshot, page)),
        ("insert into sentences values (?, ?, ?, 0, 11, 'A sentence.')", (sentence, page, snapshot)),
        ("insert into claims values (?, ?, ?, null, ?, 'happened', ?, ?, ?, ?, ?, ?, 0.8)",
         (claim, page, snapshot, type_, *dates, reported)),
        ("insert into claim_evidence values (?, 0, ?, 0, 1)", (claim, sentence)),
        ("insert into claim_institutions values (?, ?, 'partner')", (claim, school)),
        ("insert into claim_institutions values (?, ?, 'partner')", (claim, partner)),
        ("insert into claim_countries values (?, ?, 'partner')", (claim, country)),
        ("insert into claim_pairs select ?, ?, ?, id from event_types where id = ? and makes_partnership",
         (claim, school, partner, type_)),
        ("insert into merge_dirty values (?)", (page,)),
    ):  # fmt: skip
        store.run(sql, row)


def add_busy(store: Store, first: int, count: int, happenings: int, standing: float, chance: random.Random) -> None:
    """Add pages of several sites about one pair."""
    told = [(chance.choice(TYPES), FIRST + chance.randrange(15 * 365)) for _ in range(happenings)]
    with store.write():
        store.run_many(
            "insert or ignore into sources (id, name, home) values (?1, ?1, ?1)", [(f"site{n}",) for n in range(SITES)]
        )
        for number in range(first, first + count):
            type_, day = chance.choice(told)
            _page(store, number, type_, "ror:s0", "ror:p0", day, chance)
            store.run("update pages set source = ? where id = ?", (f"site{chance.randrange(SITES)}", number))
            if chance.random() < standing:
                store.run("update claims set modality = 'standing', type = 'agreement' where id = ?", (f"c-{number}",))
                store.run(
                    "insert or ignore into claim_pairs values (?, 'ror:s0', 'ror:p0', 'agreement')", (f"c-{number}",)
                )


def measure_busy(pages: int, happenings: int, standing: float, folder: Path) -> None:
    """Print the figures of one busy pair, as one new report after another comes."""
    chance = random.Random(happenings)
    with Store.open(folder / f"busy{pages}-{happenings}-{standing}.db") as store:
        reference(store)
        add_busy(store, 1, pages, happenings, standing, chance)
        first, _ = _timed(store)
        took = []
        for number in range(pages + 1, pages + 1 + TIMES):
            add_busy(store, number, 1, 1, 0.0, chance)
            took.append(_timed(store))
        _print(f"{pages:,} ({happenings:,})", first, took, store)


def measure(pages: int, folder: Path) -> None:
    """Print the figures of one size, as 1,000 new claims after another come."""
    chance = random.Random(pages)
    with Store.open(folder / f"{pages}.db") as store:
        reference(store)
        add(store, 1, pages, chance)
        first, _ = _timed(store)
        took = []
        for number in range(TIMES if pages <= 10_000 else 1):
            add(store, pages + 1 + number * NEW, NEW, chance)
            took.append(_timed(store))
        _print(f"{pages:,}", first, took, store)


def _timed(store: Store) -> tuple[float, int]:
    """Merge; return the seconds that took, and how many claims were compared."""
    began = time.perf_counter()
    report = merge(store)
    return time.perf_counter() - began, report.claims


def _print(name: str, first: float, took: list[tuple[float, int]], store: Store) -> None:
    seconds = sorted(second for second, _ in took)
    events = store.value("select count(*) from events")
    print(
        f"{name:>16}{first:>12.1f} s{seconds[len(seconds) // 2]:>10.3f} s{seconds[-1]:>10.3f} s"
        f"{max(claims for _, claims in took):>10,}{events:>10,}",
        flush=True,
    )


def _head(name: str, new: str) -> None:
    print(f"\n{name:>16}{'all at once':>14}{new:>12}{'slowest':>12}{'compared':>10}{'events':>10}")


def main() -> None:
    """Measure the sizes named, or all three."""
    sizes = [int(argument) for argument in sys.argv[1:]] or [1000, 10_000, 100_000]
    with tempfile.TemporaryDirectory() as folder:
        _head("pages", "1,000 new")
        for pages in sizes:
            measure(pages, Path(folder))
        _head("one pair", "1 new")
        for happenings, standing in ((400, 0.9), (400, 0.0), (4000, 0.0)):
            measure_busy(20_000, happenings, standing, Path(folder))


if __name__ == "__main__":
    main()
