"""Reading a release of the Research Organization Registry (schema v2, JSON, usually in a zip).

Source of the format: https://ror.readme.io/docs/ror-schema-v2. The data are CC0.
"""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from nlp.registry.errors import RegistryError

NameKind = Literal["label", "alias", "acronym", "former"]
Progress = Callable[[int, int], None]
"""Called with the work done and the work in all."""

_SEPARATORS = re.compile(r"[\s,]*")
_RELEASE = re.compile(r"v\d+(?:\.\d+)+(?:-(\d{4}-\d{2}-\d{2}))?")


@dataclass(frozen=True, slots=True)
class RorName:
    """One name of an organisation; ``lang`` is an ISO 639-1 code."""

    value: str
    lang: str | None
    kind: NameKind


@dataclass(frozen=True, slots=True)
class RorRecord:
    """An organisation of the dump, as far as Passerelle uses it; ``id`` is the bare nine characters."""

    id: str
    status: str
    name: str
    names: tuple[RorName, ...]
    types: tuple[str, ...]
    country: str | None
    city: str | None
    website: str | None
    domains: tuple[str, ...]
    relations: tuple[tuple[str, str], ...]
    """Pairs of relation (parent, child, related, predecessor, successor) and the other's bare id."""


def host_of(address: str | None) -> str | None:
    """The host of a web address in lower case, without ``www.`` and port; None where there is none."""
    if not address:
        return None
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname
    except ValueError:
        return None
    return re.sub(r"^(?:www\d?\.)+", "", host.lower()) if host and "." in host else None


def release_name(file_name: str) -> str:
    """``v2.9-2026-06-23-ror-data.zip`` → ``ROR v2.9 (2026-06-23)``; any other name as it is."""
    match = _RELEASE.search(file_name)
    if not match:
        return file_name
    version = match.group(0).split("-")[0]
    return f"ROR {version} ({match.group(1)})" if match.group(1) else f"ROR {version}"


def read_dump(source: Path, progress: Progress | None = None) -> Iterator[RorRecord]:
    """Every record of a dump, one after the other.

    Raises RegistryError where the file cannot be read as one, naming the file and the fault.
    """
    text = _dump_text(source)
    decoder = json.JSONDecoder()
    position = _SEPARATORS.match(text, 0).end()  # type: ignore[union-attr]
    if text[position : position + 1] != "[":
        raise RegistryError(f"{source} is not a ROR dump: a JSON list of organisations was expected.")
    position += 1
    while True:
        position = _SEPARATORS.match(text, position).end()  # type: ignore[union-attr]
        if text[position : position + 1] == "]":
            return
        try:
            raw, position = decoder.raw_decode(text, position)
            record = _record(raw)
        except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
            raise RegistryError(f"{source} is broken at character {position}: {error!r}.") from error
        if progress:
            progress(position, len(text))
        yield record


def _dump_text(source: Path) -> str:
    try:
        if not zipfile.is_zipfile(source):
            if source.suffix == ".zip":
                raise RegistryError(f"{source} is not a complete zip file; download it again.")
            return source.read_text(encoding="utf-8")
        with zipfile.ZipFile(source) as archive:
            return archive.read(_json_member(source, archive.namelist())).decode("utf-8")
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, UnicodeDecodeError, NotImplementedError) as error:
        raise RegistryError(f"{source} cannot be read: {error}.") from error


def _json_member(source: Path, members: list[str]) -> str:
    """The JSON file in the archive; releases before v2.0 carry two, of which v2 is wanted."""
    found = sorted((m for m in members if m.endswith(".json")), key=lambda m: ("schema_v2" not in m, m))
    if not found:
        raise RegistryError(f"{source} holds no JSON file; a ROR release was expected.")
    return found[0]


def _record(raw: Mapping[str, Any]) -> RorRecord:
    names = tuple(_names(raw["names"]))
    display = next((n["value"] for n in raw["names"] if "ror_display" in n["types"]), names[0].value)
    place = raw["locations"][0]["geonames_details"] if raw.get("locations") else {}
    links = {link["type"]: link["value"] for link in reversed(raw.get("links", []))}
    return RorRecord(
        id=raw["id"].rsplit("/", 1)[-1],
        status=raw["status"],
        name=display.strip(),
        names=names,
        types=tuple(raw["types"]),
        country=place.get("country_code"),
        city=place.get("name"),
        website=links.get("website"),
        domains=tuple(raw.get("domains") or ()),
        relations=tuple((r["type"], r["id"].rsplit("/", 1)[-1]) for r in raw.get("relationships", [])),
    )


def _names(raw: list[Mapping[str, Any]]) -> Iterator[RorName]:
    for name in raw:
        types = name["types"]
        kind: NameKind = "label" if {"label", "ror_display"} & set(types) else "alias"
        if "acronym" in types:
            kind = "acronym"
        yield RorName(name["value"].strip(), name.get("lang"), kind)
