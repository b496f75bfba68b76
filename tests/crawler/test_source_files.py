"""Source files: the shipped ones are right, and a wrong one is said to be."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from config import Config
from crawler import source_files
from crawler.source_files import SourceError

SHIPPED = sorted(source_files.SHIPPED.glob("*.toml"))


def test_the_founding_schools_and_at_least_sixty_are_shipped() -> None:
    assert len(SHIPPED) >= 60
    assert {"imt", "telecom-paris", "imt-mines-ales", "cesi"} <= {path.stem for path in SHIPPED}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_each_shipped_file_is_valid_and_guesses_no_way(path: Path) -> None:
    source = source_files.load(path)
    assert source.ror
    assert (source.country, source.lang) == ("FR", "fr")
    assert source.ways() == []


@pytest.mark.shared
@pytest.mark.slow
def test_names_ids_and_home_pages_are_the_registrys(shared: Path) -> None:
    dump = next((shared / "ror").glob("*.zip"), None)
    if dump is None:
        pytest.skip("no registry dump")
    with zipfile.ZipFile(dump) as archive:
        records = json.load(archive.open(next(name for name in archive.namelist() if name.endswith(".json"))))
    registry = {record["id"].rpartition("/")[2]: record for record in records}
    for path in SHIPPED:
        source = source_files.load(path)
        record = registry[source.ror or ""]
        assert record["status"] == "active"
        assert source.name in [name["value"] for name in record["names"]]
        assert source.home in [link["value"] for link in record["links"] if link["type"] == "website"]


def test_the_users_own_file_wins(tmp_path: Path) -> None:
    config = Config(tmp_path)
    config.sources.mkdir()
    (config.sources / "imt.toml").write_text('name = "Mine"\nhome = "https://mine.example/"\n')
    assert source_files.load_all(config)["imt"].name == "Mine"
    assert source_files.own(config) == ["imt"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name = \n", r"x\.toml: not readable as TOML: .*line 1"),
        ('home = "https://a.example"\n', "`name` is missing"),
        ('name = "A"\n', "`home` is missing"),
        ('name = "A"\nhome = "a.example"\n', "`home`: 'a.example' is not an http"),
        ('name = "A"\nhome = "ftp://a.example"\n', "is not an http"),
        ('name = "A"\nhome = "http://a.example"\nfeed = 1\n', "unknown key feed; known are"),
        ('name = "A"\nhome = "http://a.example"\nfeeds = ["/feed"]\n', "`feeds`: '/feed' is not"),
        ('name = "A"\nhome = "http://a.example"\nfeeds = "http://a.example/f"\n', "`feeds` must be a list"),
        ('name = "A"\nhome = "http://a.example"\ninclude = ["("]\n', "`include`: '\\(' is not a regular expression"),
        ('name = "A"\nhome = "http://a.example"\nitem = "li["\n', "`item`: 'li\\[' is not a CSS selector"),
        ('name = "A"\nhome = "http://a.example"\nror = "123"\n', "`ror`: '123' is not of the form"),
        ('name = "A"\nhome = "http://a.example"\ncadence = "hourly"\n', "daily, weekly or monthly"),
        ('name = "A"\nhome = "http://a.example"\nexpected_per_month = "ten"\n', "must be a whole number"),
    ],
)
def test_a_wrong_file_says_what_is_wrong(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "x.toml"
    path.write_text(text)
    with pytest.raises(SourceError, match=message):
        source_files.load(path)


def test_a_file_that_is_not_utf8_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(b'home = "http://a.example"\nname = "\xe9cole"\n')
    with pytest.raises(SourceError, match=r"x\.toml: line 2 is not UTF-8"):
        source_files.load(path)
