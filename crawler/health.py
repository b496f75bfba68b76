"""How a source fares: a rule over its latest crawls, so that a redesigned site is noticed the same day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Literal

from db.store import SourceRun

FIELD_BEFORE = 0.8
FIELD_NOW = 0.2
MIN_PAGES = 5
"""A share over fewer pages says nothing."""
FAILED_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Health:
    """``failing`` comes with the likely cause, in one line, and the address to look at."""

    status: Literal["ok", "failing"]
    cause: str | None = None
    look_at: str | None = None


OK = Health("ok")


def diagnose(history: Sequence[SourceRun], home: str, expected_per_month: int | None = None) -> Health:
    """Judge the newest run of ``history`` (newest first) by those before it."""
    if not history:
        return OK
    newest, earlier = history[0].stats, [run.stats for run in history[1:] if run.status in ("ok", "failing")]
    for rule in (_nothing_reachable, _nothing_found, _failures, _way_lost, _field_lost):
        found = rule(newest, earlier, home)
        if found:
            return found
    return _too_few(history, home, expected_per_month) or OK


def _total(stats: Mapping[str, Any]) -> int:
    return sum(stats.get("candidates", {}).values())


def _alive(stats: Mapping[str, Any]) -> bool:
    """Whether at least one way answered, if only to say that nothing changed."""
    return any(way["status"] in ("read", "unchanged") for way in stats.get("ways", ()))


def _nothing_reachable(newest: Mapping[str, Any], earlier: Sequence[Mapping[str, Any]], home: str) -> Health | None:
    if _alive(newest):
        return None
    causes = {**newest.get("failed", {}), **newest.get("refused", {})}
    if not causes and newest.get("ways"):
        lost = newest["ways"][0]
        return Health("failing", f"the {lost['way']} that used to work does not: {lost['status']}", lost["url"])
    nothing = f"the home page: {newest['home']}" if newest.get("home") else "no feed, sitemap, posts or listing found"
    worst = max(causes, key=lambda cause: causes[cause]) if causes else nothing
    return Health("failing", f"nothing could be read: {worst}", home)


def _nothing_found(newest: Mapping[str, Any], earlier: Sequence[Mapping[str, Any]], home: str) -> Health | None:
    unchanged = any(way["status"] == "unchanged" for way in newest.get("ways", ()))
    if _total(newest) or unchanged:
        return None
    if not earlier or any(_total(stats) for stats in earlier):
        ways = newest.get("ways") or [{"url": home}]
        before = " where it used to" if earlier else ""
        return Health("failing", f"yields nothing{before}: the site may have been redesigned", ways[0]["url"])
    return None


def _failures(newest: Mapping[str, Any], earlier: Sequence[Mapping[str, Any]], home: str) -> Health | None:
    failed = newest.get("failed", {})
    again = newest.get("failed_again", 0)  # addresses known to fail say nothing new of the site
    count, fetched = sum(failed.values()) - again, newest.get("fetched", 0)
    if count >= MIN_PAGES and count > FAILED_SHARE * (count + fetched):
        worst = max(failed, key=lambda cause: failed[cause])
        return Health("failing", f"{count} of {count + fetched} requests failed, most by: {worst}", home)
    return None


def _way_lost(newest: Mapping[str, Any], earlier: Sequence[Mapping[str, Any]], home: str) -> Health | None:
    """A feed, sitemap or listing that gave candidates in the last run and now cannot be read."""
    if not earlier:
        return None
    gave = {way["url"] for way in earlier[0].get("ways", ()) if way["status"] in ("read", "unchanged")}
    for way in newest.get("ways", ()):
        if way["url"] in gave and way["status"] not in ("read", "unchanged"):
            return Health("failing", f"the {way['way']} that used to work does not: {way['status']}", way["url"])
    return None


def _field_lost(newest: Mapping[str, Any], earlier: Sequence[Mapping[str, Any]], home: str) -> Health | None:
    if newest.get("saved", 0) < MIN_PAGES:
        return None
    for name, count in _fields(earlier).items():
        if count >= FIELD_BEFORE and newest.get("fields", {}).get(name, 0) / newest["saved"] < FIELD_NOW:
            return Health("failing", f"pages have lost their {name}", newest.get("sample") or home)
    return None


def _fields(earlier: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """The usual share of pages that have each field, over earlier runs that read enough pages."""
    counted = [(stats["saved"], stats.get("fields", {})) for stats in earlier if stats.get("saved", 0) >= MIN_PAGES]
    names = {name for _, fields in counted for name in fields}
    return {name: median(fields.get(name, 0) / saved for saved, fields in counted) for name in names}


def _too_few(history: Sequence[SourceRun], home: str, expected: int | None) -> Health | None:
    """Fewer new pages in the last 30 days than the source's file expects, once it is followed that long."""
    if not expected:
        return None
    newest = dt.datetime.fromisoformat(history[0].started)
    month = newest - dt.timedelta(days=30)
    if dt.datetime.fromisoformat(history[-1].started) > month:
        return None
    count = sum(run.stats.get("new", 0) for run in history if dt.datetime.fromisoformat(run.started) > month)
    if count < expected:
        return Health("failing", f"{count} new pages in 30 days, {expected} expected", home)
    return None
