"""The cycle on a real store: what fails costs itself alone, what is killed lets go, every stage can be run again."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

import cycle
import lock
from config import Config
from crawler.ingest import Ingester, IngestReport
from lock import LockedError
from nlp.pipeline import Pipeline
from nlp.registry import Registry
from records import Analysis, Document
from tests.sites.schools import article, news_site
from tests.sites.server import Page, Site

ROOT = Path(__file__).resolve().parent.parent
QUICK = {"allow_private": True, "delay": 0}
SENTENCE = "L'IMT Mines Alès et l'Université d'Osaka ont signé un accord de coopération le {day} mars 2025. "


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline(Registry.open(None))


class Breaking(Pipeline):
    """The real pipeline, but a text with the word POISON breaks it, as a fault in a component would."""

    def analyse_many(self, documents: Iterable[Document]) -> Iterator[Analysis]:
        def checked() -> Iterator[Document]:
            for document in documents:
                if "POISON" in document.text:
                    raise RecursionError("a fault of a component")
                yield document

        return super().analyse_many(checked())


def ingest(config: Config, texts: Iterable[str]) -> None:
    folder = config.data.parent / "texts"
    folder.mkdir(exist_ok=True)
    with cycle.open_store(config) as store:
        for number, text in enumerate(texts):
            path = folder / f"{number}.txt"
            path.write_text(text, encoding="utf-8")
            Ingester(store, {}).take(str(path), path, IngestReport())


def source(config: Config, name: str, home: str) -> None:
    config.sources.mkdir(parents=True, exist_ok=True)
    text = f'name = "IMT Mines Alès"\nhome = "{home}/"\nror = "03e8rf594"\ncountry = "FR"\n'
    (config.sources / f"{name}.toml").write_text(text, encoding="utf-8")


def published(config: Config) -> list[tuple[object, ...]]:
    with sqlite3.connect(config.public_db) as connection:
        return connection.execute("select id, title, date_edtf from events order by id").fetchall()


def test_a_page_that_breaks_the_pipeline_does_not_lose_the_others(tmp_path: Path, pipeline: Pipeline) -> None:
    config = Config(tmp_path / "data")
    ingest(config, ["POISON" if day == 3 else SENTENCE.format(day=day) for day in range(1, 20, 2)])
    broken = Breaking(Registry.open(None))
    report = cycle.run(config, [], pipeline=broken)
    assert report.failed
    assert [(Path(url).name, reason) for url, reason in report.extract.failed] == [
        ("1.txt", "RecursionError: a fault of a component")
    ]
    assert report.extract.pages == 9
    assert published(config)

    healed = cycle.extract(config, pipeline=pipeline)
    assert (healed.pages, healed.failed) == (1, [])


def test_what_the_store_cannot_take_costs_its_page_alone(tmp_path: Path, pipeline: Pipeline) -> None:
    config = Config(tmp_path / "data")
    ingest(config, [SENTENCE.format(day=day) for day in (1, 9, 17)])
    with cycle.open_store(config) as store, store.write():
        store.run(
            "create trigger fault before insert on claims when new.id in (select id from claims limit 0)"
            " or (select count(*) from claims) = 1 begin select raise(abort, 'a constraint'); end"
        )
    report = cycle.extract(config, pipeline=pipeline)
    assert report.failed
    assert all("a constraint" in reason for _, reason in report.failed)
    with cycle.open_store(config) as store, store.write():
        store.run("drop trigger fault")
    assert cycle.extract(config, pipeline=pipeline).failed == []
    assert cycle.run(config, [], pipeline=pipeline).merge.new > 0


HOLDER = """
import sys, time
from pathlib import Path
from lock import only_one
with only_one(Path(sys.argv[1]), "run"):
    print("held", flush=True)
    time.sleep(60)
