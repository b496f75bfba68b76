"""The tables of a generated `public.db`, and what publishing adds to them: search, indices, facts."""

from __future__ import annotations

import sqlite3

TABLES = """
create table countries (code text primary key, name_en text not null, name_fr text not null);
create table event_types (
  id text primary key, name_en text not null, name_fr text not null, description text not null,
  makes_partnership integer not null default 0
);
create table institutions (
  id text primary key, name text not null, kind text not null, country text references countries(code), city text,
  ror text, website text, parent text
);
create table institution_names (
  institution text not null references institutions(id), name text not null, lang text,
  primary key (institution, name)
) without rowid;
create table sources (
  id text primary key, name text not null, home text not null, institution text references institutions(id),
  country text references countries(code), lang text
);
create table pages (
  id integer primary key, url text not null unique, source text references sources(id), kind text not null,
  title text not null, lang text, published text, published_precision text, published_basis text,
  first_seen text not null, last_seen text not null, gone_at text
);
create table snapshots (
  id integer primary key, page integer not null references pages(id), fetched_at text not null, sha256 text not null,
  title text not null, lang text, content_type text, warc_file text, warc_offset integer
);
create table sentences (
  id text primary key, page integer not null references pages(id), snapshot integer not null references snapshots(id),
  char_start integer not null, char_end integer not null, text text not null, before text not null, after text not null
);
create table events (
  id text primary key, type text not null references event_types(id), title text not null, modality text not null,
  date_from text, date_to text, date_edtf text, date_precision text, date_basis text, confidence real not null,
  source_count integer not null, first_reported text, last_reported text, reviewed integer not null default 0
);
create table event_redirects (old_id text primary key, new_id text not null, since text not null);
create table event_institutions (
  event text not null references events(id), institution text not null references institutions(id),
  role text not null, primary key (event, institution)
) without rowid;
create table event_countries (
  event text not null references events(id), country text not null references countries(code), role text not null,
  primary key (event, country)
) without rowid;
create table partnerships (
  id text primary key, school text not null references institutions(id),
  partner text not null references institutions(id), country text references countries(code),
  school_name text not null, partner_name text not null, kinds text not null, first_date text, first_date_edtf text,
  last_activity text, last_activity_edtf text, event_count integer not null, source_count integer not null,
  confidence real not null, latest_event text references events(id), reviewed integer not null default 0
);
create table evidence (
  subject text not null, subject_id text not null, claim text not null, type text not null, modality text not null,
  confidence real not null, sentence text not null references sentences(id), position integer not null,
  trigger_start integer not null, trigger_end integer not null, page integer not null references pages(id),
  snapshot integer not null references snapshots(id), run integer,
  primary key (subject, subject_id, claim, type, position)
) without rowid;
create view provenance as
select e.subject, e.subject_id, e.claim, e.type, e.sentence, s.text as sentence_text, s.char_start, s.char_end,
  e.trigger_start, e.trigger_end, e.page, g.url, g.title, g.source, e.snapshot, n.fetched_at, n.sha256, n.warc_file,
  n.warc_offset, e.run, s.before as sentence_before, s.after as sentence_after
from evidence e
join sentences s on s.id = e.sentence
join pages g on g.id = e.page
join snapshots n on n.id = e.snapshot;
create table meta (key text primary key, value text);
"""
SEARCH = """
create virtual table events_fts using fts5(title, content='events', tokenize='unicode61 remove_diacritics 2');
insert into events_fts (rowid, title) select rowid, title from events;
create virtual table sentences_fts using fts5(text, content='sentences', tokenize='unicode61 remove_diacritics 2');
insert into sentences_fts (rowid, text) select rowid, text from sentences;
create virtual table institutions_fts using fts5(institution unindexed, name, tokenize='unicode61 remove_diacritics 2');
insert into institutions_fts select institution, name from institution_names;
"""
INDEXED = """
events date_from, events date_to, events first_reported, events type, event_institutions institution,
event_countries country, partnerships country, partnerships school, partnerships partner, partnerships last_activity,
evidence sentence, sentences page, snapshots page, pages source+last_seen+gone_at, pages last_seen, pages published,
institutions country, institutions parent
"""


def create(connection: sqlite3.Connection) -> None:
    """Make the empty tables and the view."""
    connection.executescript(TABLES)


def finish(connection: sqlite3.Connection, checksum: str = "0" * 64) -> None:
    """Add search tables, indices and the facts of the publication."""
    connection.executescript(SEARCH)
    for pair in INDEXED.replace("\n", " ").split(","):
        table, columns = pair.split()
        name = f"{table}_{columns.replace('+', '_')}"
        connection.execute(f"create index {name} on {table} ({columns.replace('+', ', ')})")
    facts = [("published_at", "2026-11-20T07:00:00Z"), ("checksum", checksum), ("schema_version", "1")]
    connection.executemany("insert or replace into meta values (?, ?)", facts)
    connection.commit()
    connection.execute("analyze")
    connection.commit()
