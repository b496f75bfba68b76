"""The tables of public.db and what fills them from work.db (attached as ``work``)."""

# ruff: noqa: S608 (what is put into SQL here are constants of this module)

from __future__ import annotations

import sqlite3
from contextlib import closing

from db.merging.held import THRESHOLD

CONTEXT = 300
"""Characters published on either side of a sentence; whole texts stay with those who wrote them."""

TABLES = """
create table countries (code text primary key, name_en text not null, name_fr text not null);
create table event_types (
  id text primary key, name_en text not null, name_fr text not null, description text not null,
  makes_partnership integer not null default 0
);
create table institutions (
  id text primary key, name text not null, kind text not null, country text references countries(code), city text,
  ror text, website text, parent text references institutions(id)
);
create table institution_names (
  institution text not null references institutions(id), name text not null, lang text,
  primary key (institution, name)
) without rowid;
create table sources (
  id text primary key, name text not null, home text not null, institution text references institutions(id),
  country text references countries(code), lang text
);
create table source_health (
  source text primary key references sources(id), status text not null, last_run text, last_ok text,
  new_pages integer not null
) without rowid;
create table pages (
  id integer primary key, url text not null, source text references sources(id), kind text not null,
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
create table event_redirects (old_id text primary key, new_id text not null references events(id), since text not null);
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
  subject text not null, subject_id text not null, claim text not null, type text not null references event_types(id),
  modality text not null, confidence real not null, sentence text not null references sentences(id),
  position integer not null, trigger_start integer not null, trigger_end integer not null,
  page integer not null references pages(id), snapshot integer not null references snapshots(id), run integer,
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

EVIDENCE = """
insert or ignore into evidence
select {subject!r}, f.{column}, c.id, {type}, c.modality, c.confidence, v.sentence, v.position, v.trigger_start,
       v.trigger_end, c.page, c.snapshot, x.run
from work.{table} f join {owner} o on o.id = f.{column} join work.claims c on c.id = f.claim
join work.claim_evidence v on v.claim = c.id left join work.extractions x on x.snapshot = c.snapshot;
"""

FILL = f"""
insert into countries select code, name_en, name_fr from work.countries order by code;
insert into event_types select id, name_en, name_fr, description, makes_partnership from work.event_types
  order by rowid;
create temp table shown as select id from work.events
  where reviewed or confidence >= {THRESHOLD.format("work.")};
create index temp.shown_id on shown(id);
create temp table wanted as
with recursive used(id) as (
  select institution from work.event_institutions where event in (select id from shown)
  union select school from work.partnerships
  union select partner from work.partnerships
  union select institution from work.sources where institution is not null
  union select i.parent from work.institutions i join used u on u.id = i.id where i.parent is not null
) select id from used;
create index temp.wanted_id on wanted(id);
insert into institutions select id, name, kind, country, city, ror, website, iif(parent in (select id from
  work.institutions), parent, null) from work.institutions where id in (select id from wanted) order by id;
insert or ignore into institution_names select id, name, null from institutions order by id;
insert or ignore into institution_names select institution, name, lang from work.institution_names
  where institution in (select id from wanted) order by institution, name;
insert or ignore into institution_names select target, trim(text), null from work.mentions
  where kind = 'institution' and target in (select id from wanted) and length(text) between 2 and 120
  and instr(text, char(10)) = 0 order by 1, 2;
insert into sources select id, name, home, institution, country, lang from work.sources order by id;
insert into source_health select source, status, last_run,
  (select max(substr(o.started, 1, 10)) from work.source_runs o where o.source = h.source and o.status = 'ok'),
  (select count(*) from work.pages p where p.source = h.source and p.latest is not null
    and p.first_seen >= date(h.last_run, '-30 days'))
  from (select source, status, substr(started, 1, 10) last_run, max(run) from work.source_runs group by source) h
  order by source;
insert into events select * from work.events where id in (select id from shown) order by id;
insert into event_redirects select old_id, new_id, since from work.event_redirects
  where new_id in (select id from events) order by old_id;
