"""The five founding documents go all the way: from files to a public register that answers."""

import sqlite3
from pathlib import Path

import pytest

import cycle
from config import Config
from crawler.ingest import Ingester, IngestReport, find_inputs

KAGAWA, KEIO, OSAKA, KYOTO = "ror:04j7mzp05", "ror:02kn6nx58", "ror:035t8zc32", "ror:02kpeqv85"
IMT_MINES_ALES = "ror:03e8rf594"


@pytest.fixture(scope="module")
def register(shared: Path, registry_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    config = Config(tmp_path_factory.mktemp("founding"), registry_folder=registry_folder)
    take(config, shared)
    cycle.run(config, [])
    connection = sqlite3.connect(config.public_db)
    connection.row_factory = sqlite3.Row
    return connection


def take(config: Config, shared: Path) -> IngestReport:
    report = IngestReport()
    with cycle.open_store(config) as store:
        for name, path in find_inputs([str(shared / "seeds")]):
            Ingester(store, {}).take(name, path, report)
    return report


def partnership(register: sqlite3.Connection, partner: str) -> sqlite3.Row | None:
    found: sqlite3.Row | None = register.execute(
        "select * from partnerships where country = 'JP' and school = ? and partner = ?", (IMT_MINES_ALES, partner)
    ).fetchone()
    return found


def test_japan_gives_the_three_partners_of_imt_mines_ales(register: sqlite3.Connection) -> None:
    kagawa, keio, osaka = (partnership(register, each) for each in (KAGAWA, KEIO, OSAKA))
    assert kagawa
    assert keio
    assert osaka
    assert "agreement" in kagawa["kinds"]
    assert "double_degree" in keio["kinds"]
    assert "mobility" in osaka["kinds"]
    assert str(keio["first_date_edtf"]).startswith("2020")


def test_the_agreement_with_kagawa_is_of_may_2021(register: sqlite3.Connection) -> None:
    dates = register.execute(
        "select date_edtf from events join event_institutions on event = id"
        " where type = 'agreement' and institution = ?",
        (KAGAWA,),
    ).fetchall()
    assert [row[0] for row in dates] == ["2021-05"]


def test_each_partnership_leads_to_its_sentence(register: sqlite3.Connection) -> None:
    for partner, word in ((KAGAWA, "KAGAWA"), (KEIO, "Keiô"), (OSAKA, "Osaka")):
        row = partnership(register, partner)
        assert row
        sentences = register.execute(
            "select sentence_text, url, snapshot, run from provenance where subject = 'partnership' and subject_id = ?",
            (row["id"],),
        ).fetchall()
        assert any(word.casefold() in each["sentence_text"].casefold() for each in sentences)
        assert all(each["snapshot"] and each["url"].startswith("file:003") for each in sentences)


def test_kyoto_which_is_only_mentioned_is_no_partner(register: sqlite3.Connection) -> None:
    assert not register.execute("select 1 from partnerships where ? in (school, partner)", (KYOTO,)).fetchone()


def events_of(register: sqlite3.Connection, document: str) -> list[sqlite3.Row]:
    return register.execute(
        "select distinct e.* from events e join provenance p on p.subject = 'event' and p.subject_id = e.id"
        " where p.url like ?",
        (f"file:{document}%",),
    ).fetchall()


def test_the_conference_in_hong_kong(register: sqlite3.Connection) -> None:
    conferences = [e for e in events_of(register, "000") if e["type"] == "conference"]
    assert ("2026-02-23", "2026-02-27") in [(e["date_from"], e["date_to"]) for e in conferences]
    places = [
        row[0]
        for e in conferences
        for row in register.execute("select country from event_countries where event = ?", (e["id"],))
    ]
    assert "HK" in places


def test_the_visit_to_maryland_has_no_invented_date(register: sqlite3.Connection) -> None:
    visits = [e for e in events_of(register, "004") if e["type"] == "visit"]
    assert visits
    assert all(e["date_from"] is None for e in visits)


def test_policy_text_gives_at_most_its_charter(register: sqlite3.Connection) -> None:
    assert {e["type"] for e in events_of(register, "002")} <= {"award"}


def test_running_again_changes_no_row_and_publishing_anew_gives_the_same(
    shared: Path, registry_folder: Path, tmp_path: Path
) -> None:
    config = Config(tmp_path, registry_folder=registry_folder)
    take(config, shared)
    cycle.run(config, [])
    before = content(config.public_db), content(config.work_db)
    assert take(config, shared).unchanged == 5
    cycle.run(config, [])
    assert (content(config.public_db), content(config.work_db)) == before
    for path in config.data.glob("public.db*"):
        path.unlink()
    cycle.publish(config)
    assert content(config.public_db) == before[0]


def content(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table that says what is known; not when things ran."""
    connection = sqlite3.connect(path)
    tables = [
        row[0] for row in connection.execute("select name from sqlite_master where type = 'table' and sql is not null")
    ]
    wanted = [name for name in tables if "_fts" not in name and not name.startswith(("sqlite_", "_"))]
    wanted = [name for name in wanted if name not in ("runs", "source_runs", "meta", "merge_state")]
    return {name: sorted(connection.execute(f"select * from {name}").fetchall(), key=repr) for name in wanted}
