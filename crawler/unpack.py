"""Packed bodies unpacked, never further than a limit: a small answer can hold terabytes."""

from __future__ import annotations

import zlib

_GZIP_OR_ZLIB = 47
_RAW = -15


def unpack(body: bytes, encoding: str, limit: int) -> bytes:
    """The body of a response with this Content-Encoding, as far as ``limit`` bytes; what is broken, as far as it goes.

    gzip and deflate are what the crawler asks for; another encoding leaves the body as it is.
    """
    if encoding.strip().lower() not in ("gzip", "x-gzip", "deflate"):
        return body
    for bits in (_GZIP_OR_ZLIB, _RAW):
        try:
            return zlib.decompressobj(wbits=bits).decompress(body, limit)
        except zlib.error:
            continue
    return body


def gunzip(body: bytes, limit: int) -> bytes:
    """A gzip file's content, as far as ``limit`` bytes; what is not gzip comes back as it is, a broken file empty."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return zlib.decompressobj(wbits=_GZIP_OR_ZLIB).decompress(body, limit)
    except zlib.error:
        return b""
