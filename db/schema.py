"""The tables of both databases, as SQL. What changes them later is a migration (`db/migrations.py`)."""

from __future__ import annotations

REFERENCE = """
create table countries (
  code text primary key,            -- ISO 3166-1 alpha-2, or XK
  name_en text not null,
  name_fr text not null
);
create table event_types (
  id text primary key,
  name_en text not null,
  name_fr text not null,
  description text not null,
  makes_partnership integer not null default 0
);
create table institutions (
  id text primary key,              -- ror:… or x:slug
  name text not null,
  kind text not null,               -- academic, public, network, company, other
  country text references countries(code),
  city text,
  ror text,
  website text,
  parent text references institutions(id)
);
create table institution_names (
  institution text not null references institutions(id),
  name text not null,
  lang text,
  primary key (institution, name)
) without rowid;
create table sources (
  id text primary key,              -- the name of its TOML file
  name text not null,
  home text not null,
  institution text references institutions(id),
  country text references countries(code),
  lang text
);
"""

EVIDENCE = """
create table pages (
  id integer primary key,
  url text not null unique,
  source text references sources(id),
  kind text not null default 'article', -- article, listing, pdf, text
  title text not null default '',
  lang text,
  published text,
  published_precision text,
  published_basis text,
  first_seen text not null,
  last_seen text not null,
  last_changed text not null,
  gone_at text,
  misses integer not null default 0,
  etag text,
  last_modified text,
  lastmod text,
  unreadable text,
  noindex integer not null default 0
);
create table page_urls (
  key text primary key,             -- the address without scheme, www, tracking parameters
  page integer not null references pages(id)
) without rowid;
create table snapshots (
  id integer primary key,
  page integer not null references pages(id),
  run integer references runs(id),
  fetched_at text not null,
  sha256 text not null,             -- of the text, title and items: a changed menu is not a change
  title text not null default '',
  lang text,
  text text not null,
  content_type text,
  warc_file text,
  warc_offset integer
);
create table page_items (
  snapshot integer not null references snapshots(id),
  position integer not null,
  char_start integer not null,
  char_end integer not null,
  title text not null default '',
  url text,
  published text,
  published_precision text,
  published_basis text,
  lang text,
  primary key (snapshot, position)
) without rowid;
create table sentences (
  id text primary key,              -- from page and text, so that it survives a re-fetch
  page integer not null references pages(id),
  snapshot integer not null references snapshots(id),
  char_start integer not null,
  char_end integer not null,
  text text not null
);
"""

MACHINE = """
create table runs (
  id integer primary key,
  stage text not null,              -- crawl, ingest, extract, merge, publish
  started text not null,
  finished text,
  status text not null default 'running', -- running, ok, failed, stopped
  version text,
  stats text not null default '{}'
);
create table source_runs (
  run integer not null references runs(id),
  source text not null references sources(id),
  started text not null,
  finished text,
  status text not null default 'running', -- running, ok, failing, stopped
  cause text,
  look_at text,
  stats text not null default '{}', -- candidates by way, fetched, new, changed, unchanged, refused, failed, fields, bytes
  primary key (run, source)
) without rowid;
create table source_ways (
  source text not null references sources(id),
  way text not null,                -- feed, sitemap, rest, listing
  url text not null,
  etag text,
  last_modified text,
  sha256 text,
  last_ok text,
  primary key (source, way, url)
) without rowid;
create table extractions (
  snapshot integer primary key references snapshots(id),
  version text not null,
  run integer references runs(id),
  extracted_at text not null
);
create table mentions (
  snapshot integer not null references snapshots(id),
  kind text not null,               -- institution, country, date
  target text,                      -- institution id, country code, EDTF
  char_start integer not null,
  char_end integer not null,
  text text not null,
  detail text,
  primary key (snapshot, kind, char_start, char_end)
) without rowid;
create table claims (
  id text primary key,              -- from page, type, participants and evidence
  page integer not null references pages(id),
  snapshot integer not null references snapshots(id),
  item integer,                     -- position in page_items
  type text not null references event_types(id),
  modality text not null,           -- happened, planned, standing, cancelled, generic
  date_from text, date_to text, date_edtf text, date_precision text, date_basis text,
  reported text,                    -- publication date of the page or item
  confidence real not null
);
create table claim_evidence (
  claim text not null references claims(id),
  position integer not null,
  sentence text not null references sentences(id),
  trigger_start integer not null,   -- offsets in the snapshot's text
  trigger_end integer not null,
  primary key (claim, position)
) without rowid;
create table claim_institutions (
  claim text not null references claims(id),
  institution text not null references institutions(id),
  role text not null,
  primary key (claim, institution)
) without rowid;
create table claim_countries (
  claim text not null references claims(id),
  country text not null references countries(code),
  role text not null,
  primary key (claim, country)
) without rowid;
create table claim_pairs (
  claim text not null references claims(id),
  school text not null references institutions(id),
  partner text not null references institutions(id),
  kind text not null references event_types(id),
  primary key (claim, school, partner, kind)
) without rowid;
"""

HUMAN = """
create table reviews (
  id integer primary key,
  created text not null,
  reviewer text,                    -- never published
  subject text not null,            -- event, claim, partnership
  key text not null,                -- made of content: sentence ids, type, institutions
  action text not null,             -- accept, reject, set
  field text,
  value text,
  note text
);
create table merge_decisions (
  id integer primary key,
  created text not null,
  reviewer text,
  key_a text not null,
  key_b text not null,
  decision text not null            -- same, different
);
"""

PUBLISHED = """
create table events (
  id text primary key,              -- never reused; see event_redirects
  type text not null references event_types(id),
  title text not null,
  modality text not null,           -- happened, planned, cancelled
  date_from text, date_to text, date_edtf text, date_precision text, date_basis text,
  confidence real not null,
  source_count integer not null,
  first_reported text,
  last_reported text
);
create table event_redirects (
  old_id text primary key,
  new_id text not null,
  since text not null
);
create table event_claims (
  event text not null references events(id),
  claim text not null,
  primary key (event, claim)
) without rowid;
create table event_institutions (
  event text not null references events(id),
  institution text not null references institutions(id),
  role text not null,
  primary key (event, institution)
) without rowid;
create table event_countries (
  event text not null references events(id),
  country text not null references countries(code),
  role text not null,
  primary key (event, country)
) without rowid;
create table partnerships (
  id text primary key,              -- from school and partner
  school text not null references institutions(id),
  partner text not null references institutions(id),
  country text references countries(code), -- the partner's
  school_name text not null,
  partner_name text not null,
  kinds text not null,              -- comma-separated, in alphabetical order
  first_date text,
  last_activity text,
  event_count integer not null,
  source_count integer not null,
  confidence real not null,
  latest_event text references events(id)
);
create table partnership_claims (
  partnership text not null references partnerships(id),
  claim text not null,
  kind text not null references event_types(id),
  primary key (partnership, claim, kind)
) without rowid;
"""

PROVENANCE_COLUMNS = (
    "subject",
    "subject_id",
    "claim",
    "type",
    "sentence",
    "sentence_text",
    "char_start",
    "char_end",
    "trigger_start",
    "trigger_end",
    "page",
    "url",
    "title",
    "source",
    "snapshot",
    "fetched_at",
    "sha256",
    "warc_file",
    "warc_offset",
    "run",
)
"""The columns of the view `provenance`: from an event (subject 'event') or a partnership to its sentence."""
