"""The evaluation: the definitions of score.py, held equal to it, and what it adds."""

from __future__ import annotations

import copy
import datetime as dt
import importlib.util
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nlp.annotate import read_document, to_record
from nlp.evaluation import Evaluation, evaluate, report
from nlp.evaluation.calibration import at_least, bins
from nlp.evaluation.counts import Count
from nlp.evaluation.matching import folded, match_events, match_institutions
from nlp.pipeline import Pipeline
from nlp.registry import Registry

ROOT = Path(__file__).resolve().parent.parent.parent
Record = dict[str, Any]
Scorer = Callable[[list[Record], dict[str, Record], int], tuple[Record, list[str]]]

TEXT = "Alpha et l'Université Bêta ont signé au Japon le 3 mai 2021."
GOLD: Record = {
    "id": "d",
    "lang": "fr",
    "text": TEXT,
    "gold": {
        "publisher": {"name": "Alpha", "country": "FR"},
        "relevant": True,
        "institutions": [
            {"key": "i1", "name": "Alpha", "country": "FR", "kind": "academic", "ror": "0aaaaaa11",
             "surfaces": ["Alpha"]},
            {"key": "i2", "name": "Bêta", "country": "JP", "kind": "academic", "ror": "none",
             "surfaces": ["Université Bêta"]},
        ],
        "countries": [{"code": "JP", "surfaces": ["Japon"], "how": "explicit"}],
        "dates": [{"text": "3 mai 2021", "from": "2021-05-03", "to": "2021-05-03", "precision": "day"}],
        "events": [{"key": "e1", "type": "agreement", "institutions": ["i1", "i2"], "countries": ["JP"],
                    "date": {"from": "2021-05-03", "to": "2021-05-03", "precision": "day"}, "evidence": TEXT}],
        "partnerships": [{"a": "i1", "b": "i2", "type": "agreement"}],
    },
}  # fmt: skip
RIGHT: Record = {
    "id": "d",
    "relevant": True,
    "institutions": [
        {"key": "a", "name": "Alpha", "ror": "0aaaaaa11", "country": "FR",
         "mentions": [{"text": "Alpha", "start": 0, "end": 5}]},
        {"key": "b", "name": "Beta", "ror": None, "country": "JP",
         "mentions": [{"text": "Université Bêta", "start": 11, "end": 26}]},
    ],
    "countries": [{"code": "JP", "mentions": [{"text": "Japon", "start": 40, "end": 45}]}],
    "dates": [{"text": "3 mai 2021", "start": 49, "end": 59, "from": "2021-05-03", "to": "2021-05-03",
               "precision": "day"}],
    "events": [{"type": "agreement", "institutions": ["a", "b"], "countries": ["JP"], "confidence": 0.85,
                "date": {"from": "2021-05-03", "to": "2021-05-03"},
                "evidence": {"text": TEXT, "start": 0, "end": len(TEXT)}}],
    "partnerships": [{"a": "b", "b": "a", "type": "agreement"}],
}  # fmt: skip


def changed(**more: Any) -> Record:
    return {**copy.deepcopy(RIGHT), **more}


def of(predicted: Record | None, faults: int = 0) -> Evaluation:
    return evaluate([GOLD], {} if predicted is None else {"d": predicted}, faults)


# ------------------------------------------------------------------------------------------------------ definitions


def test_what_is_right_counts_fully() -> None:
    found = of(RIGHT, faults=9)
    assert all(row.f1 == 1 for row in found.rows.values())
    assert found.rows["events"] == Count(1, 0, 0)
    assert found.figures["linking accuracy"] == found.figures["event date accuracy"] == 1
    assert found.figures["wrong offsets"] == 0
    assert found.figures["false alarm rate"] is None
    assert found.faults == ()


def test_a_document_without_prediction_counts_as_nothing_found() -> None:
    found = of(None)
    assert found.figures["documents without prediction"] == 1
    assert found.rows["institutions"] == Count(0, 0, 2)
    assert found.rows["events"].recall == 0
    assert found.figures["relevance accuracy"] == 0


def test_an_id_where_there_is_none_is_a_wrong_link() -> None:
    institutions = [RIGHT["institutions"][0], {**RIGHT["institutions"][1], "ror": "0bbbbbb22"}]
    found = of(changed(institutions=institutions), faults=9)
    assert found.figures["linking accuracy"] == 0.5
    assert [fault.kind for fault in found.faults] == ["link"]


def test_an_offset_that_does_not_fit_is_counted() -> None:
    date = {**RIGHT["dates"][0], "start": 48}
    assert of(changed(dates=[date])).figures["wrong offsets"] == 1


def test_an_event_must_share_more_than_the_publisher() -> None:
    event = {**RIGHT["events"][0], "institutions": ["a"]}
    found = of(changed(events=[event]), faults=9)
    assert found.rows["events"] == Count(0, 1, 1)
    assert [fault.kind for fault in found.faults] == ["event missed", "event extra"]


