"""What may go: old raw responses that no published fact and no newest snapshot rests on, and failures of long ago."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from db.store import Store

KEEP = """
select distinct s.warc_file from snapshots s
where s.warc_file is not null and (
  s.fetched_at >= ?
  or s.id in (select latest from pages where latest is not null)
  or s.id in (select n.snapshot from event_claims e join claim_evidence c on c.claim = e.claim
              join sentences n on n.id = c.sentence)
  or s.id in (select n.snapshot from partnership_claims p join claim_evidence c on c.claim = p.claim
              join sentences n on n.id = c.sentence))
"""


@dataclass(frozen=True)
class Prunable:
    """Files that may be deleted, and how many bytes that frees."""

    files: tuple[Path, ...]
    bytes: int


def prunable(store: Store, warc: Path, before: str) -> Prunable:
    """Find the WARC files all of whose snapshots were fetched before the instant ``before`` and are needed no more.

    A snapshot is needed while it is the newest of its page or while a published fact rests on a sentence of it. Files
    that the store does not know are left alone: they may belong to a crawl under way.
    """
    kept = set(store.column(KEEP, (before,)))
    known = set(store.column("select distinct warc_file from snapshots where warc_file is not null"))
    files = tuple(sorted(path for path in warc.glob("*.warc.gz") if path.name in known - kept))
    return Prunable(files, sum(path.stat().st_size for path in files))


def forget_failures(store: Store, before: str) -> int:
    """Forget the addresses that could not be read and were last tried before the instant ``before``: how many."""
    return store.prune_failures(before)
