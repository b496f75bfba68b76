"""Fetching the newest release of the Research Organization Registry from Zenodo.

The concept record 6347574 stands for all releases and leads to the newest; Zenodo's JSON API gives each file's name,
size and MD5 checksum (https://developers.zenodo.org/#records).
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from nlp.registry.errors import RegistryError

ZENODO = "https://zenodo.org"
CONCEPT_RECORD = "6347574"
ATTEMPTS = 4

Told = Callable[[int, int], None]
"""Called with the bytes there are and the bytes there will be."""


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file of a release: where it is, how long (bytes), and the MD5 checksum that Zenodo states."""

    name: str
    address: str
    size: int
    md5: str


def newest_release(base: str = ZENODO, *, timeout: float = 30.0) -> RemoteFile:
    """The zip of the newest release; raises RegistryError where the archive does not answer or has no such file."""
    address = f"{base.rstrip('/')}/api/records/{CONCEPT_RECORD}"
    try:
        answer = httpx.get(address, timeout=timeout, follow_redirects=True)
        answer.raise_for_status()
        files = answer.json()["files"]
        return next(_remote_file(file) for file in files if str(file["key"]).endswith(".zip"))
    except httpx.HTTPStatusError as error:
        raise RegistryError(f"{address} answered {error.response.status_code}; try again later.") from error
    except httpx.HTTPError as error:
        raise RegistryError(f"{address} cannot be reached ({error}); `--from FILE.zip` takes a local copy.") from error
    except (ValueError, KeyError, TypeError, StopIteration) as error:
        raise RegistryError(f"{address} does not describe a release with a zip file.") from error


def _remote_file(file: dict[str, Any]) -> RemoteFile:
    algorithm, _, checksum = file["checksum"].partition(":")
    if algorithm != "md5" or not checksum:
        raise ValueError(file["checksum"])
    links = file["links"]
    return RemoteFile(Path(file["key"]).name, links.get("content") or links["self"], int(file["size"]), checksum)


def download(file: RemoteFile, folder: Path, progress: Told | None = None, *, wait: float = 1.0) -> Path:
    """Fetch ``file`` into ``folder`` and return its path, checked for size and checksum.

    What an earlier attempt left in ``NAME.part`` is continued where the server allows it; a cut connection is taken up
    again, ``wait`` seconds later, up to four times. Raises RegistryError where the file cannot be had whole, the
    checksum differs (the part is then removed) or the disk is full (the part is kept).
    """
    target = folder / file.name
    if target.exists() and _is_whole(target, file):
        return target
    part = folder / f"{file.name}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _fetch_with_patience(file, part, progress, wait)
        if not _is_whole(part, file):
            part.unlink()
            raise RegistryError(f"{file.name} arrived damaged (its checksum differs); run the command again.")
        part.replace(target)
    except OSError as error:
        raise RegistryError(f"{file.name} cannot be saved in {folder}: {error.strerror or error}.") from error
    return target


def _fetch_with_patience(file: RemoteFile, part: Path, progress: Told | None, wait: float) -> None:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            _fetch(file, part, progress)
        except httpx.HTTPStatusError as error:
            raise RegistryError(f"{file.address} answered {error.response.status_code}.") from error
        except httpx.HTTPError as error:
            if attempt == ATTEMPTS:
                message = f"The download of {file.name} broke off ({error}); run the command again to continue it."
                raise RegistryError(message) from error
        if part.exists() and part.stat().st_size >= file.size:
            return
        time.sleep(wait)
    raise RegistryError(f"{file.name} ended before its {file.size} bytes; run the command again to continue it.")


def _fetch(file: RemoteFile, part: Path, progress: Told | None) -> None:
    """One request, from where ``part`` ends."""
    have = part.stat().st_size if part.exists() else 0
    if have >= file.size:
        return
    headers = {"Range": f"bytes={have}-"} if have else {}
    with httpx.stream("GET", file.address, headers=headers, timeout=30.0, follow_redirects=True) as answer:
        answer.raise_for_status()
        if answer.status_code != httpx.codes.PARTIAL_CONTENT:
            have = 0
        with part.open("ab" if have else "wb") as out:
            for chunk in answer.iter_raw():  # as it comes: a buffer would be lost with the connection
                out.write(chunk)
                have += len(chunk)
                if progress:
                    progress(have, file.size)


def _is_whole(path: Path, file: RemoteFile) -> bool:
    if path.stat().st_size != file.size:
        return False
    with path.open("rb") as content:
        return hashlib.file_digest(content, "md5").hexdigest() == file.md5
