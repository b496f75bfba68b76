"""CSV that a spreadsheet takes for data: cells that would be read as formulas get an apostrophe in front."""

from __future__ import annotations

import csv
import io
import re

_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?")
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(cell: str) -> str:
    """The cell, with an apostrophe in front if a spreadsheet would compute it. Plain numbers stay."""
    if cell.lstrip(" ").startswith(_RISKY) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


class CsvGuard:
    """Rewrites a CSV text that arrives in pieces."""

    def __init__(self) -> None:
        self._rest = ""

    def feed(self, text: str) -> str:
        """The rewritten lines that are complete by now."""
        self._rest += text
        cut = self._rest.rfind("\n") + 1
        # A line end within a quoted cell is none: wait for the closing quote.
        if not cut or self._rest.count('"', 0, cut) % 2:
            return ""
        done, self._rest = self._rest[:cut], self._rest[cut:]
        return self._rewritten(done)

    def end(self) -> str:
        """What is left at the end."""
        done, self._rest = self._rest, ""
        return self._rewritten(done) if done else ""

    @staticmethod
    def _rewritten(text: str) -> str:
        out = io.StringIO()
        writer = csv.writer(out)
        for row in csv.reader(io.StringIO(text, newline="")):
            writer.writerow([harmless(cell) for cell in row])
        return out.getvalue()
