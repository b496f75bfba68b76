"""Raw responses on disk: WARC files, one gzip member a record, so that each is found again by file and offset.

A process writes files of its own and never appends to an older one: what a kill cut off is the end of a file, and
reading stops there with what was whole.
"""

from __future__ import annotations

import datetime as dt
import gzip
import io
import logging
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.unpack import unpack

MAX_FILE = 200 * 1024 * 1024
"""A file is closed and the next begun when it has grown past this many bytes."""

PACKING = 4
"""gzip's level: files are 3 % larger than at its highest, 9, and take half its time."""
MAX_BODY = 64 * 1024 * 1024
_HOP_BY_HOP = {"transfer-encoding", "connection", "keep-alive", "content-length"}

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """One response as it came: the body still packed as its Content-Encoding says (see `content`)."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: str
    file: str
    offset: int

    def header(self, name: str) -> str | None:
        """The value of a header, whatever its case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def content_type(self) -> str | None:
        """The Content-Type header."""
        return self.header("content-type")

    def content(self) -> bytes:
        """The body unpacked, as far as ``MAX_BODY`` bytes."""
        return unpack(self.body, self.header("content-encoding") or "", MAX_BODY)


class Writer:
    """Writes a source's responses into files of a folder, a new one when the last has grown past ``max_file`` bytes."""

    def __init__(self, folder: Path, source: str, max_file: int = MAX_FILE) -> None:
        self._folder = folder
        self._source = source
        self._max_file = max_file
        self._out: IO[bytes] | None = None
        self._path = folder
        self._count = 0

    def write(
        self, url: str, status: int, headers: list[tuple[str, str]], body: bytes, fetched_at: str
    ) -> tuple[str, int]:
        """Append one response; return the file's name within the folder and the record's offset in it.

        Raises OSError where it cannot be written (a full disk); nothing of it is then left in the file.
        """
        record = memoryview(_record(url, status, headers, body, fetched_at))
        out = self._file()
        offset = out.tell()
        try:
            while record:
                record = record[out.write(record) :]
        except OSError:
            out.seek(offset)
            out.truncate()
            raise
        return self._path.name, offset

    def close(self) -> None:
        """Close the file that is open."""
        if self._out:
            self._out.close()
            self._out = None

    def _file(self) -> IO[bytes]:
        if self._out and self._out.tell() >= self._max_file:
            self.close()
        if not self._out:
            self._folder.mkdir(parents=True, exist_ok=True)
            stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%d-%H%M%S-%f")
            self._count += 1
            self._path = self._folder / f"passerelle_{stamp}_{self._source}_{os.getpid()}-{self._count}.warc.gz"
            self._out = self._path.open("xb", buffering=0)
        return self._out


def _record(url: str, status: int, headers: list[tuple[str, str]], body: bytes, fetched_at: str) -> bytes:
    """One response record as a gzip member. The headers are kept but those that describe the transfer."""
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=False)  # packed below: at once, and not as hard, which takes half as long
    kept = [(name, value) for name, value in headers if name.lower() not in _HOP_BY_HOP]
    kept.append(("Content-Length", str(len(body))))
    http = StatusAndHeaders(str(status), kept, protocol="HTTP/1.1")
    record = writer.create_warc_record(
        url,
        "response",
        payload=io.BytesIO(body),
        length=len(body),
        http_headers=http,
        warc_headers_dict={"WARC-Date": fetched_at},
    )
    writer.write_record(record)
    return gzip.compress(buffer.getvalue(), PACKING, mtime=0)


def read_all(path: Path) -> Iterator[StoredResponse]:
    """All responses of a file, in order; a cut-off or broken end is logged and ends the reading."""
    with path.open("rb") as source:
        yield from _responses(source, path)


def read_at(path: Path, offset: int) -> StoredResponse:
    """The response whose record begins at ``offset``. Raises LookupError where there is none."""
    with path.open("rb") as source:
        source.seek(offset)
        found = next(_responses(source, path, offset), None)
    if found is None:
        raise LookupError(f"{path.name}: no response at offset {offset}")
    return found


def files(folder: Path, source: str = "*") -> list[Path]:
    """The WARC files that crawls of a source (or of any) left in a folder, oldest first."""
    return sorted(folder.glob(f"passerelle_*_{source}_*.warc.gz"))


def _responses(source: IO[bytes], path: Path, start: int = 0) -> Iterator[StoredResponse]:
    records = ArchiveIterator(source)
    try:
        for record in records:
            if record.rec_type == "response" and record.http_headers is not None:
                body = record.raw_stream.read(MAX_BODY)  # before the offset is asked for, which skips what is left
                yield _response(record, body, path.name, start + records.get_record_offset())
    except (ArchiveLoadFailed, EOFError, OSError, ValueError) as error:
        logger.warning("%s ends in a broken record (cut off while written?): %s", path, error)


def _response(record: Any, body: bytes, file: str, offset: int) -> StoredResponse:
    status = record.http_headers.get_statuscode() or "0"
    return StoredResponse(
        url=record.rec_headers.get_header("WARC-Target-URI"),
        status=int(status) if status.isdigit() else 0,
        headers=tuple(record.http_headers.headers),
        body=body,
        fetched_at=record.rec_headers.get_header("WARC-Date"),
        file=file,
        offset=offset,
    )


def header_list(headers: Mapping[bytes, Any] | Any) -> list[tuple[str, str]]:
    """Scrapy's headers as pairs of text, line breaks taken out."""
    return [
        (name.decode("latin-1"), value.decode("latin-1").replace("\r", " ").replace("\n", " "))
        for name, values in headers.items()
        for value in values
    ]
