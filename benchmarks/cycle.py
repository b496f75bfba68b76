"""One whole cycle over a local site, and a second one: seconds a stage (clock, and work as "cpu"), and peak memory.

Run: ``python benchmarks/cycle.py [--pages 2000] [--registry FOLDER] [--profile FILE]``. The articles are combined from
the demonstration's paragraphs with other days, years, cities and orders, always the same. The site is served by a
process of its own; each cycle runs in a process of its own, so that its memory is its own ("crawl": the largest of the
crawl's processes). With ``--profile``, cProfile's figures of the first cycle's main process (all but the crawl) go to
FILE, for ``python -m pstats``.
"""

from __future__ import annotations

import argparse
import cProfile
import datetime as dt
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import cycle  # noqa: E402
from config import Config  # noqa: E402
from crawler.run import crawl  # noqa: E402
from demo import posts, wordpress  # noqa: E402
from demo.posts import Post  # noqa: E402
from demo.server import serving  # noqa: E402

FIRST_DAY = dt.date(2016, 1, 1)
PARAGRAPHS = (2, 6)
"""How many paragraphs an article has: a news item of 100 to 400 words."""
CITIES = (
    "Kyushu Osaka Nagoya Hokkaido Leeds Glasgow Sheffield Prague Brno Gdansk Porto Coimbra Lisbonne Padoue Bologne "
    "Gênes Valence Grenade Séville Oslo Bergen Lund Uppsala Aarhus Turku Tartu Riga Vilnius Dakar Tunis Rabat "
    "Casablanca Alger Beyrouth Amman Hanoï Bangkok Jakarta Melbourne Sydney Montréal Laval Toronto Calgary Lima "
    "Bogota Santiago"
).split()
UNIVERSITY = re.compile(r"(Université(?: technique)? d[e'’] ?|University of )(?:São Paulo|[A-ZÉÎ]\w+)")
YEAR = re.compile(r"\b20[12]\d\b")
MONTHS = "janvier|février|mars|avril|mai|juin|juillet|septembre|octobre|novembre"
DAY = re.compile(rf"\b(\d{{1,2}})(?= (?:{MONTHS}|[A-Z]\w+ 20))")


def articles(count: int) -> tuple[Post, ...]:
    """Return that many articles, newest first."""
    schools = [posts.load(name) for name in ("valmont", "rocheval")]
    material = {
        lang: [post for school in schools for post in school.posts if post.lang == lang] for lang in ("fr", "en")
    }
    return tuple(_article(number, material) for number in range(count - 1, -1, -1))


def _article(number: int, material: dict[str, list[Post]]) -> Post:
    chance = random.Random(number)
    lang = "en" if chance.random() < 0.2 else "fr"
    first = chance.choice(material[lang])
    pool = [paragraph for post in material[lang] for paragraph in post.paragraphs]
    chosen = [*first.paragraphs, *chance.sample(pool, min(len(pool), chance.randint(*PARAGRAPHS)))]
    city = chance.choice(CITIES)
    date = FIRST_DAY + dt.timedelta(days=2 * number)
    later = date.year - first.date.year

    def varied(text: str) -> str:
        text = YEAR.sub(lambda found: str(int(found[0]) + later), text)
        text = UNIVERSITY.sub(lambda found: found[1] + city, text)
        return DAY.sub(lambda found: str(chance.randint(1, 28)), text)

    return Post(f"{first.slug}-{number}", lang, date, varied(first.title), tuple(varied(each) for each in chosen))


def serve(count: int) -> None:
    """Serve the site on any free port until standard input closes."""
    school = replace(posts.load("valmont"), posts=articles(count))
    with serving(0, {}) as server:
        base = f"http://127.0.0.1:{server.server_address[1]}"
        server.site = wordpress.build(school, base)
        print(base, flush=True)
        sys.stdin.read()


def measure(config: Config, profile: str | None) -> dict[str, Any]:
    """Do one cycle, stage by stage; return the seconds of each, figures, and MiB of peak memory."""
    found: dict[str, Any] = {}
    began, worked = time.monotonic(), time.process_time()

    def lap(name: str) -> None:
        nonlocal began, worked
        found[name] = round(time.monotonic() - began, 2)
        if name != "crawl":
            found[f"{name} cpu"] = round(time.process_time() - worked, 2)
        began, worked = time.monotonic(), time.process_time()

    report = crawl(config, ["site"], allow_private=True, delay=0)
    lap("crawl")
    profiler = cProfile.Profile()
    if profile:
        profiler.enable()
    pipeline = cycle.open_pipeline(config)
    lap("load")
    extracted = cycle.extract(config, pipeline=pipeline)
    lap("extract")
    merged = cycle.merge(config)
    lap("merge")
    published = cycle.publish(config)
    lap("publish")
    if profile:
        profiler.disable()
        profiler.dump_stats(profile)
    return found | {
        "new": report.total("new"),
        "pages": extracted.pages,
        "failed": len(extracted.failed),
        "events": merged.new,
        "published": published.counts.get("events", 0),
        "partnerships": published.counts.get("partnerships", 0),
        "main_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "crawl_mib": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
    }


def _in_own_process(config: Config, profile: str | None) -> dict[str, Any]:
    order = json.dumps({"data": str(config.data), "registry": str(config.registry_folder or ""), "profile": profile})
    done = subprocess.run([sys.executable, __file__, "--one", order], check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def one(order: dict[str, Any]) -> None:
    """Measure one cycle as an order says and print the figures as JSON."""
    registry = Path(order["registry"]) if order["registry"] else None
    config = Config(Path(order["data"]), contact="bench@example.org", registry_folder=registry)
    print(json.dumps(measure(config, order["profile"])))


def main(count: int, registry: Path | None, profile: str | None) -> None:
    """Run both cycles and print a table."""
    server = subprocess.Popen(
        [sys.executable, __file__, "--serve", str(count)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert server.stdout
    base = server.stdout.readline().strip()
    try:
        with tempfile.TemporaryDirectory(prefix="passerelle-") as folder:
            config = Config(Path(folder), registry_folder=registry)
            config.sources.mkdir()
            name = posts.load("valmont").name
            (config.sources / "site.toml").write_text(
                f'name = {json.dumps(name)}\nhome = "{base}/"\ncountry = "FR"\nlang = "fr"\n', encoding="utf-8"
            )
            first = _in_own_process(config, profile)
            second = _in_own_process(config, None)
    finally:
        server.kill()
    print(f"{'':20}{'first cycle':>14}{'second':>14}")
    for key in first:
        unit = " MiB" if key.endswith("_mib") else " s" if isinstance(first[key], float) else ""
        print(f"{key.removesuffix('_mib'):20}{first[key]:>14}{second[key]:>14}{unit}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--registry", type=Path)
    parser.add_argument("--profile")
    parser.add_argument("--serve", type=int)
    parser.add_argument("--one", type=json.loads)
    chosen = parser.parse_args()
    if chosen.serve:
        serve(chosen.serve)
    elif chosen.one:
        one(chosen.one)
    else:
        main(chosen.pages, chosen.registry, chosen.profile)
