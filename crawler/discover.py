"""What a site offers, found without keeping anything: `sources discover` and `sources add`."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from config import Config
from crawler.addresses import clean, host_of
from crawler.run import CrawlError, crawl

_SUFFIX = re.compile(r"\.(?:fr|eu|edu|com|org|net|ac\.[a-z]{2}|edu\.[a-z]{2}|[a-z]{2})$")
_KEYS = {"feed": "feeds", "sitemap": "sitemaps", "rest": "rest", "listing": "listings"}


@dataclass(frozen=True, slots=True)
class Discovery:
    """The ways found, the languages, and how many candidates they give."""

    home: str
    title: str
    lang: str | None
    languages: tuple[str, ...]
    ways: tuple[Mapping[str, Any], ...]
    """Each with way, url, status, pages, candidates, child."""
    candidates: int
    pdfs: int
    newest: tuple[Mapping[str, str], ...]
    cause: str | None = None
    """Why nothing was found."""
    verify_tls: bool = True
    lost: tuple[Mapping[str, Any], ...] = ()
    """Like ``ways``: those that the source's file names and that cannot be read."""

    def named(self) -> dict[str, list[str]]:
        """The addresses as a source file names them: feeds, sitemaps, rest, listings."""
        found: dict[str, list[str]] = {}
        for way in self.ways:
            if not way["child"]:
                found.setdefault(_KEYS[way["way"]], []).append(way["url"])
        return found


def address_of(text: str) -> str:
    """The home page meant by what a user typed. Raises CrawlError."""
    home = clean(text if "://" in text else f"https://{text}")
    if not home:
        raise CrawlError(f"{text!r} is not an http(s) address")
    return home


def source_id(home: str) -> str:
    """An id made of the host: ``www.imt-mines-ales.fr`` is ``imt-mines-ales``."""
    host = host_of(home)
    name = host if re.fullmatch(r"[\d.:\[\]]+", host) else _SUFFIX.sub("", host)
    path = urlsplit(home).path.strip("/") if re.search(r"[a-z]", urlsplit(home).path) else ""
    return re.sub(r"[^a-z0-9]+", "-", f"{name} {path}".lower()).strip("-")[:64] or "site"


def discover(
    config: Config,
    home: str,
    *,
    allow_private: bool = False,
    delay: float | None = None,
    verify_tls: bool = True,
    file: Path | None = None,
) -> Discovery:
    """Look a site over: home page, robots.txt, feeds, sitemaps, REST, listings; no article is fetched.

    Where a source's ``file`` is given, the ways that it names are asked too, with what else it says.
    Raises CrawlError where it cannot be begun (no contact address).
    """
    with tempfile.TemporaryDirectory(prefix="passerelle-") as folder:
        apart = replace(config, data=Path(folder))
        apart.sources.mkdir()
        lines = ['name = "site"', f"home = {json.dumps(home)}", f"verify_tls = {json.dumps(verify_tls)}"]
        text = file.read_text(encoding="utf-8") if file else "\n".join(lines)
        (apart.sources / "site.toml").write_text(text, encoding="utf-8")
        settings = {"DISCOVER_ONLY": True, "LISTING_PAGES": 3, "BUDGET_PAGES": 300, "BUDGET_MINUTES": 20}
        report = crawl(apart, ["site"], allow_private=allow_private, delay=delay, settings=settings)
    source = report.sources[0]
    stats = source.stats
    asked = stats.get("ways", ())
    ways = tuple(way for way in asked if way["status"] in ("read", "unchanged"))
    return Discovery(
        home=home,
        title=stats.get("title", ""),
        lang=stats.get("home_lang"),
        languages=tuple(sorted(stats.get("languages", {}))),
        ways=ways,
        candidates=stats.get("sifted", 0),
        pdfs=stats.get("pdfs", 0),
        newest=tuple(stats.get("newest", ())),
        cause=source.cause if not ways else None,
        verify_tls=verify_tls,
        lost=tuple(way for way in asked if way not in ways),
    )


def as_toml(found: Discovery, name: str, *, ror: str | None, country: str | None) -> str:
    """The text of a source file with what was found."""
    lines = [f"name = {_quoted(name)}", f"home = {_quoted(found.home)}"]
    lines += [f"{key} = {_quoted(value)}" for key, value in (("ror", ror), ("country", country)) if value]
    if found.lang and re.fullmatch("[a-z]{2}", found.lang):
        lines.append(f"lang = {_quoted(found.lang)}")
    if found.languages:
        lines.append(f"languages = [{', '.join(map(_quoted, found.languages))}]")
    if not found.verify_tls:
        lines.append("verify_tls = false")
    for key, urls in found.named().items():
        lines += [f"{key} = [", *(f"  {_quoted(url)}," for url in urls), "]"]
    if found.pdfs:
        lines.append(f"# {found.pdfs} of the {found.candidates} pages found are PDF files.")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
