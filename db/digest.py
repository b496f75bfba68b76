"""What is new in the register since a day, for the countries and institutions that somebody follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from db.connection import connect
from db.errors import StoreError, explained

LATE = dt.timedelta(days=14)
"""A report that was found so long after it appeared is still news."""

NEW_EVENTS = """
with reported as (
  select e.*, coalesce(e.last_reported, e.first_reported, e.date_from) reported,
    (select min(p.first_seen) from provenance v join pages p on p.id = v.page
     where v.subject = 'event' and v.subject_id = e.id) found
  from events e)
select e.id, e.title, e.type, t.name_en type_name, e.date_from, e.date_to, e.date_edtf, e.modality, e.confidence
from reported e join event_types t on t.id = e.type
where reported >= :since or (found >= :since and coalesce(reported, :since) >= :late)
order by coalesce(e.date_from, e.first_reported) desc, e.id
"""
"""Reported since the day; or found since, and reported only shortly before it, or nobody knows when."""
COUNTRIES = "select country from event_countries where event = ? order by country"
INSTITUTIONS = """
select i.id, i.name, i.country from event_institutions e join institutions i on i.id = e.institution
where e.event = ? order by i.name
"""
SENTENCE = """
select sentence_text, url from provenance where subject = 'event' and subject_id = ? order by fetched_at desc limit 1
"""


@dataclass(frozen=True)
class Entry:
    """One event with the sentence behind it."""

    id: str
    title: str
    type_name: str
    date: str | None
    modality: str
    countries: tuple[str, ...]
    institutions: tuple[tuple[str, str], ...]
    """Ids and names."""
    sentence: str
    url: str


@dataclass(frozen=True)
class Digest:
    """The new events of a period and what they were chosen by."""

    since: dt.date
    countries: tuple[str, ...]
    institutions: tuple[str, ...]
    entries: tuple[Entry, ...]

    @property
    def subject(self) -> str:
        """One line that tells what this is."""
        of = ", ".join((*self.countries, *self.institutions))
        return f"Passerelle: {len(self.entries)} new since {self.since}{f' ({of})' if of else ''}"


def gather(public: Path, since: dt.date, countries: Sequence[str] = (), institutions: Sequence[str] = ()) -> Digest:
    """Read the published events that were reported since a day, and those found since that appeared shortly before.

    ``countries`` (ISO codes) and ``institutions`` (ids, or parts of names) choose; an event that touches any of them is
    in. Raises StoreError where nothing is published yet.
    """
    if not public.exists():
        raise StoreError(f"{public}: nothing is published yet: run `passerelle run` first")
    codes = {code.upper() for code in countries}
    days = {"since": since.isoformat(), "late": (since - LATE).isoformat()}
    names = [name.casefold() for name in institutions]
    with explained(public):
        connection = connect(public, readonly=True)
        try:
            entries = []
            for row in connection.execute(NEW_EVENTS, days).fetchall():
                places = tuple(each[0] for each in connection.execute(COUNTRIES, (row["id"],)))
                who = connection.execute(INSTITUTIONS, (row["id"],)).fetchall()
                touched = codes & {*places, *(each["country"] for each in who)}
                named = any(name in (each["id"], each["name"].casefold()) or name in each["name"].casefold()
                            for name in names for each in who)  # fmt: skip
                if (not codes and not names) or touched or named:
                    proof = connection.execute(SENTENCE, (row["id"],)).fetchone()
                    entries.append(_entry(row, places, who, proof))
        finally:
            connection.close()
    return Digest(since, tuple(sorted(codes)), tuple(institutions), tuple(entries))


def _entry(row: object, places: tuple[str, ...], who: Sequence[object], proof: object) -> Entry:
    event: dict[str, str] = dict(row)  # type: ignore[call-overload]
    people: list[dict[str, str]] = [dict(each) for each in who]  # type: ignore[call-overload]
    sentence: dict[str, str] = dict(proof) if proof else {"sentence_text": "", "url": ""}  # type: ignore[call-overload]
    return Entry(
        id=event["id"],
        title=event["title"],
        type_name=event["type_name"],
        date=event["date_edtf"],
        modality=event["modality"],
        countries=places,
        institutions=tuple((each["id"], each["name"]) for each in people),
        sentence=" ".join(sentence["sentence_text"].split()),
        url=sentence["url"] or "",
    )


def as_markdown(digest: Digest) -> str:
    """Write the digest as Markdown."""
    lines = [f"# {digest.subject}", ""]
    for entry in digest.entries:
        when = f" ({entry.date})" if entry.date else ""
        lines += [f"## {_plain(entry.title)}", f"{entry.type_name}{when}, {', '.join(entry.countries) or '–'}", ""]
        lines += [f"> {_plain(entry.sentence)}", "", entry.url, ""]
    if not digest.entries:
        lines.append("Nothing new.")
    return "\n".join(lines).rstrip() + "\n"


def _plain(text: str) -> str:
    """Keep what pages say from being read as Markdown."""
    return "".join("\\" + c if c in "\\`*_[]<>#|" else c for c in text)


def as_html(digest: Digest) -> str:
    """Write the digest as a small HTML page, everything from pages escaped, links only to web addresses."""
    items = []
    for entry in digest.entries:
        link = ""
        if entry.url.startswith(("http://", "https://")):
            link = f'<p><a href="{escape(entry.url, quote=True)}">{escape(entry.url)}</a></p>'
        when = f" ({escape(entry.date)})" if entry.date else ""
        items.append(
            f"<h2>{escape(entry.title)}</h2><p>{escape(entry.type_name)}{when}, "
            f"{escape(', '.join(entry.countries) or '–')}</p><blockquote>{escape(entry.sentence)}</blockquote>{link}"
        )
    body = "".join(items) or "<p>Nothing new.</p>"
    title = escape(digest.subject)
    head = f"<!doctype html><html><head><meta charset='utf-8'><title>{title}</title></head>"
    return f"{head}<body><h1>{title}</h1>{body}</body></html>\n"
