"""The measured quality of the extraction, as the about page shows it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "quality.json"


def table(facts: Mapping[str, Any], file: Path = FILE) -> dict[str, Any] | None:
    """The evaluation: of the publication (``meta.quality``), else the file made with a release; None without.

    It is ``{"measured": day, "corpus": text, "rows": [{"measure": …, "value": …, "bar": …}]}``.
    """
    text = facts.get("quality") or (file.read_text(encoding="utf-8") if file.exists() else None)
    try:
        found = json.loads(text) if text else None
    except ValueError:
        return None
    return found if isinstance(found, dict) and found.get("rows") else None
