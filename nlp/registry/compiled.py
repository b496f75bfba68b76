"""The compiled registry, read: names from memory-mapped files, records from a read-only SQLite file."""

from __future__ import annotations

import json
import mmap
import sqlite3
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import marisa_trie

from nlp.registry.compile import FORMAT, NAME_KINDS, Release
from nlp.registry.dump import NameKind
from nlp.registry.errors import RegistryError
from records import Institution, InstitutionKind

Name = tuple[str, str | None, NameKind]
"""A name with its language (ISO 639-1, where known) and its kind."""


def current_release(folder: Path) -> Release | None:
    """The release in use in ``folder``; None where there is none or the file is not one of ours."""
    try:
        said = json.loads((folder / "current.json").read_text(encoding="utf-8"))
        return Release(**said)
    except (OSError, ValueError, TypeError):
        return None


class CompiledRegistry:
    """Look-up in one compiled release; not to be shared between threads that write, safe to read from several."""

    def __init__(self, folder: Path) -> None:
        """Open the release in use in ``folder``; raises RegistryError where there is none or its format is old."""
        release = current_release(folder)
        if release is None:
            raise RegistryError(f"There is no compiled registry in {folder}; run `passerelle institutions update`.")
        if release.format != FORMAT:
            raise RegistryError(
                f"The registry in {folder} was compiled by another version; run `passerelle institutions update`."
            )
        self.release = release
        place = folder / release.folder
        try:
            self._trie = marisa_trie.Trie().mmap(str(place / "names.marisa"))
            self._starts, self._postings = _map_postings(place / "postings.bin")
            self._db = sqlite3.connect(
                f"{(place / 'records.sqlite').absolute().as_uri()}?mode=ro&immutable=1",
                uri=True,
                check_same_thread=False,
            )
        except (OSError, RuntimeError, sqlite3.Error, ValueError) as error:
            raise RegistryError(
                f"The registry in {folder} is damaged ({error}); run `passerelle institutions update`."
            ) from error
        self.institution = lru_cache(maxsize=20_000)(self._institution)
        self.id_of = lru_cache(maxsize=50_000)(self._id_of)

    def prefixes(self, text: str) -> Iterator[tuple[str, int]]:
        """The folded names with which ``text`` begins, shortest first, each with its number."""
        return cast("Iterator[tuple[str, int]]", self._trie.iter_prefixes_with_ids(text))

    def postings(self, key_number: int) -> list[tuple[str, NameKind]]:
        """The ids of the records that bear a name, and as what."""
        found = self._postings[self._starts[key_number] : self._starts[key_number + 1]]
        return [(self.id_of(value >> 2), NAME_KINDS[value & 3]) for value in found]

    def bearers(self, key: str) -> list[tuple[str, NameKind]]:
        """The ids of the records that bear exactly this folded name."""
        number = self._trie.get(key)
        return [] if number is None else self.postings(number)

    def _id_of(self, number: int) -> str:
        return str(self._db.execute("SELECT id FROM institutions WHERE number = ?", (number,)).fetchone()[0])

    def _institution(self, institution_id: str) -> Institution | None:
        row = self._db.execute(
            "SELECT id, name, kind, country, city, website, parent_id FROM institutions WHERE id = ?", (institution_id,)
        ).fetchone()
        if row is None:
            return None
        return Institution(
            id=row[0],
            name=row[1],
            kind=cast("InstitutionKind", row[2]),
            country=row[3],
            ror=row[0].removeprefix("ror:"),
            city=row[4],
            website=row[5],
            parent_id=row[6],
        )

    def names(self, institution_id: str) -> list[Name]:
        """Every name of a record, display name's kind first."""
        return self._rows(
            "SELECT n.value, n.lang, n.kind FROM names n JOIN institutions i USING (number) WHERE i.id = ?",
            institution_id,
        )

    def types(self, institution_id: str) -> tuple[str, ...]:
        """The registry's types of a record: education, facility, government …"""
        rows = self._rows("SELECT types FROM institutions WHERE id = ?", institution_id)
        return tuple(rows[0][0].split()) if rows else ()

    def status(self, institution_id: str) -> str | None:
        """``active`` or ``inactive``; None for an unknown id."""
        rows = self._rows("SELECT status FROM institutions WHERE id = ?", institution_id)
        return rows[0][0] if rows else None

    def relations(self, institution_id: str) -> list[tuple[str, str]]:
        """Pairs of relation (parent, child, related, predecessor, successor) and the other's id."""
        return self._rows(
            "SELECT r.type, r.other FROM relations r JOIN institutions i USING (number) WHERE i.id = ?", institution_id
        )

    def at_domain(self, host: str) -> list[str]:
        """The ids of the records whose website or domain is ``host``."""
        return [
            r[0]
            for r in self._rows("SELECT i.id FROM domains d JOIN institutions i USING (number) WHERE d.host = ?", host)
        ]

    def with_key(self, key: str, country: str | None) -> list[str]:
        """The ids of the active records that have a token key, of one country or of all."""
        rows = self._rows(
            "SELECT DISTINCT i.id, i.country FROM keys k JOIN institutions i USING (number) WHERE k.key = ?", key
        )
        return [row[0] for row in rows if country is None or row[1] == country]

    def keys_of_country(self, country: str) -> list[tuple[str, str]]:
        """All token keys of a country's active records, with their ids."""
        return self._rows(
            "SELECT k.key, i.id FROM keys k JOIN institutions i USING (number) WHERE k.country = ?", country
        )

    def search(self, words: list[str], limit: int) -> list[str]:
        """The ids of the records whose names have all of ``words`` (folded, the last as a beginning), best first."""
        query = " ".join(f'"{word}"' for word in words) + "*"
        return [
            row[0]
            for row in self._rows(
                "SELECT i.id FROM search s JOIN institutions i ON i.number = s.rowid WHERE search MATCH ? "
                "ORDER BY rank LIMIT ?", query, limit,
            )
        ]  # fmt: skip

    def _rows(self, query: str, *values: object) -> list[Any]:
        return self._db.execute(query, values).fetchall()


def _map_postings(path: Path) -> tuple[memoryview, memoryview]:
    with path.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    numbers = memoryview(mapped).cast("I")
    count = numbers[0]
    return numbers[1 : count + 1], numbers[count + 1 :]
