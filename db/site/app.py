"""Puts Datasette together: database, metadata, templates, plugins, static files, limits."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from datasette.app import Datasette

from db.site.database import Register
from db.site.desk import Desk
from db.site.dump import Dump
from db.site.metadata import metadata
from db.site.settings import Site

HERE = Path(__file__).parent
LIMITS = {
    "sql_time_limit_ms": 1000,
    "max_returned_rows": 1000,
    "default_page_size": 50,
    "facet_time_limit_ms": 150,
    "facet_suggest_time_limit_ms": 40,
    "num_sql_threads": 3,
    "max_csv_mb": 100,
    "allow_download": False,
    "allow_facet": True,
    "suggest_facets": False,
    "default_cache_ttl": 0,
    "truncate_cells_html": 600,
}
"""``default_cache_ttl`` is 0 as `db.site.headers` sets the cache headers itself."""


def build(site: Site) -> Datasette:
    """A Datasette that serves the register of ``site.public_db``, made empty where there is none yet."""
    assert site.public_db is not None
    ensure(site.public_db)
    datasette = Datasette(
        [],
        metadata=metadata(),
        template_dir=str(HERE / "templates"),
        plugins_dir=str(HERE / "plugins"),
        static_mounts=[("static", str(HERE / "static"))],
        settings=LIMITS,
        cache_headers=False,
    )
    datasette.add_database(Register(datasette, str(site.public_db)), name="public")
    datasette.remove_database("_memory")
    datasette.site = site
    datasette.site_dump = Dump(site.public_db, site.dumps) if site.dumps else None
    datasette.site_desk = Desk(site.work_db) if site.work_db else None
    return datasette


def ensure(path: Path) -> None:
    """Make an empty database where there is none, so that a publication fills it under the running server."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path)
        connection.execute("pragma journal_mode = wal")
        connection.close()
