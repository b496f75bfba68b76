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
  parent text,                      -- an institution's id; it may name one that no text has mentioned yet
  stub integer not null default 0   -- 1: only the id is known; the registry has still to tell the rest
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
  noindex integer not null default 0,
  latest integer references snapshots(id)
);
create table page_urls (
  key text primary key,             -- the address without scheme, www, tracking parameters
  page integer not null references pages(id),
  own integer not null default 1    -- 0: only a canonical link says so; given up when the address itself says otherwise
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
  stats text not null default '{}', -- candidates by way, fetched, new, changed, unchanged, refused, failed …
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
  target text not null default '',  -- institution id, country code, EDTF; empty: not resolved
  char_start integer not null,
  char_end integer not null,
  text text not null,
  detail text,
  primary key (snapshot, kind, char_start, char_end, target)
) without rowid;
create table claims (
  id text primary key,              -- from page, type, participants, date and evidence
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

MERGE_STATE = """
create table merge_dirty (
  page integer primary key          -- its claims changed since the last merge
);
create table merge_state (
  key text primary key,
  value text not null
) without rowid;
create table claim_blocks (
  block text not null,              -- what two claims of one event have in common: a pair, or a school and a country
  day_from integer not null,        -- proleptic ordinals; 0 where the claim has no date at all
  day_to integer not null,
  claim text not null,
  page integer not null,
  primary key (block, day_from, claim)
) without rowid;
create table event_memory (
  sentence text not null,           -- a sentence's id, or page:<id> for the page it stands on
  type text not null,
  institution text not null,        -- empty where the claim names none; all of them and the date for a page
  event text not null,              -- the event that has this evidence, or had it last
  first text not null,              -- the event that had it first: when events part again, each gets its own id back
  primary key (sentence, type, institution)
) without rowid;
create table merge_candidates (
  event_a text not null,            -- the smaller id
  event_b text not null,
  reason text not null,             -- date, partner, undated, ambiguous
  score real not null,              -- 0 to 1: how likely they are one
  primary key (event_a, event_b)
) without rowid;
"""

HUMAN = """
create table reviews (
  id integer primary key,
  created text not null,
  reviewer text,                    -- never published
  subject text not null,            -- event, partnership
  key text not null,                -- made of content: type, institutions, sentence ids
  action text not null,             -- accept, reject, set
  field text,
  value text,
  note text,
  machine text                      -- JSON: the facts that the reviewer saw
);
create table merge_decisions (
  id integer primary key,
  created text not null,
  reviewer text,
  key_a text not null,
  key_b text not null,
  decision text not null,           -- same, different
  note text
);
create table decision_sentences (
  sentence text not null,
  kind text not null,               -- review, merge
  decision integer not null,
  side text not null,               -- a, b
  primary key (sentence, kind, decision, side)
) without rowid;
"""

PUBLISHED = """
create table events (
  id text primary key,              -- never reused; see event_redirects
  type text not null references event_types(id),
  title text not null,
  modality text not null,           -- happened, planned, cancelled
  date_from text, date_to text, date_edtf text, date_precision text, date_basis text,
  confidence real not null,
  source_count integer not null,    -- pages that report it
  first_reported text,
  last_reported text,
  reviewed integer not null default 0
);
create table event_redirects (
  old_id text primary key,
  new_id text not null,
  since text not null
);
create table event_claims (
  event text not null references events(id),
  claim text not null,
  page integer not null,
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
  first_date text,                  -- first day of the earliest event or date that states it
  first_date_edtf text,             -- the same, as precise as the text is
  last_activity text,               -- first day of the latest event between the two, or the day of the latest report
  last_activity_edtf text,
  event_count integer not null,     -- events of any type in which both took part
  source_count integer not null,    -- pages that state the partnership or report one of these events
  confidence real not null,
  latest_event text references events(id),
  reviewed integer not null default 0
);
create table partnership_claims (
  partnership text not null,        -- also of one that a person rejected, which then has no row
  claim text not null,
  kind text not null references event_types(id),
  page integer not null,
  primary key (partnership, claim, kind)
) without rowid;
"""

WORK_INDEXES = """
create index page_urls_page on page_urls(page);
create index pages_source on pages(source);
create index pages_latest on pages(latest);
create index snapshots_page on snapshots(page);
create index snapshots_run on snapshots(run);
create index sentences_page on sentences(page);
create index sentences_snapshot on sentences(snapshot);
create index extractions_version on extractions(version);
create index institutions_stub on institutions(stub) where stub;
create index mentions_target on mentions(target, kind);
create index claims_page on claims(page);
create index claims_snapshot on claims(snapshot);
create index claim_evidence_sentence on claim_evidence(sentence);
create index claim_institutions_institution on claim_institutions(institution);
create index claim_pairs_school on claim_pairs(school, partner);
create index claim_pairs_partner on claim_pairs(partner);
create index claim_blocks_page on claim_blocks(page);
create index merge_candidates_b on merge_candidates(event_b);
create index event_claims_claim on event_claims(claim);
create index event_claims_page on event_claims(page);
create index event_institutions_institution on event_institutions(institution);
create index event_countries_country on event_countries(country);
create index event_redirects_new on event_redirects(new_id);
create index partnerships_school on partnerships(school, partner);
create index partnerships_partner on partnerships(partner);
create index partnerships_latest on partnerships(latest_event);
create index partnership_claims_claim on partnership_claims(claim);
create index partnership_claims_page on partnership_claims(page);
create index event_memory_event on event_memory(event);
create index event_memory_first on event_memory(first);
create index reviews_key on reviews(subject, key);
"""

WORK = REFERENCE + EVIDENCE + MACHINE + MERGE_STATE + HUMAN + PUBLISHED + WORK_INDEXES
"""All of work.db."""

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