"""


def test_two_at_once_are_impossible_and_a_killed_holder_lets_go(tmp_path: Path) -> None:
    config = Config(tmp_path)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout
    try:
        assert holder.stdout.readline() == "held\n"
        said = f"passerelle run \\(process {holder.pid}\\) is at work"
        for stage in (lambda: cycle.run(config, []), lambda: cycle.extract(config), lambda: cycle.merge(config),
                      lambda: cycle.publish(config)):  # fmt: skip
            with pytest.raises(LockedError, match=said):
                stage()
        assert lock.holder(tmp_path) == f"passerelle run (process {holder.pid})"
    finally:
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    assert lock.holder(tmp_path) is None
    assert cycle.merge(config).new == 0


def test_looking_who_holds_the_lock_keeps_nobody_from_taking_it(tmp_path: Path) -> None:
    with lock.only_one(tmp_path, "run"):
        assert "passerelle run" in str(lock.holder(tmp_path))
    assert lock.holder(tmp_path) is None
    with lock.only_one(tmp_path, "again"):
        pass


def test_each_stage_alone_can_be_run_and_run_again(tmp_path: Path, pipeline: Pipeline) -> None:
    config = Config(tmp_path / "data")
    ingest(config, [SENTENCE.format(day=day) for day in (1, 2)])
    assert cycle.extract(config, pipeline=pipeline, limit=1).pages == 1
    assert cycle.extract(config, pipeline=pipeline).pages == 1
    assert cycle.extract(config, pipeline=pipeline).pages == 0
    assert cycle.merge(config).new == 1
    again = cycle.merge(config)
    assert (again.new, again.changed, again.removed) == (0, 0, 0)
    assert cycle.publish(config).written
    before = published(config)
    assert not cycle.publish(config).written
    assert published(config) == before
    with cycle.open_store(config) as store:
        kept = [(run.stage, run.status) for run in reversed(store.runs())]
    assert kept == [(stage, "ok") for stage in ("extract", "extract", "merge", "merge", "publish", "publish")]


def test_a_stage_that_breaks_off_is_kept_as_failed(tmp_path: Path, pipeline: Pipeline) -> None:
    config = Config(tmp_path / "data")
    ingest(config, [SENTENCE.format(day=1)])
    cycle.run(config, [], pipeline=pipeline)
    with cycle.open_store(config) as store, store.write():
        store.run("update pages set title = 'other'")
    shutil.rmtree(config.data / "public.db", ignore_errors=True)
    for path in config.data.glob("public.db*"):
        path.unlink()
    config.public_db.mkdir()
    with pytest.raises(Exception, match=r"public\.db"):
        cycle.publish(config)
    with cycle.open_store(config) as store:
        assert (store.runs("publish")[0].status, store.runs("publish")[0].finished is None) == ("failed", False)
    config.public_db.rmdir()
    assert cycle.publish(config).written


def accords(count: int) -> dict[str, Page]:
    return {f"/actualites/{n}.html": Page(article(n, text=SENTENCE.format(day=n + 1))) for n in range(count)}


@pytest.mark.timeout(120)
def test_a_failing_source_is_named_and_the_rest_published_and_the_network_comes_back(
    tmp_path: Path, pipeline: Pipeline
) -> None:
    config = Config(tmp_path / "data", contact="test@example.org")
    with Site({**news_site(4), **accords(4)}) as good:
        source(config, "good", good.root)
        source(config, "gone", "http://127.0.0.1:9")
        report = cycle.run(config, ["good", "gone"], crawl_options=QUICK, pipeline=pipeline)
        assert report.crawl
        assert [each.id for each in report.crawl.failing] == ["gone"]
        assert report.crawl.failing[0].cause
        assert "127.0.0.1:9" in str(report.crawl.failing[0].look_at)
        assert report.failed
        before = published(config)
        assert before

        pages, good.pages = good.pages, {}
        good.fallback = lambda handler: handler.connection.close()
        dark = cycle.run(config, ["good", "gone"], crawl_options=QUICK, pipeline=pipeline)
        assert dark.crawl
        assert [each.id for each in dark.crawl.failing] == ["good", "gone"]
        assert published(config) == before, "nothing published may be lost when the network is gone"

        good.pages, good.fallback = {**pages, **news_site(6), **accords(6)}, None
        healed = cycle.run(config, ["good"], crawl_options=QUICK, pipeline=pipeline)
        assert not healed.failed
        assert healed.crawl
        assert healed.crawl.total("new") == 2
        assert len(published(config)) >= len(before)


def in_own_mounts(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a shell script that may mount things, which are gone with it."""
    if not shutil.which("unshare") or subprocess.run(["unshare", "-rm", "true"], capture_output=True).returncode:
        pytest.skip("no mount namespaces here (unshare -rm)")
    return subprocess.run(
        ["unshare", "-rm", "sh", "-c", script, "sh", *arguments],
        cwd=ROOT, env={**os.environ, "PASSERELLE": f"{sys.executable} -m cli"}, capture_output=True, text=True,
        timeout=120,
    )  # fmt: skip


FULL = """
mount -t tmpfs -o size="$3" tmpfs "$2" || exit 99
cp -r "$1"/. "$2"/ || exit 98
export PASSERELLE_DATA="$2"
$PASSERELLE -q run --no-crawl; echo "full: $?"
mount -o remount,size=200m "$2"
$PASSERELLE -q run --no-crawl >/dev/null; echo "freed: $?"
cp "$2"/public.db "$2"/work.db "$1"/
"""


@pytest.mark.timeout(120)
def test_on_a_full_disk_one_line_says_so_and_the_next_run_goes_on(tmp_path: Path) -> None:
    config = Config(tmp_path / "data")
    ingest(config, [SENTENCE.format(day=number % 28 + 1) + f"Numéro {number}. " * 40 for number in range(60)])
    (tmp_path / "small").mkdir()
    size = config.work_db.stat().st_size + 400_000
    done = in_own_mounts(FULL, str(config.data), str(tmp_path / "small"), str(size))
    assert done.stdout.splitlines() == ["full: 2", "freed: 0"], done.stdout + done.stderr
    (line,) = done.stderr.splitlines()
    assert line.startswith("Error: ")
    assert "disk" in line
    assert "full" in line
    for path in (config.work_db, config.public_db):
        with sqlite3.connect(path) as connection:
            assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
    assert published(config)


READ_ONLY = """
mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" || exit 99
export PASSERELLE_DATA="$1"
for stage in "run --no-crawl" extract merge publish backup; do $PASSERELLE -q $stage; echo "$stage: $?"; done
"""


@pytest.mark.timeout(120)
def test_on_a_read_only_folder_one_line_says_so(tmp_path: Path) -> None:
    config = Config(tmp_path / "data")
    ingest(config, [SENTENCE.format(day=1)])
    done = in_own_mounts(READ_ONLY, str(config.data))
    stages = ["run --no-crawl", "extract", "merge", "publish", "backup"]
    assert done.stdout.splitlines() == [f"{stage}: 2" for stage in stages], done.stderr
    assert len(done.stderr.splitlines()) == len(stages), done.stderr
    assert all(line.startswith("Error: ") and str(config.data) in line for line in done.stderr.splitlines())
