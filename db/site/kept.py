"""Answers kept in memory until the next publication: what many readers ask for is made once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from typing import Any

Message = MutableMapping[str, Any]


@dataclass
class Kept:
    """The most recently asked answers, by ETag; as a publication changes every tag, old ones fall out of use."""

    most: int = 32 << 20
    """Bytes in all."""
    largest: int = 1 << 20
    """Bytes of one answer."""
    _answers: OrderedDict[str, tuple[Message, bytes]] = field(default_factory=OrderedDict)
    _size: int = 0

    def get(self, tag: str) -> tuple[Message, bytes] | None:
        """The start message and the body of an answer."""
        found = self._answers.get(tag)
        if found:
            self._answers.move_to_end(tag)
        return found

    def put(self, tag: str, start: Message, body: bytes) -> None:
        """Keep an answer, and drop the longest unasked ones beyond the limit."""
        if tag in self._answers or len(body) > self.largest:
            return
        self._answers[tag] = start, body
        self._size += len(body)
        while self._size > self.most:
            _, (_, dropped) = self._answers.popitem(last=False)
            self._size -= len(dropped)
