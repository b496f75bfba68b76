"""Bytes to text: the charset that was declared, unless the bytes say otherwise."""

from __future__ import annotations

import codecs
import re

from w3lib.encoding import html_to_unicode

_CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_UNSTORABLE = re.compile(f"[{_CONTROL}\ud800-\udfff\ufeff\ufffe\uffff]+")


def decode(body: bytes, content_type: str | None) -> str:
    """Return the text of ``body``.

    UTF-8 that decodes without a fault wins over any declaration, because nothing else looks like it; then come
    the HTTP header, the document's own ``meta``, and windows-1252, which browsers take for every Latin-1.
    The result holds no NUL byte, no lone surrogate and no control character but tab and line ends.
    """
    if not body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return clean(body.decode("utf-8-sig"))
        except UnicodeDecodeError:
            pass
    _, text = html_to_unicode(content_type, body, default_encoding="cp1252")
    return clean(text)


def clean(text: str) -> str:
    """Drop what no later stage can store or show: control characters and lone surrogates."""
    return _UNSTORABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
