"""From a release of the Research Organization Registry to the files that are opened in no time.

A compiled registry is a folder of three files: ``names.marisa`` (a trie of folded names), ``postings.bin`` (whose
names they are), ``records.sqlite`` (everything else). ``current.json`` in the registry's folder names the one
in use; it is replaced last, in one step, so that a reader sees the old release or the new one, never half of it.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

import marisa_trie

from nlp.registry.dump import NameKind, Progress, RorRecord, host_of, read_dump, release_name
from nlp.registry.errors import RegistryError
from nlp.registry.kinds import institution_kind
from nlp.registry.names import spellings, token_key

FORMAT = 1
"""Raised when the files' layout changes; older compiled registries are then refused with a clear message."""

NAME_KINDS: tuple[NameKind, ...] = ("label", "alias", "acronym", "former")
"""A posting is record number × 4 + place of the name's kind in this list."""

SCHEMA = """
CREATE TABLE institutions (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, kind TEXT NOT NULL, country TEXT,
  city TEXT, website TEXT, parent_id TEXT, types TEXT NOT NULL, status TEXT NOT NULL);
CREATE TABLE names (number INTEGER NOT NULL, value TEXT NOT NULL, lang TEXT, kind TEXT NOT NULL);
CREATE TABLE relations (number INTEGER NOT NULL, type TEXT NOT NULL, other TEXT NOT NULL);
CREATE TABLE domains (host TEXT NOT NULL, number INTEGER NOT NULL);
CREATE TABLE keys (key TEXT NOT NULL, country TEXT, number INTEGER NOT NULL);
CREATE VIRTUAL TABLE search USING fts5(value, content='', tokenize='unicode61 remove_diacritics 2');
"""
INDICES = """
CREATE INDEX names_number ON names (number);
CREATE INDEX relations_number ON relations (number);
CREATE INDEX domains_host ON domains (host);
CREATE INDEX keys_key ON keys (key);
CREATE INDEX keys_country ON keys (country);
"""


@dataclass(frozen=True, slots=True)
class Release:
    """What a compiled registry was made of."""

    name: str
    records: int
    names: int
    folder: str
    format: int = FORMAT


@dataclass(slots=True)
class _Compilation:
    """The records kept, numbered, and the postings gathered so far."""

    records: list[RorRecord] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    postings: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))


