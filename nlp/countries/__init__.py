"""Countries: from a text to the ISO 3166 codes it names, and why.

Written rules for ambiguous forms stand in nlp/data/countries/ambiguous.csv (Géorgie, Congo, Cambridge …),
needs_place.csv (Nice, Tours, Reading …) and given_up.csv; those for languages, persons and streets in rules.py.
"""

from nlp.countries.find import all_countries, country_name, find_countries, mark_inside, place_country

__all__ = ["all_countries", "country_name", "find_countries", "mark_inside", "place_country"]
