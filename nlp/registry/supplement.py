"""The supplement: institutions and names written by hand, in ``nlp/data/institutions/*.csv``.

It adds the names that news use to organisations of the Research Organization Registry, and the organisations
that it lacks. The columns are explained in ``nlp/data/institutions/README.md``.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast, get_args

import marisa_trie

from nlp.registry.dump import NameKind, host_of
from nlp.registry.errors import RegistryError
from nlp.registry.names import spellings
from records import Institution, InstitutionKind

FOLDER = Path(__file__).resolve().parent.parent / "data" / "institutions"
TABLES = ("schools", "universities", "bodies", "networks", "public", "foreign")
COLUMNS = (
    "slug", "name", "ror", "kind", "country", "city", "website", "names", "acronyms", "former", "short", "parent",
    "successor",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SupplementName:
    """A name of the supplement; ``support`` says that it is too short or too common to stand on its own."""

    value: str
    kind: NameKind
    support: bool = False


@dataclass(frozen=True, slots=True)
class SupplementRecord:
    """An institution of the supplement with its names; ``successor_id`` is what it has become part of."""

    institution: Institution
    names: tuple[SupplementName, ...]
    successor_id: str | None
    table: str


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who bears a folded name, and as what."""

    id: str
    kind: NameKind
    support: bool


class Supplement:
    """Look-up by id, name and web host in the hand-written tables."""

    def __init__(self, records: tuple[SupplementRecord, ...]) -> None:
        self.records: Mapping[str, SupplementRecord] = {r.institution.id: r for r in records}
        self._bearers = _bearers(self.records)
        self._trie = marisa_trie.Trie(self._bearers)
        self._hosts: dict[str, str] = {}
        for record in records:
            if host := host_of(record.institution.website):
                self._hosts.setdefault(host, record.institution.id)

    def prefixes(self, text: str) -> list[str]:
        """The folded names with which ``text`` begins, shortest first."""
        return cast("list[str]", self._trie.prefixes(text))

    def bearers(self, key: str) -> tuple[Bearer, ...]:
        """Who bears exactly this folded name."""
        return self._bearers.get(key, ())

    def at_domain(self, host: str) -> str | None:
        """The id of the institution whose website has this host."""
        return self._hosts.get(host)


@cache
def load_supplement(folder: Path = FOLDER) -> Supplement:
    """Read the tables of ``folder``; raises RegistryError naming the file and line of a bad row."""
    rows = [row for table in TABLES if (folder / f"{table}.csv").exists() for row in _rows(folder / f"{table}.csv")]
    ids = {row["slug"]: _id(row) for _, row in rows}
    if len(ids) != len(rows):
        seen: set[str] = set()
        twice = [row["slug"] for _, row in rows if row["slug"] in seen or seen.add(row["slug"])]  # type: ignore[func-returns-value]
        raise RegistryError(f"{folder}: these slugs stand twice: {', '.join(twice)}.")
    return Supplement(tuple(_record(table, row, ids) for table, row in rows))


def _rows(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if line.strip() and not line.startswith("#"))
        reader = csv.DictReader(lines)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise RegistryError(f"{path}: the columns should be {','.join(COLUMNS)}.")
        for row in reader:
            if None in row or None in row.values() or row["kind"] not in get_args(InstitutionKind):
                raise RegistryError(f"{path}: the row {row.get('slug')!r} has a wrong number of columns or kind.")
            yield path.stem, {column: value.strip() for column, value in row.items()}


def _id(row: Mapping[str, str]) -> str:
    return f"ror:{row['ror']}" if row["ror"] else f"x:{row['slug']}"


def _record(table: str, row: Mapping[str, str], ids: Mapping[str, str]) -> SupplementRecord:
    institution = Institution(
        id=_id(row),
        name=row["name"],
        kind=cast("InstitutionKind", row["kind"]),
        country=row["country"] or None,
        ror=row["ror"] or None,
        city=row["city"] or None,
        website=row["website"] or None,
        parent_id=_reference(row, "parent", ids),
    )
    return SupplementRecord(institution, tuple(_names(row)), _reference(row, "successor", ids), table)


def _reference(row: Mapping[str, str], column: str, ids: Mapping[str, str]) -> str | None:
    if not row[column]:
        return None
    if row[column] not in ids:
        raise RegistryError(f"Supplement: {row['slug']} names the {column} {row[column]!r}, which is no slug.")
    return ids[row[column]]


def _names(row: Mapping[str, str]) -> Iterator[SupplementName]:
    short = set(_list(row["short"]))
    yield SupplementName(row["name"], "label", row["name"] in short)
    kinds: tuple[tuple[str, NameKind], ...] = (("names", "alias"), ("acronyms", "acronym"), ("former", "former"))
    listed = {row["name"]}
    for column, kind in kinds:
        for value in _list(row[column]):
            listed.add(value)
            yield SupplementName(value, kind, value in short)
    for value in sorted(short - listed):
        yield SupplementName(value, "acronym" if value.isupper() else "alias", True)


def _list(cell: str) -> list[str]:
    return [value for part in cell.split("|") if (value := part.strip())]


def _bearers(records: Mapping[str, SupplementRecord]) -> dict[str, tuple[Bearer, ...]]:
    """Every spelling of every name; what supports itself in one spelling does not need support in that one."""
    found: defaultdict[str, dict[str, Bearer]] = defaultdict(dict)
    for record in records.values():
        for name in record.names:
            for key in spellings(name.value):
                bearer = Bearer(record.institution.id, name.kind, name.support)
                found[key].setdefault(bearer.id, bearer)
    return {key: tuple(by_id.values()) for key, by_id in found.items()}