def compile_registry(source: Path, folder: Path, progress: Progress | None = None) -> Release:
    """Compile the dump ``source`` (zip or JSON) into ``folder`` and make it the one in use.

    Active records are kept, and inactive ones; a withdrawn record lives on as former names of its successor.
    Raises RegistryError where the dump is unreadable or the disk full; what was in use stays in use.
    """
    made = _gather(read_dump(source, progress))
    if not made.records:
        raise RegistryError(f"{source} holds no organisation.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target = Path(tempfile.mkdtemp(prefix="release-", dir=folder))
    except OSError as error:
        raise RegistryError(f"{folder} cannot be written: {error}.") from error
    try:
        names = _write_names(made.postings, target)
        _write_records(made, target / "records.sqlite")
        release = Release(release_name(source.name), len(made.records), names, target.name)
        _make_current(release, folder)
    except (OSError, sqlite3.Error) as error:
        shutil.rmtree(target, ignore_errors=True)
        raise RegistryError(f"The registry could not be written to {folder}: {error}.") from error
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        raise
    _remove_older(folder, keep=target.name)
    return release


def _gather(records: Iterable[RorRecord]) -> _Compilation:
    made = _Compilation()
    withdrawn: list[RorRecord] = []
    for record in records:
        if record.status == "withdrawn":
            withdrawn.append(record)
        else:
            made.numbers[record.id] = len(made.records)
            made.records.append(record)
    by_id = {record.id: record for record in [*made.records, *withdrawn]}
    for record in by_id.values():
        _add_postings(made, record, by_id)
    return made


def _add_postings(made: _Compilation, record: RorRecord, by_id: Mapping[str, RorRecord]) -> None:
    """A record's names lead to it; a closed or withdrawn one's to what it has become, where that is known."""
    present = [made.numbers[i] for i in successors(record.id, by_id) if i in made.numbers]
    for name in record.names:
        for key in spellings(name.value):
            if present:
                made.postings[key].update(number * 4 + NAME_KINDS.index("former") for number in present)
            elif record.id in made.numbers:
                made.postings[key].add(made.numbers[record.id] * 4 + NAME_KINDS.index(name.kind))


def successors(record_id: str, by_id: Mapping[str, RorRecord]) -> list[str]:
    """The active organisations that an inactive or withdrawn one has become, through any number of steps."""
    found: list[str] = []
    seen = {record_id}
    waiting = [record_id]
    while waiting:
        record = by_id.get(waiting.pop())
        if record is None:
            continue
        if record.status == "active" and record.id != record_id:
            found.append(record.id)
        elif record.status != "active":
            following = [i for relation, i in record.relations if relation == "successor" and i not in seen]
            seen.update(following)
            waiting.extend(following)
    return sorted(found)


def _write_names(postings: Mapping[str, set[int]], target: Path) -> int:
    """The trie, and for the key with trie number k the postings from ``starts[k]`` to ``starts[k + 1]``."""
    trie = marisa_trie.Trie(postings)
    by_number: list[str] = [""] * len(postings)
    for key in postings:
        by_number[trie.key_id(key)] = key
    starts = array("I", [0])
    values = array("I")
    for key in by_number:
        # One record bears a name once, in its strongest kind.
        strongest = {posting // 4: posting for posting in sorted(postings[key], reverse=True)}
        values.extend(sorted(strongest.values()))
        starts.append(len(values))
    trie.save(str(target / "names.marisa"))
    with (target / "postings.bin").open("wb") as file:
        array("I", [len(starts)]).tofile(file)
        starts.tofile(file)
        values.tofile(file)
        file.flush()
        os.fsync(file.fileno())
    return len(postings)


def _write_records(made: _Compilation, path: Path) -> None:
    connection = sqlite3.connect(path)
    try:
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + SCHEMA)
        for number, record in enumerate(made.records):
            _write_record(connection, number, record)
        connection.executescript(INDICES + "ANALYZE;")
        connection.commit()
    finally:
        connection.close()
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _write_record(connection: sqlite3.Connection, number: int, record: RorRecord) -> None:
    parent = next((other for relation, other in record.relations if relation == "parent"), None)
    kind = institution_kind(record.types, [name.value for name in record.names])
    connection.execute(
        "INSERT INTO institutions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            number, f"ror:{record.id}", record.name, kind, record.country, record.city, record.website,
            f"ror:{parent}" if parent else None, " ".join(record.types), record.status,
        ),
    )  # fmt: skip
    connection.executemany(
        "INSERT INTO names VALUES (?, ?, ?, ?)", [(number, n.value, n.lang, n.kind) for n in record.names]
    )
    connection.executemany(
        "INSERT INTO relations VALUES (?, ?, ?)",
        [(number, relation, f"ror:{other}") for relation, other in record.relations],
    )
    hosts = {host for host in map(host_of, [record.website, *record.domains]) if host}
    connection.executemany("INSERT INTO domains VALUES (?, ?)", [(host, number) for host in hosts])
    connection.executemany(
        "INSERT INTO keys VALUES (?, ?, ?)", [(key, record.country, number) for key in sorted(_keys(record))]
    )
    connection.execute(
        "INSERT INTO search (rowid, value) VALUES (?, ?)", (number, " · ".join(name.value for name in record.names))
    )


def _keys(record: RorRecord) -> Iterator[str]:
    """The token keys of the names in words; acronyms say nothing without their letters' order."""
    found = {token_key(name.value) for name in record.names if name.kind != "acronym" and record.status == "active"}
    return (str(key) for key in found if key.telling)


def _make_current(release: Release, folder: Path) -> None:
    """Write ``current.json`` beside itself and rename it over the old one."""
    waiting = folder / f".current-{release.folder}.json"
    with waiting.open("w", encoding="utf-8") as file:
        json.dump(asdict(release), file)
        file.flush()
        os.fsync(file.fileno())
    waiting.replace(folder / "current.json")


def _remove_older(folder: Path, keep: str) -> None:
    """Earlier releases; a process that still reads one keeps its open files."""
    for path in folder.glob("release-*"):
        if path.name != keep:
            shutil.rmtree(path, ignore_errors=True)
