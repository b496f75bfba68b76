"""What was added to the tables of `db/schema.py` since, step by step, as SQL (`db/migrations.py` applies it)."""

from __future__ import annotations

VOTES = """
create table institution_votes (
  institution text not null,        -- x:…: one that no registry has
  page integer not null,            -- the page that says so; 0: the registry's supplement, which goes before all pages
  name text not null,
  kind text not null,
  country text,
  city text,
  ror text,
  website text,
  parent text,
  primary key (institution, page)
) without rowid;
create index institution_votes_page on institution_votes(page);
alter table partnership_claims add column site text not null default '';
alter table partnership_claims add column confidence real not null default 0;
alter table partnership_claims add column since text;      -- of a standing claim: the first day it names
alter table partnership_claims add column since_edtf text;
alter table partnership_claims add column reported text;   -- of a standing claim: the day it was published
"""
"""Step 2: what each page says of an institution; what a partnership needs of a claim, beside the claim's id."""

FAILURES = """
create table candidate_failures (
  source text not null references sources(id),
  key text not null,                -- the address without scheme, www, tracking parameters
  url text not null,
  way text not null,                -- the feed, sitemap … that told of it, as in source_ways
  title text,
  published text,                   -- what was told of it at the last try
  lastmod text,
  cause text not null,
  failures integer not null,        -- in a row
  tried text not null,              -- the last try
  retry_at text not null,
  primary key (source, key)
) without rowid;
"""
"""Step 3: addresses that could not be read, and when they are tried again."""

CLUSTERS = """
create table claim_clusters (
  claim text primary key,
  anchor text not null,             -- the claim that the cluster began with
  page integer not null             -- the claim's
) without rowid;
create index claim_clusters_anchor on claim_clusters(anchor);
create index claim_clusters_page on claim_clusters(page);
create index claim_blocks_long on claim_blocks(block) where day_to - day_from > 800;
"""
"""Step 4: how the last merge grouped the claims, so that the next one compares only what changes reach."""
