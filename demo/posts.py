"""The content of the demonstration sites, read from `demo/content/*.toml`."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from html import escape
from pathlib import Path

CONTENT = Path(__file__).parent / "content"


@dataclass(frozen=True, slots=True)
class Post:
    """One news item; ``paragraphs`` are plain text."""

    slug: str
    lang: str
    date: dt.date
    title: str
    paragraphs: tuple[str, ...]

    @property
    def body_html(self) -> str:
        """The body as HTML."""
        return "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True)
class School:
    """An invented school and its news, newest first; ``release`` is a press release that exists as a PDF only."""

    name: str
    short: str
    city: str
    posts: tuple[Post, ...]
    release: Post | None


def load(name: str) -> School:
    """Read ``demo/content/{name}.toml``."""
    data = tomllib.loads((CONTENT / f"{name}.toml").read_text(encoding="utf-8"))
    posts = sorted((_post(entry) for entry in data["post"]), key=lambda post: post.date, reverse=True)
    release = _post({"lang": "fr", **data["release"]}) if "release" in data else None
    return School(data["name"], data["short"], data["city"], tuple(posts), release)


def _post(entry: dict[str, str | dt.date]) -> Post:
    paragraphs = tuple(" ".join(part.split()) for part in str(entry["body"]).split("\n\n") if part.strip())
    date = entry["date"]
    if not isinstance(date, dt.date):
        raise TypeError(f"{entry['slug']}: date must be a TOML date")
    return Post(str(entry["slug"]), str(entry["lang"]), date, str(entry["title"]), paragraphs)
