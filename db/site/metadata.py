"""Datasette's metadata: titles, licence, descriptions, default sorts, facets, labels, named queries."""

from __future__ import annotations

from typing import Any

from db.site.descriptions import columns, descriptions, table_text
from db.site.queries import load

LICENCE = "CC BY 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
_VIEWS: dict[str, dict[str, Any]] = {
    "events": {
        "sort_desc": "date_from", "label_column": "title", "facets": ["type", "modality", "date_precision"],
        "fts_table": "events_fts", "fts_pk": "rowid", "sortable_columns": [
            "date_from", "date_to", "confidence", "source_count", "first_reported", "last_reported", "type"],
    },
    "partnerships": {"sort_desc": "last_activity", "label_column": "partner_name", "facets": ["country"]},
    "institutions": {"sort": "name", "label_column": "name", "facets": ["kind", "country"]},
    "institution_names": {"sort": "name"},
    "countries": {"sort": "name_en", "label_column": "name_en"},
    "event_types": {"label_column": "name_en"},
    "event_institutions": {"facets": ["role"]},
    "event_countries": {"facets": ["role"]},
    "event_redirects": {"sort_desc": "since"},
    "sources": {"sort": "name", "label_column": "name"},
    "pages": {"sort_desc": "published", "label_column": "title", "facets": ["kind", "lang"]},
    "snapshots": {"sort_desc": "id"},
    "sentences": {"fts_table": "sentences_fts", "fts_pk": "rowid"},
}  # fmt: skip


def metadata() -> dict[str, Any]:
    """The dictionary that Datasette takes as ``metadata``."""
    return {
        "title": "Passerelle",
        "description": "Public register of international academic cooperation",
        "license": LICENCE,
        "license_url": LICENCE_URL,
        "source": "News pages of engineering schools and universities",
        "source_url": "/sources",
        "about": "About this register",
        "about_url": "/about",
        "databases": {"public": {"title": "Data and SQL", "tables": _tables(), "queries": _queries()}},
    }


def _tables() -> dict[str, Any]:
    return {
        name: {
            "title": table_text(name, "en")["title"],
            "description": table_text(name, "en")["text"],
            "columns": columns(name),
            **_VIEWS.get(name, {}),
        }
        for name in descriptions()
    }


def _queries() -> dict[str, Any]:
    return {
        query.name: {
            "sql": query.sql,
            "title": query.title["en"],
            "description": query.description["en"],
            "params": list(query.parameters),
        }
        for query in load()
    }