def test_a_partnership_of_another_kind_counts_as_pair() -> None:
    found = of(changed(partnerships=[{"a": "a", "b": "b", "type": "mobility"}]))
    assert found.rows["partnerships"] == Count(1, 0, 0)
    assert found.rows["partnerships typed"] == Count(0, 1, 1)


def test_no_more_faults_are_kept_than_asked_for() -> None:
    assert len(of(None, faults=2).faults) == 2


def test_names_are_matched_without_case_and_accents_one_to_one() -> None:
    assert folded("L'Œuvre — ÉCOLE") == "l oeuvre ecole"
    gold = GOLD["gold"]["institutions"]
    twice = [{"key": key, "name": "x", "mentions": [{"text": "universite BETA"}]} for key in ("p", "q")]
    assert match_institutions(gold, twice) == {"p": "i2"}


def test_of_two_events_the_one_with_the_right_day_is_matched() -> None:
    event = RIGHT["events"][0]
    who = frozenset({"i1", "i2"})
    assert match_events(GOLD["gold"]["events"], [{**event, "date": None}, event], [who, who], frozenset({"i1"})) == [
        (0, 1)
    ]


# ------------------------------------------------------------------------------------------------------ calibration


def test_events_are_sorted_by_their_confidence() -> None:
    found = bins([(0.2, False), (0.8, True), (0.85, False), (1.0, True)], (0.0, 0.5, 0.8, 0.9))
    assert [(each.low, each.high, each.events, each.right) for each in found] == [
        (0.0, 0.5, 1, 0), (0.5, 0.8, 0, 0), (0.8, 0.9, 2, 1), (0.9, 1.0, 1, 1),
    ]  # fmt: skip
    assert found[1].share is None
    assert (at_least(found, 0.8).events, at_least(found, 0.8).share) == (3, 2 / 3)


def test_a_wrong_event_lowers_its_bin() -> None:
    wrong = {**RIGHT["events"][0], "type": "visit", "confidence": 0.85}
    found = of(changed(events=[*RIGHT["events"], wrong]))
    assert [(each.events, each.right) for each in found.calibration if each.events] == [(2, 1)]


# ---------------------------------------------------------------------------------------------------------- reports


def test_the_table_of_the_page_about_has_every_bar() -> None:
    table = report.quality(of(RIGHT), dt.date(2026, 1, 2))
    assert table["measured"] == "2026-01-02"
    assert table["corpus"].startswith("Development corpus: 1 annotated")
    rows = {row["measure"]: (row["value"], row["bar"]) for row in table["rows"]}
    assert rows["Institutions found, F1"] == ("1.000", "≥ 0.85")
    assert rows["False alarms on pages without cooperation"] == ("–", "≤ 0.10")
    assert len(rows) == len(report.measures())


def test_text_and_markdown_name_rows_languages_and_calibration() -> None:
    found = of(RIGHT)
    text = "\n".join(report.as_text(found, {"fr": found}))
    assert all(part in text for part in ("precision", "partnerships typed", "0.8 – 0.9", "Events, F1"))
    markdown = report.as_markdown(found, {"fr": found})
    assert markdown[0] == "| measure | must | aim | all | fr |"
    assert all(line.startswith("|") for line in markdown if line)


# ---------------------------------------------------------------------------------------------------------- command


