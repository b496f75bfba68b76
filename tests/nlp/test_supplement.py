"""The hand-written tables: complete, sane, and right about ROR ids."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

from nlp.countries import country_name
from nlp.registry import Registry, compile_registry, host_of, normalise
from nlp.registry.names import spellings
from nlp.registry.supplement import load_supplement
from records import Institution


def test_french_schools_are_there() -> None:
    french = [r for r in load_supplement().records.values() if r.institution.country == "FR" and r.table != "public"]
    assert len([r for r in french if r.institution.kind == "academic"]) >= 150


@pytest.mark.parametrize(
    "name",
    ["APAIE", "EuroTech Universities Alliance", "T.I.M.E.", "n+i", "CDEFI", "Conférence des grandes écoles", "CESAER"],
)
def test_bodies_that_the_registry_lacks_are_there(name: str) -> None:
    bearers = load_supplement().bearers(normalise(name))
    assert [load_supplement().records[b.id].institution.kind for b in bearers] == ["network"]


def test_rows_are_sane() -> None:
    for record in load_supplement().records.values():
        institution = record.institution
        assert institution.name
        assert re.fullmatch(r"(?:0[a-z0-9]{8})?", institution.ror or ""), institution
        assert institution.website is None or host_of(institution.website), institution
        if institution.country:
            assert country_name(institution.country, "en"), institution
        for name in record.names:
            assert name.value == name.value.strip()
            assert len(name.value) > 1 or name.support, name


def test_a_name_that_several_bear_is_marked_as_needing_support() -> None:
    bearers = defaultdict(set)
    for record in load_supplement().records.values():
        for name in record.names:
            if not name.support:
                bearers[normalise(name.value)].add(record.institution.id)
    assert {name: ids for name, ids in bearers.items() if len(ids) > 1} == {}


def test_successions_end() -> None:
    registry = Registry.open(None)
    for record in load_supplement().records.values():
        if record.successor_id:
            assert registry.present(record.institution.id) != [record.institution.id]


_OVERSEAS = {"RE", "YT", "GP", "MQ", "GF", "NC", "PF"}
"""Parts of France that ROR lists under their own codes, the supplement under FR."""


def _same_country(own: Institution, known: Institution) -> bool:
    return own.country in (known.country, None) or (own.country == "FR" and known.country in _OVERSEAS)


@pytest.mark.shared
@pytest.mark.slow
def test_every_ror_id_is_in_the_dump_and_means_the_same(shared: Path, tmp_path: Path) -> None:
    dump = next(iter(sorted((shared / "ror").glob("*.zip"))), None)
    if dump is None:
        pytest.skip(f"no ROR dump in {shared / 'ror'}")
    compile_registry(dump, tmp_path)
    compiled = Registry.open(tmp_path).compiled
    assert compiled is not None
    wrong = []
    for record in load_supplement().records.values():
        own = record.institution
        if own.ror is None:
            continue
        known = compiled.institution(own.id)
        if known is None or compiled.status(own.id) != "active" or not _same_country(own, known):
            wrong.append(own)
            continue
        names = {key for value, _, _ in compiled.names(own.id) for key in spellings(value)}
        shared_name = names & {key for name in record.names for key in spellings(name.value)}
        if not shared_name and host_of(own.website) != host_of(known.website):
            wrong.append(own)
    assert wrong == []
