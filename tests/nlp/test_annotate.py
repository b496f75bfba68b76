"""The exchange format and `passerelle annotate`: tolerant in what comes in, exact in what goes out."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from nlp.annotate import BadLine, decoded, read_document, read_documents, read_records, to_record
from nlp.explain import explanation
from nlp.pipeline import Pipeline
from nlp.registry import Registry
from records import (
    Analysis,
    Claim,
    ClaimCountry,
    DateInterval,
    DateMention,
    Document,
    Evidence,
    Institution,
    Pair,
    Participant,
    Span,
)

ROOT = Path(__file__).resolve().parent.parent.parent
SIGNED = "L'Institut Mines-Télécom et l'Université de Kyoto ont signé un accord au Japon le 3 mai 2021."
DAY = DateInterval(dt.date(2021, 5, 3), dt.date(2021, 5, 3), "day", "stated", "2021-05-03")
ALES = Institution("ror:03e8rf594", "IMT Mines Alès", "academic", "FR", "03e8rf594")


def claim(modality: Any = "happened", **more: Any) -> Claim:
    evidence = Evidence(Span(0, 5, "Signé"), Span(0, 5, "Signé"))
    return Claim("agreement", modality, (evidence,), **more)


def annotate(tmp_path: Path, *arguments: str, given: str | bytes = "") -> subprocess.CompletedProcess[str]:
    data = given.encode() if isinstance(given, str) else given
    done = subprocess.run(
        [sys.executable, "-m", "cli", "annotate", *arguments],
        cwd=ROOT, env={**os.environ, "PASSERELLE_DATA": str(tmp_path / "data")}, input=data, capture_output=True,
        timeout=120, check=False,
    )  # fmt: skip
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


# ------------------------------------------------------------------------------------------------------------ input


@pytest.mark.parametrize(
    ("more", "field", "value"),
    [
        ({"publisher": "IMT"}, "publisher", "IMT"),
        ({"publisher": {"name": "IMT", "country": "FR"}}, "publisher", "IMT"),
        ({"publisher": None}, "publisher", None),
        ({"publisher": " "}, "publisher", None),
        ({"published": "2021-05-03"}, "published", dt.date(2021, 5, 3)),
        ({"published": "2021-05-03T10:00:00+02:00"}, "published", dt.date(2021, 5, 3)),
        ({"published": ""}, "published", None),
        ({"lang": ""}, "lang", None),
        ({"anything": {"else": 1}}, "text", "Texte"),
        ({"id": 12}, "id", "12"),
        ({"text": "a\ud800b"}, "text", "a\ufffdb"),
    ],
)
def test_a_document_is_read_tolerantly(more: dict[str, Any], field: str, value: object) -> None:
    assert getattr(read_document({"id": "d", "text": "Texte", **more}), field) == value


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{", "line 2: not JSON"),
        ("[]", "line 2: not an object"),
        ('{"text": "x"}', 'line 2: no "id"'),
        ('{"id": true, "text": "x"}', 'line 2: no "id"'),
        ('{"id": "b"}', 'line 2: document b: no "text"'),
        ('{"id": "b", "text": "x", "lang": 3}', 'line 2: document b: "lang" is not a string'),
        ('{"id": "b", "text": "x", "published": "3 mai"}', 'line 2: document b: "published" is not a date'),
        ("[" * 200_000, "line 2: "),
    ],
)
def test_a_bad_line_is_named(line: str, complaint: str) -> None:
    with pytest.raises(BadLine, match=r"^news\.jsonl, ") as caught:
        list(read_documents(['{"id": "a", "text": "x"}', line], "news.jsonl"))
    assert complaint in str(caught.value)


def test_empty_lines_count_but_are_no_documents() -> None:
    assert [each.id for each in read_documents(["\n", '{"id": "a", "text": ""}\n', "  \n"])] == ["a"]
    with pytest.raises(BadLine, match="line 3"):
        list(read_records(["\n", '{"id": "a"}', "x"]))


def test_bytes_are_utf8_with_or_without_mark() -> None:
    assert list(decoded([b"\xef\xbb\xbf{}\n", "é\n".encode()])) == ["{}\n", "é\n"]
    with pytest.raises(BadLine, match=r"news.jsonl, line 2: not UTF-8"):
        list(decoded([b"{}\n", b"\xe9\n"], "news.jsonl"))


# ----------------------------------------------------------------------------------------------------------- output


def test_only_what_is_stated_becomes_an_event() -> None:
    claims = tuple(claim(modality) for modality in ("happened", "planned", "standing", "cancelled", "generic"))
    record = to_record(Analysis("d", "fr", True, claims=claims))
    assert [event["modality"] for event in record["events"]] == ["happened", "planned", "standing"]
    assert record["relevant"] is True
    assert to_record(Analysis("d", "fr", True, claims=claims[3:]))["relevant"] is False


def test_a_pair_is_given_once_a_kind() -> None:
    claims = tuple(
        claim(pairs=(Pair(a, b, kind),))
        for a, b, kind in (("x", "y", "agreement"), ("y", "x", "agreement"), ("x", "y", "mobility"))
    )  # type: ignore[arg-type]
    record = to_record(Analysis("d", "fr", True, claims=claims))
    assert [(each["a"], each["b"], each["type"]) for each in record["partnerships"]] == [
        ("x", "y", "agreement"),
        ("x", "y", "mobility"),
    ]


def test_a_publisher_that_takes_part_unnamed_is_an_institution_without_mentions() -> None:
    taking_part = claim(participants=(Participant(ALES.id, "publisher"),), countries=(ClaimCountry("JP"),), date=DAY)
    record = to_record(Analysis("d", "fr", True, claims=(taking_part,), publisher=ALES))
    assert record["institutions"][0]["key"] == ALES.id
    assert record["institutions"][0]["mentions"] == []
    assert record["events"][0]["institutions"] == [ALES.id]
    assert record["events"][0]["date"] == {"from": "2021-05-03", "to": "2021-05-03", "precision": "day"}
    assert to_record(Analysis("d", "fr", False, publisher=ALES))["institutions"] == []


def test_a_date_that_nothing_resolves_has_no_interval() -> None:
    years = DateInterval(dt.date(2020, 1, 1), dt.date(2024, 12, 31), "range", "stated", "2020/2024")
    dates = (DateMention(Span(0, 5, "jeudi"), None), DateMention(Span(9, 18, "2020-2024"), years))
    first, second = to_record(Analysis("d", "fr", False, dates=dates))["dates"]
    assert first == {"text": "jeudi", "start": 0, "end": 5, "from": None, "to": None, "precision": None}
    assert (second["from"], second["to"], second["precision"]) == ("2020-01-01", "2024-12-31", "range-of-years")


# ---------------------------------------------------------------------------------------------------------- command


def test_documents_go_in_and_annotations_come_out(tmp_path: Path) -> None:
    given = "".join(json.dumps({"id": f"d{n}", "text": f"{n}. {SIGNED}", "lang": "fr"}) + "\n" for n in range(3))
    source, output = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(given, encoding="utf-8")
    done = annotate(tmp_path, str(source), "-o", str(output))
    assert (done.returncode, done.stdout) == (0, "")
    assert "Institutions: supplement" in done.stderr
    records = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert [each["id"] for each in records] == ["d0", "d1", "d2"]
    assert all({"JP"} <= {country["code"] for country in each["countries"]} for each in records)
    piped = annotate(tmp_path, "-", given=given)
    assert piped.stdout == output.read_text(encoding="utf-8")


def test_a_bad_line_is_told_and_leaves_what_was_there(tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    output.write_text("before\n")
    done = annotate(tmp_path, "-", "-o", str(output), given='{"id": "a", "text": "x", "lang": "it"}\n{"id": 1.5}\n')
    assert done.returncode == 2
    assert 'line 2: no "id"' in done.stderr
    assert "Traceback" not in done.stderr
    assert output.read_text() == "before\n"
    assert [path.name for path in tmp_path.iterdir() if path.name != "data"] == ["out.jsonl"]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    done = annotate(tmp_path, "-", "-o", str(tmp_path / "none" / "out.jsonl"), given="")
    assert done.returncode == 2
    assert "there is no folder" in done.stderr


def test_an_interrupted_run_leaves_no_half_file(tmp_path: Path) -> None:
    output = tmp_path / "out" / "out.jsonl"
    output.parent.mkdir()
    command = [sys.executable, "-m", "cli", "annotate", "-", "-o", str(output)]
    environment = {**os.environ, "PASSERELLE_DATA": str(tmp_path / "data")}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background job ignores it
    ) as process:  # fmt: skip
        assert process.stdin is not None
        process.stdin.write(b'{"id": "a", "text": "x", "lang": "it"}\n')
        process.stdin.flush()
        until = time.monotonic() + 60
        while not list(output.parent.iterdir()) and time.monotonic() < until:
            time.sleep(0.05)  # until it is at work, waiting for more
        assert list(output.parent.iterdir()), "never began"
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) not in (0, 2)
    assert list(output.parent.iterdir()) == []


def test_explain_tells_why(tmp_path: Path) -> None:
    given = json.dumps({"id": "d7", "text": SIGNED, "lang": "fr", "publisher": "Institut Mines-Télécom"})
    done = annotate(tmp_path, "-", "--explain", "d7", given=given)
    assert done.returncode == 0, done.stderr
    for told in ("Université de Kyoto", "because:", "“Japon” = JP (explicit)", "2021-05-03 (day, stated)", "trigger"):
        assert told in done.stdout
    missing = annotate(tmp_path, "-", "--explain", "d8", given=given)
    assert (missing.returncode, missing.stdout) == (2, "")
    assert "no document has the id d8" in missing.stderr


def test_an_explanation_names_what_was_rejected_and_what_is_not_reported() -> None:
    notes = {"not an institution: 'X' at 3": "too short"}
    found = Analysis("d", "fr", False, claims=(claim("generic", date=DAY),), notes=notes)
    lines = explanation(Document("d", "Signé", None), found)
    assert "  'X' at 3: too short" in lines
    assert any("generic (not reported as an event)" in line for line in lines)
    assert any("fr (guessed)" in line for line in lines)


def test_records_of_a_real_analysis_quote_the_text() -> None:
    record = to_record(Pipeline(Registry.open(None)).analyse(Document("d", SIGNED, "fr")))
    spans = [m for kind in ("institutions", "countries") for each in record[kind] for m in each["mentions"]]
    spans += record["dates"] + [event["evidence"] for event in record["events"]]
    assert len(spans) > 3
    assert all(SIGNED[span["start"] : span["end"]] == span["text"] for span in spans)
