"""What each page shows: pure functions from a connection to `public.db` to the values of a template.

Each returns a dictionary for its template, or None where the register has nothing of that name.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from typing import Any

from db.site import evidence
from db.site.chart import by_year
from db.site.language import Lang
from db.site.sql import has, meta, run

Values = dict[str, Any]
DORMANT_AFTER = 5
"""Years without a report after which a partnership is called dormant."""


def home(connection: sqlite3.Connection, lang: Lang, today: dt.date) -> Values:
    """Counts, map, newest and coming events."""
    day = today.isoformat()
    if not has(connection, "events"):
        return {"counts": None, "meta": {}, "map": (), "newest": (), "coming": ()}
    counts = run(connection, "home/counts").first
    return {
        "counts": counts if counts and (counts["events"] or counts["partnerships"]) else None,
        "map": run(connection, "home/map", lang=lang),
        "newest": run(connection, "home/newest", today=day),
        "coming": run(connection, "home/coming", today=day),
        "meta": meta(connection),
    }


def countries(connection: sqlite3.Connection, lang: Lang) -> Values:
    """Every country with its counts, and those without any."""
    if not has(connection, "countries"):
        return {"known": [], "white": [], "block": None}
    block = run(connection, "home/countries", lang=lang)
    known = [row for row in block if row["partnerships"] or row["events"]]
    white = sorted((row for row in block if not row["partnerships"]), key=lambda row: str(row["name"]))
    return {"known": known, "white": white, "block": block}


def country(connection: sqlite3.Connection, code: str, lang: Lang, today: dt.date) -> Values | None:
    """The dossier of a country."""
    if not has(connection, "countries"):
        return None
    given: Values = {"country": code.upper(), "lang": lang, "today": today.isoformat()}
    facts = run(connection, "country/facts", **given).first
    if not facts:
        return None
    names = ("kinds", "partnerships", "schools", "partners", "years", "visits", "coming", "latest")
    blocks = {name: run(connection, f"country/{name}", **given) for name in names}
    return {"facts": facts, **blocks, "chart": by_year(blocks["years"], today.year)}


def institution(connection: sqlite3.Connection, key: str, lang: Lang, today: dt.date) -> Values | None:
    """All that the register knows of an institution."""
    if not has(connection, "institutions"):
        return None
    given: Values = {"institution": key, "lang": lang, "today": today.isoformat()}
    facts = run(connection, "institution/facts", **given).first
    if not facts:
        return None
    names = ("names", "members", "sources", "partnerships", "countries", "years", "networks", "events", "coming")
    blocks = {name: run(connection, f"institution/{name}", **given) for name in names}
    also = [row["name"] for row in blocks["names"] if row["name"] != facts["name"]]
    return {"facts": facts, **blocks, "also": also, "chart": by_year(blocks["years"], today.year)}


def partnership(connection: sqlite3.Connection, key: str, lang: Lang, today: dt.date) -> Values | None:
    """The story of a pair."""
    if not has(connection, "partnerships"):
        return None
    given: Values = {"partnership": key, "lang": lang}
    facts = run(connection, "partnership/facts", **given).first
    if not facts:
        return None
    quotes = run(connection, "partnership/evidence", **given)
    events = run(connection, "partnership/events", **given)
    return {
        "facts": facts,
        "kinds": [kind.strip() for kind in str(facts["kinds"]).split(",") if kind.strip()],
        "events": events,
        "degrees": [row for row in events if row["type"] == "double_degree"],
        "evidence": quotes,
        "quotes": [(row, evidence.quote(row)) for row in quotes],
        "silent": silent_years(facts["last_activity"], today),
        "dormant_after": DORMANT_AFTER,
    }


def silent_years(last: str | None, today: dt.date) -> int | None:
    """Whole years since the last activity, or None where none is dated."""
    try:
        then = dt.date.fromisoformat((last or "")[:10])
    except ValueError:
        return None
    return today.year - then.year - ((today.month, today.day) < (then.month, then.day))


def event(connection: sqlite3.Connection, key: str, lang: Lang) -> Values | None:
    """An event with its evidence; ``{"moved": new_id}`` where it was merged into another."""
    if not has(connection, "events"):
        return None
    given: Values = {"event": key, "lang": lang}
    facts = run(connection, "event/facts", **given).first
    if not facts:
        moved = run(connection, "event/redirect", **given).first
        return {"moved": moved["new_id"]} if moved else None
    quotes = run(connection, "event/evidence", **given)
    return {
        "facts": facts,
        "institutions": run(connection, "event/institutions", **given),
        "countries": run(connection, "event/countries", **given),
        "partnerships": run(connection, "event/partnerships", **given),
        "evidence": quotes,
        "quotes": [(row, evidence.quote(row)) for row in quotes],
    }


def sources(connection: sqlite3.Connection, lang: Lang) -> Values:
    """The sources with how many of their pages were read, and how they are."""
    if not has(connection, "sources"):
        return {"sources": (), "health": {}}
    health: dict[str, Any] = {}
    if has(connection, "source_health"):
        health = {row["source"]: row for row in run(connection, "sources/health")}
    return {"sources": run(connection, "sources/all", lang=lang), "health": health}