insert into event_institutions select * from work.event_institutions where event in (select id from shown);
insert into event_countries select * from work.event_countries where event in (select id from shown);
insert into partnerships select * from work.partnerships order by id;
{EVIDENCE.format(subject="event", column="event", type="c.type", table="event_claims", owner="events")}
{
    EVIDENCE.format(
        subject="partnership", column="partnership", type="f.kind", table="partnership_claims", owner="partnerships"
    )
}
create temp table quoted as select distinct sentence id from evidence;
create temp table proving as select snapshot id from evidence
  union select snapshot from work.sentences where id in (select id from quoted);
insert into pages select id, public_url(url), source, kind, title, lang, published, published_precision,
  published_basis, first_seen, substr(last_seen, 1, 10), gone_at from work.pages
  where (latest is not null and not noindex) or id in (select page from evidence) order by id;
insert into snapshots select id, page, fetched_at, sha256, title, lang, content_type, file_name(warc_file),
  warc_offset from work.snapshots where id in (select id from proving) order by id;
insert into sentences select t.id, t.page, t.snapshot, t.char_start, t.char_end, t.text,
  substr(s.text, max(t.char_start - {CONTEXT}, 0) + 1, min(t.char_start, {CONTEXT})),
  substr(s.text, t.char_end + 1, {CONTEXT})
  from work.sentences t join work.snapshots s on s.id = t.snapshot where t.id in (select id from quoted) order by t.id;
"""

SEARCH = """
create virtual table events_fts using fts5(title, content='events', tokenize='unicode61 remove_diacritics 2');
insert into events_fts (rowid, title) select rowid, title from events;
create virtual table sentences_fts using fts5(text, content='sentences', tokenize='unicode61 remove_diacritics 2');
insert into sentences_fts (rowid, text) select rowid, text from sentences;
create virtual table institutions_fts using fts5(institution unindexed, name, tokenize='unicode61 remove_diacritics 2');
insert into institutions_fts select institution, name from institution_names;
"""

INDEXES = """
institutions country, institutions parent, sources institution, sources country, pages source+last_seen+gone_at,
pages last_seen, pages published, snapshots page, sentences page, sentences snapshot, events type, events date_from,
events date_to, events first_reported, events modality, event_redirects new_id, event_institutions institution,
event_countries country, partnerships country, partnerships school, partnerships partner, partnerships last_activity,
partnerships first_date, partnerships latest_event, evidence sentence, evidence page, evidence snapshot, evidence type
"""
"""Table and columns; every foreign key and whatever is filtered or sorted by."""

PUBLISHED = (
    "countries event_types institutions institution_names sources source_health pages snapshots sentences events"
    " event_redirects event_institutions event_countries partnerships evidence"
).split()
"""The tables that hold content, all but ``meta``."""


def indexes() -> list[str]:
    """Return the statements that make the indexes."""
    found = []
    for entry in INDEXES.replace("\n", " ").split(","):
        table, columns = entry.split()
        names = columns.split("+")
        found.append(f"create index {table}_{'_'.join(names)} on {table}({', '.join(names)})")
    return found


def lacking(connection: sqlite3.Connection) -> list[str]:
    """Return the tables, or table.column, that a published file of another layout lacks; none in an empty file.

    The health of sources is not asked for: the site does without.
    """
    there = _columns(connection)
    if not there:
        return []
    with closing(sqlite3.connect(":memory:")) as model:
        model.executescript(TABLES)
        wanted = _columns(model)
    found = []
    for table, columns in wanted.items():
        if table not in there and table != "source_health":
            found.append(table)
        elif table in there:
            found += [f"{table}.{column}" for column in columns if column not in there[table]]
    return found


def _columns(connection: sqlite3.Connection) -> dict[str, list[str]]:
    rows = connection.execute(
        "select m.name, c.name from sqlite_master m join pragma_table_info(m.name) c"
        " where m.type = 'table' and m.name not like 'sqlite_%' and m.name not like '%_fts%' order by m.name, c.cid"
    )
    found: dict[str, list[str]] = {}
    for table, column in rows:
        found.setdefault(table, []).append(column)
    return found
