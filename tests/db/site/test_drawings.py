"""The map and the charts."""

from __future__ import annotations

from db.site import chart, worldmap
from db.site.evidence import quote


def test_shades_grow_with_the_count() -> None:
    shades = [worldmap.shade(count, 300) for count in (0, 1, 5, 20, 80, 300)]
    assert shades == sorted(shades)
    assert shades[0] == 0
    assert shades[-1] == worldmap.STEPS


def test_the_legend_covers_all_counts() -> None:
    for most in (1, 2, 7, 300, 50_000):
        ranges = worldmap.legend(most)
        assert ranges[0][1] == 1
        assert ranges[-1][2] == most


def test_countries_with_partnerships_are_links() -> None:
    drawn = worldmap.draw(
        {"JP": 3, "SG": 1}, {"JP": "Ja<pan", "SG": "Singapore"}, lambda c: f"/country/{c}", lambda n, c: f"{n}: {c}"
    )
    assert 'href="/country/JP" aria-label="Ja&lt;pan: 3"' in drawn
    assert "<circle" in drawn
    assert drawn.count("<a ") == 2


def test_the_map_has_no_country_twice_and_all_large_ones() -> None:
    assert {"FR", "JP", "US", "BR", "ZA", "RU", "CN", "IN", "AU", "XK"} <= worldmap.outlines().keys()
    assert "path" in worldmap.outlines()["FR"]


def test_empty_years_stay_in_the_chart() -> None:
    drawn = chart.by_year(
        [{"year": "2019", "events": 4, "agreements": 1}, {"year": "2022", "events": 2, "agreements": None}], 2026
    )
    assert drawn
    assert [bar.year for bar in drawn.bars] == list(range(2015, 2023))
    assert drawn.bars[4].height > drawn.bars[7].height > drawn.bars[5].height == 0
    assert chart.by_year([], 2026) is None


def test_only_the_last_years_are_drawn() -> None:
    drawn = chart.by_year([{"year": str(year), "events": 1, "agreements": 0} for year in range(1950, 2030)], 2026)
    assert drawn
    assert len(drawn.bars) == 30
    assert drawn.bars[-1].year == 2028


def test_a_quote_marks_the_trigger_only_within_its_sentence() -> None:
    row = {"sentence_text": "Nous avons signé.", "char_start": 10, "trigger_start": 21, "trigger_end": 26,
           "sentence_before": "x" * 500, "sentence_after": "mot " * 200}  # fmt: skip
    cut = quote(row)
    assert (cut.start, cut.trigger, cut.end) == ("Nous avons ", "signé", ".")
    assert len(cut.before) <= 250
    assert cut.after.endswith("…")
    assert quote({**row, "trigger_start": 2}).trigger == ""
