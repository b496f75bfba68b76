"""CSV, Excel, Atom and iCalendar, read back by the libraries that others use."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET

import icalendar
import openpyxl
import pytest

from db.site import atom, ical
from db.site.csvguard import CsvGuard, harmless
from db.site.xlsx import workbook


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-cmd", "@SUM(A1)", "\tx", "  =1", "＝1"])
def test_formulas_become_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-1", "-1.5", "+33", "1e-5", "a=b", "", "École"])
def test_other_cells_stay(cell: str) -> None:
    assert harmless(cell) == cell


def test_csv_in_pieces_is_the_same_as_in_one() -> None:
    text = 'a,b\r\n"=x\r\ny",1\r\n"say ""=1""",-2\r\n=z,"@q"\r\n'
    whole = CsvGuard()
    expected = whole.feed(text) + whole.end()
    for size in (1, 3, 7):
        guard = CsvGuard()
        parts = "".join(guard.feed(text[i : i + size]) for i in range(0, len(text), size)) + guard.end()
        assert parts == expected
    assert list(csv.reader(io.StringIO(expected, newline="")))[1:] == [
        ["'=x\r\ny", "1"], ['say "=1"', "-2"], ["'=z", "'@q"]
    ]  # fmt: skip


def test_excel_computes_nothing() -> None:
    body = workbook("A/B: [x]", ["title", "n"], [["=1+1", 3], [{"value": "JP", "label": "Japan"}, None], ["a\x00b", 1]])
    sheet = openpyxl.load_workbook(io.BytesIO(body)).active
    assert sheet is not None
    assert [[cell.value for cell in row] for row in sheet.rows] == [
        ["title", "n"], ["=1+1", 3], ["Japan", None], ["ab", 1]
    ]  # fmt: skip
    assert sheet["A2"].data_type == "s"


ROW = {
    "event": "e3", "title": "Visite; à Tokyo, délégation " + "é" * 60, "date_from": "2099-02-23",
    "date_to": "2099-02-27",
    "date_precision": "day", "modality": "planned", "institutions": "IMT, Keio", "countries": "Japan",
}  # fmt: skip


def test_a_calendar_program_reads_the_calendar() -> None:
    text = ical.calendar(
        "Coming", [ROW, {**ROW, "event": "e9", "date_from": None}], "http://h:1", "h", "2026-11-20T07:00:00Z"
    )
    read = icalendar.Calendar.from_ical(text)
    (event,) = read.walk("VEVENT")
    assert str(event["UID"]) == "e3@h"
    assert str(event["SUMMARY"]) == ROW["title"]
    assert event["DTSTART"].dt.isoformat() == "2099-02-23"
    assert event["DTEND"].dt.isoformat() == "2099-02-28"
    assert event["DTSTAMP"].dt.isoformat() == "2026-11-20T07:00:00+00:00"
    assert text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_a_cancelled_event_is_marked() -> None:
    text = ical.calendar("x", [{**ROW, "modality": "cancelled"}], "http://h", "h", "2026-11-20T07:00:00Z")
    assert "STATUS:CANCELLED" in text


def test_an_atom_feed_is_well_formed() -> None:
    rows = [["<b>A</b> & \x01B", "e1", "2026-11-20"], ["C", "e1", "2026-11-20"], ["D", "e2", None]]
    entries = atom.from_rows(["title", "event", "updated"], rows, "http://h", "/p", "2026-11-21T07:00:00Z")
    root = ET.fromstring(atom.feed("T", "http://h/p", "http://h/p.atom", "2026-11-21T07:00:00Z", entries, "en"))
    ns = {"a": atom.ATOM}
    assert [node.text for node in root.findall("a:entry/a:title", ns)] == ["<b>A</b> & B", "D"]
    assert [node.text for node in root.findall("a:entry/a:id", ns)] == ["http://h/event/e1", "http://h/event/e2"]
    assert root.findtext("a:updated", namespaces=ns) == "2026-11-21T07:00:00Z"
    assert root.findtext("a:entry/a:updated", namespaces=ns) == "2026-11-20T00:00:00Z"