def run(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cli", "evaluate", *arguments],
        cwd=ROOT, env={**os.environ, "PASSERELLE_DATA": str(tmp_path / "data")}, capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip


def test_the_command_scores_predictions_and_writes_the_quality(tmp_path: Path) -> None:
    gold, predicted, quality = tmp_path / "gold.jsonl", tmp_path / "predicted.jsonl", tmp_path / "quality.json"
    gold.write_text(json.dumps(GOLD) + "\n")
    predicted.write_text(json.dumps(RIGHT) + "\n")
    done = run(tmp_path, str(gold), "--predicted", str(predicted), "--json", "--by-language", "--quality", str(quality))
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["events"] == {"precision": 1, "recall": 1, "f1": 1, "tp": 1, "fp": 0, "fn": 0}
    assert told["languages"]["fr"]["documents"] == 1
    assert json.loads(quality.read_text())["rows"]


def test_the_command_runs_the_extraction_itself(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps({**GOLD, "lang": "it"}) + "\n")
    done = run(tmp_path, str(gold), "--faults", "50")
    assert done.returncode == 0, done.stderr
    assert "precision" in done.stdout
    assert "institution missed" in done.stdout


@pytest.mark.parametrize(
    ("line", "arguments", "complaint"),
    [
        ('{"id": "d", "text": "x"}', [], 'no "gold"'),
        (json.dumps(GOLD), ["--lang", "de"], "no annotated document in de"),
        ("{", [], "line 1: not JSON"),
        (json.dumps(GOLD), ["--json", "--markdown"], "not both"),
    ],
)
def test_mistakes_are_one_clear_line(tmp_path: Path, line: str, arguments: list[str], complaint: str) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(line)
    done = run(tmp_path, str(gold), *arguments)
    assert done.returncode == 2
    assert complaint in done.stderr
    assert "Traceback" not in done.stderr


def test_predictions_in_another_format_are_told(tmp_path: Path) -> None:
    gold, predicted = tmp_path / "gold.jsonl", tmp_path / "predicted.jsonl"
    gold.write_text(json.dumps(GOLD))
    predicted.write_text('{"id": "d", "institutions": [{"label": "Alpha"}]}')
    done = run(tmp_path, str(gold), "--predicted", str(predicted))
    assert done.returncode == 2
    assert "not in the format of annotations: KeyError" in done.stderr
    assert "Traceback" not in done.stderr


# ------------------------------------------------------------------------------------------------- equal to score.py


@pytest.fixture(scope="module")
def scorer(shared: Path) -> Scorer:
    spec = importlib.util.spec_from_file_location("score", shared / "eval" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    score: Scorer = module.score
    return score


@pytest.fixture(scope="module")
def documents(shared: Path) -> list[Record]:
    with (shared / "corpus" / "dev.jsonl").open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


@pytest.fixture(scope="module")
def predictions(documents: list[Record]) -> dict[str, Record]:
    pipeline = Pipeline(Registry.open(None))
    return {each.document_id: to_record(each) for each in pipeline.analyse_many(map(read_document, documents))}


def same(scorer: Scorer, documents: list[Record], predictions: dict[str, Record]) -> None:
    theirs, notes = scorer(documents, predictions, 100_000)
    found = evaluate(documents, predictions, 100_000)
    ours = report.as_dict(found, {})
    assert {name: ours[name] for name in theirs} == theirs
    assert set(ours) - set(theirs) == {"calibration", "faults"} - (set() if found.faults else {"faults"})
    assert sorted(note.split()[0] for note in notes) == sorted(fault.document for fault in found.faults)


@pytest.mark.shared
def test_equal_on_our_predictions(scorer: Scorer, documents: list[Record], predictions: dict[str, Record]) -> None:
    same(scorer, documents, predictions)
    for lang in {each["lang"] for each in documents}:
        same(scorer, [each for each in documents if each["lang"] == lang], predictions)


@pytest.mark.shared
@pytest.mark.parametrize("seed", range(24))
def test_equal_on_predictions_gone_wrong(
    scorer: Scorer, documents: list[Record], predictions: dict[str, Record], seed: int
) -> None:
    same(scorer, documents, spoilt(predictions, random.Random(seed)))


def spoilt(predictions: dict[str, Record], chance: random.Random) -> dict[str, Record]:
    """Drop, double, and alter documents and entries at random."""
    others = list(predictions.values())
    result = {}
    for identity, record in copy.deepcopy(predictions).items():
        if chance.random() < 0.05:
            continue
        if chance.random() < 0.05:
            record = {**copy.deepcopy(chance.choice(others)), "id": identity}  # of another text: offsets do not fit
        if chance.random() < 0.2:
            record["relevant"] = not record["relevant"]
        for kind in ("institutions", "countries", "dates", "events", "partnerships"):
            record[kind] = spoil_entries(kind, record[kind], chance)
        if chance.random() < 0.1:
            del record[chance.choice(["institutions", "countries", "dates", "events", "partnerships", "relevant"])]
        result[identity] = record
    return result


def spoil_entries(kind: str, entries: list[Record], chance: random.Random) -> list[Record]:
    found = []
    for entry in entries:
        fate = chance.random()
        if fate < 0.15:
            continue
        if fate < 0.3:
            entry = copy.deepcopy(entry)
            alter(kind, entry, entries, chance)
        found += [entry, copy.deepcopy(entry)] if fate > 0.9 else [entry]
    chance.shuffle(found)
    return found


def alter(kind: str, entry: Record, entries: list[Record], chance: random.Random) -> None:
    other = chance.choice(entries)
    if kind == "institutions":
        field = chance.choice(["ror", "country", "mentions", "key"])
        entry[field] = chance.choice([other[field], None]) if field in ("ror", "country") else other[field]
    elif kind == "countries":
        entry["code"] = chance.choice(["JP", "FR", other["code"]])
    elif kind == "dates":
        entry[chance.choice(["from", "to"])] = chance.choice(["2021-05-03", other["from"]])
        entry["start"] += chance.choice([0, 1])
    elif kind == "events":
        field = chance.choice(["type", "institutions", "countries", "date", "evidence"])
        entry[field] = chance.choice([other[field], None]) if field in ("date", "evidence") else other[field]
    else:
        entry[chance.choice(["a", "b"])] = chance.choice([other["a"], other["b"], "x:nobody"])
