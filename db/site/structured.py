"""An event as schema.org/Event in JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from db.site.language import Lang
from db.site.links import outside
from db.site.titles import title

_STATUS = {"cancelled": "https://schema.org/EventCancelled"}


def event_data(values: Mapping[str, Any], url: str, lang: Lang) -> dict[str, Any]:
    """The structured data of an event page's values. Dates are only as precise as the register's."""
    facts = values["facts"]
    places = [row for row in values["countries"] if row["role"] == "place"] or list(values["countries"])
    data = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": url,
        "url": url,
        "name": title(facts, lang),
        "startDate": _date(facts["date_from"], facts["date_precision"]),
        "endDate": _date(facts["date_to"], facts["date_precision"]),
        "eventStatus": _STATUS.get(facts["modality"], "https://schema.org/EventScheduled"),
        "location": [{"@type": "Country", "name": row["name"], "identifier": row["code"]} for row in places],
        "organizer": [_organisation(row) for row in values["institutions"]],
        "subjectOf": sorted({row["url"] for row in values["evidence"] if outside(row["url"])}),
    }
    return {key: value for key, value in data.items() if value}


def script(data: Mapping[str, Any]) -> Markup:
    """The JSON for a ``<script type="application/ld+json">``: no ``<`` of it can end the element."""
    text = json.dumps(data, ensure_ascii=False, indent=1)
    escapes = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}
    return Markup("".join(escapes.get(letter, letter) for letter in text))  # noqa: S704


def _organisation(row: Mapping[str, Any]) -> dict[str, str]:
    kind = "CollegeOrUniversity" if row["kind"] == "academic" else "Organization"
    data = {"@type": kind, "name": row["name"], "url": outside(row["website"]) or ""}
    if str(row["id"]).startswith("ror:"):
        data["sameAs"] = f"https://ror.org/{str(row['id']).removeprefix('ror:')}"
    return {key: value for key, value in data.items() if value}


def _date(value: str | None, precision: str | None) -> str | None:
    lengths = {"day": 10, "month": 7, "year": 4, "range": 4, "season": 7}
    return value[: lengths.get(precision or "", 10)] if value else None
