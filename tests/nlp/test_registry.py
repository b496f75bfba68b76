"""The institution registry: folding, compiling a release, finding names, looking records up."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.registry import Registry, RegistryError, compile_registry, fold_text, normalise, token_key
from nlp.registry.names import spellings


def organisation(
    identifier: str, name: str, *others: tuple[str, str], country: str = "FR", status: str = "active", **more: Any
) -> dict[str, Any]:
    names = [{"value": name, "types": ["ror_display", "label"], "lang": None}]
    names += [{"value": value, "types": [kind], "lang": None} for value, kind in others]
    site = more.get("website")
    return {
        "id": f"https://ror.org/{identifier}",
        "status": status,
        "names": names,
        "types": more.get("types", ["education"]),
        "locations": [{"geonames_details": {"country_code": country, "name": more.get("city")}}],
        "links": [{"type": "website", "value": site}] if site else [],
        "domains": [],
        "relationships": [{"type": t, "id": f"https://ror.org/{i}", "label": ""} for t, i in more.get("relations", [])],
    }


DUMP = [
    organisation("00example1", "Norland University", ("NU", "acronym"), country="NO", website="https://www.norland.example"),
    organisation("00example2", "Norland Institute of Technology", ("NIT", "acronym"), country="NO"),
    organisation("00example3", "Airship (France)", types=["company"], country="FR"),
    organisation("00example4", "Kagaku University", country="JP", website="https://kagaku.example"),
    organisation("00example5", "Old Norland College", country="NO", status="inactive",
                 relations=[("successor", "00example1")]),
    organisation("00example6", "Norland Laboratory", types=["facility"], country="NO", website="https://norland.example",
                 relations=[("parent", "00example1")]),
    organisation("00example7", "École des Ponts et des Îles", country="FR"),
]  # fmt: skip


def zipped(folder: Path, records: list[dict[str, Any]] = DUMP) -> Path:
    source = folder / "v9.1-2026-01-02-ror-data.zip"
    with zipfile.ZipFile(source, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("v9.1-2026-01-02-ror-data.json", json.dumps(records))
    return source


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    folder = tmp_path_factory.mktemp("registry")
    compile_registry(zipped(folder), folder / "compiled")
    return Registry.open(folder / "compiled")


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("L’École\u00a0Polytechnique", "l ecole polytechnique"),
        ("Saint-Étienne", "saint etienne"),
        ("Universität Straßburg", "universitat strassburg"),
        ("Œuvres & Cie", "oeuvres and cie"),
        ("univer\u00adsité", "universite"),
        ("E\u0301cole", "ecole"),
        ("n+i", "n+i"),
    ],
)
def test_names_are_folded(written: str, folded: str) -> None:
    assert normalise(written) == folded


@given(st.text())
def test_folded_text_leads_back_to_the_original(text: str) -> None:
    folded = fold_text(text)
    assert len(folded.offsets) == len(folded.text)
    assert list(folded.offsets) == sorted(folded.offsets)
    if folded.text:
        start, end = folded.span(0, len(folded.text))
        assert 0 <= start < end <= len(text)


def test_a_name_has_its_other_spellings() -> None:
    assert "airbus" in spellings("Airbus (France)")
    assert "xian jiaotong university" in spellings("Xi'an Jiaotong University")
    assert "universitaet muenchen" in spellings("Universität München")


def test_translations_share_a_key() -> None:
    assert token_key("Université de Keiô") == token_key("Keio University")
    assert token_key("Université technique de Munich") == token_key("Technische Universität München")
    assert token_key("Kagawa University") != token_key("Kagawa Medical University")
    assert not token_key("University of Technology").telling


def test_names_are_found_whatever_their_dress(registry: Registry) -> None:
    text = "L’ECOLE DES PONTS ET DES ILES signe avec la Norland\nUniversity."
    assert [(hit.text, hit.records) for hit in registry.find(text)] == [
        ("ECOLE DES PONTS ET DES ILES", ("ror:00example7",)),
        ("Norland\nUniversity", ("ror:00example1",)),
    ]


def test_offsets_fit_the_text(registry: Registry) -> None:
    text = "🎓 La «\u00a0École des Ponts et des I\u0302les\u00a0» et NIT (Norland Insti\u00adtute of Technology)"
    for hit in registry.find(text):
        assert text[hit.start : hit.end] == hit.text
    assert "École des Ponts et des I\u0302les" in [hit.text for hit in registry.find(text)]


def test_the_longest_name_is_taken_and_words_are_not_cut(registry: Registry) -> None:
    assert [h.text for h in registry.find("Norland Institute of Technology")] == ["Norland Institute of Technology"]
    assert registry.find("Norland Universityx, xNorland University") == []


def test_acronyms_want_support_and_capitals(registry: Registry) -> None:
    assert [hit.needs_support for hit in registry.find("avec NIT") if "ror:00example2" in hit.records] == [True]
    assert not registry.find("un nit dans la haie")


def test_a_former_name_leads_to_the_present_institution(registry: Registry) -> None:
    hit = registry.find("Old Norland College")[0]
    assert (hit.records, hit.name_kind) == (("ror:00example1",), "former")
    assert registry.present("ror:00example5") == ["ror:00example1"]


def test_supplement_names_lead_to_what_absorbed_them(registry: Registry) -> None:
    hit = registry.find("Télécom Bretagne")[0]
    assert [registry.present(i) for i in hit.records] == [["ror:030hj3061"]]


def test_a_site_belongs_to_the_parent(registry: Registry) -> None:
    found = registry.by_domain("https://news.norland.example/2026")
    assert found is not None
    assert found.id == "ror:00example1"
    assert registry.by_domain("unknown.example") is None


def test_candidates_are_of_the_country(registry: Registry) -> None:
    assert registry.candidates("Université de Kagaku", "JP") == ["ror:00example4"]
    assert registry.candidates("Université de Kagaku", "NO") == []


def test_search_takes_beginnings(registry: Registry) -> None:
    assert registry.search("norland inst")[0].id == "ror:00example2"
    assert registry.search("  ") == []


def test_the_supplement_serves_alone(tmp_path: Path) -> None:
    alone = Registry.open(tmp_path)
    assert alone.release == "supplement"
    assert "ror:03e8rf594" in alone.find("Mines Alès")[0].records
    ales = alone.get("ror:03e8rf594")
    assert ales is not None
    assert (ales.ror, ales.country, ales.parent_id) == ("03e8rf594", "FR", "ror:025vp2923")


@pytest.mark.parametrize("content", [b"", b"no json", b"[{]", b'{"a": 1}', b"[]", b'[{"id": "x"}]'])
def test_a_broken_release_is_refused_and_the_old_one_stays(tmp_path: Path, content: bytes) -> None:
    compile_registry(zipped(tmp_path), tmp_path / "r")
    broken = tmp_path / "broken.json"
    broken.write_bytes(content)
    with pytest.raises(RegistryError, match=r"broken\.json"):
        compile_registry(broken, tmp_path / "r")
    assert Registry.open(tmp_path / "r").release == "ROR v9.1 (2026-01-02)"
    assert len(list((tmp_path / "r").glob("release-*"))) == 1


def test_a_cut_zip_is_refused(tmp_path: Path) -> None:
    source = zipped(tmp_path)
    source.write_bytes(source.read_bytes()[:-40])
    with pytest.raises(RegistryError, match="not a complete zip"):
        compile_registry(source, tmp_path / "r")


def test_a_reader_keeps_its_release_while_a_new_one_comes(tmp_path: Path) -> None:
    compile_registry(zipped(tmp_path), tmp_path / "r")
    reader = Registry.open(tmp_path / "r")
    compile_registry(zipped(tmp_path, DUMP[1:]), tmp_path / "r")
    assert reader.find("Norland University")
    assert not Registry.open(tmp_path / "r").find("Norland University")
