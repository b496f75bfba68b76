"""The examples of the page on extraction print what the page says they do."""

from pathlib import Path

import pytest

from docs.examples import EXAMPLE, fresh

PAGE = Path(__file__).resolve().parent.parent / "docs" / "extraction.md"


@pytest.mark.slow
@pytest.mark.timeout(290)
def test_every_example_prints_what_the_page_says() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert len(EXAMPLE.findall(page)) == 6
    assert fresh(page) == page, "run `python -m docs.examples docs/extraction.md`"
