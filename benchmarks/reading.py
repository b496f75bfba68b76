"""How well pages are read: body, title and publication day on real pages with ground truth.

    .venv/bin/python benchmarks/reading.py [FOLDER]

FOLDER (default ../shared/realhtml) holds pages.jsonl and html/. Body F1 is over the multiset of words, averaged over
pages, beside trafilatura's own default on the same pages; the day counts only when it is exactly the annotated one.
"""

from __future__ import annotations

import collections
import datetime as dt
import gzip
import json
import re
import sys
from pathlib import Path

import trafilatura

from crawler.article import read
from crawler.article.decode import decode

FETCHED = dt.date(2026, 11, 1)


def word_f1(found: str, wanted: str) -> float:
    """Return the F1 of two texts as bags of words."""
    ours, gold = (collections.Counter(re.findall(r"\w+", text.lower())) for text in (found, wanted))
    shared = sum((ours & gold).values())
    return 2 * shared / (ours.total() + gold.total()) if shared else 0.0


def measure(folder: Path) -> dict[str, list[float]]:
    """Return the single scores by row of the table."""
    rows: dict[str, list[float]] = collections.defaultdict(list)
    for line in (folder / "pages.jsonl").read_text(encoding="utf-8").splitlines():
        page = json.loads(line)
        body, gold = gzip.decompress((folder / page["html"]).read_bytes()), page["gold"]
        article = read(body, page["url"], "text/html", fetched=FETCHED)
        is_list = page["page_type"] in ("listing", "collection")
        if "body" in gold:
            kind = "listings" if is_list else "articles"
            rows[f"body F1, {kind}"].append(word_f1(article.text[article.body_start :], gold["body"]))
            theirs = trafilatura.extract(decode(body, None), include_comments=False) or ""
            rows[f"body F1, {kind}, trafilatura alone"].append(word_f1(theirs, gold["body"]))
        if page["page_type"]:
            rows["told article from listing"].append(float((article.kind == "listing") == is_list))
        if page["gold_kind"] == "human-date":
            right = float(article.published is not None and article.published.isoformat() == gold["date"])
            rows["exact day, all"].append(right)
            rows[f"exact day, {page['lang']}"].append(right)
    return rows


def main() -> None:
    """Print the table."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2] / "shared" / "realhtml"
    if not (folder / "pages.jsonl").exists():
        sys.exit(f"no pages at {folder}")
    for name, scores in sorted(measure(folder).items()):
        print(f"{name:40}{sum(scores) / len(scores):7.3f}   ({len(scores)} pages)")


if __name__ == "__main__":
    main()
