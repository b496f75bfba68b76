"""One annotated document against what was predicted for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nlp.evaluation.counts import Count, Fault, Tally, compared
from nlp.evaluation.matching import NO_REGISTRY, Record, bare_ror, folded, interval, match_events, match_institutions

NOTHING: Record = {}
"""What counts for a document without prediction: nothing found."""


class Judge:
    """Scores one document into a tally."""

    def __init__(self, document: Record, predicted: Record, tally: Tally) -> None:
        self.id: str = str(document["id"])
        self.text: str = document["text"]
        self.gold: Record = document["gold"]
        self.predicted = predicted
        self.tally = tally
        self.by_key: dict[str, Record] = {each["key"]: each for each in self.gold["institutions"]}
        self.to_gold = match_institutions(self.gold["institutions"], self._found("institutions"))

    def judge(self) -> None:
        """Score everything."""
        self._offsets()
        self._institutions()
        self._links()
        self._countries()
        self._dates()
        self._events()
        self._partnerships()
        self._relevance()

    def _found(self, kind: str) -> list[Record]:
        found = self.predicted.get(kind)
        return found if isinstance(found, list) else []

    def _note(self, kind: str, what: object) -> None:
        self.tally.faults.append(Fault(self.id, kind, str(what)))

    def _known(self, key: str) -> str:
        """Return the annotated key of a predicted one; one that is no annotated key where there is none."""
        return self.to_gold.get(key, "?" + key)

    def _offsets(self) -> None:
        for span in self._spans():
            self.tally.numbers["spans"] += 1
            if self.text[span["start"] : span["end"]] != span["text"]:
                self.tally.numbers["wrong offsets"] += 1
                self._note("wrong offset", dict(span))

    def _spans(self) -> Iterator[Mapping[str, Any]]:
        for kind in ("institutions", "countries"):
            for each in self._found(kind):
                yield from each.get("mentions", [])
        yield from self._found("dates")
        yield from (event["evidence"] for event in self._found("events") if event.get("evidence"))

    def _institutions(self) -> None:
        """An institution that the text never names (without surfaces) is neither required nor wrong."""
        named = [each for each in self.gold["institutions"] if each["surfaces"]]
        matched = set(self.to_gold.values())
        extra = [each for each in self._found("institutions") if each["key"] not in self.to_gold]
        right = 0
        for each in named:
            found = each["key"] in matched
            right += found
            self.tally.add("institutions:" + each["kind"], Count(found, 0, not found))
            if not found:
                self._note("institution missed", each["surfaces"])
        self.tally.add("institutions", Count(right, len(extra), len(named) - right))
        for each in extra:
            self._note("institution extra", [m["text"] for m in each.get("mentions", [])][:3] or each.get("name"))

    def _links(self) -> None:
        for each in self._found("institutions"):
            wanted = self.by_key.get(self.to_gold.get(each["key"], ""))
            if not wanted:
                continue
            ror = bare_ror(wanted.get("ror"))
            if ror:
                good = bare_ror(each.get("ror")) == (None if ror == NO_REGISTRY else ror)
                self.tally.choose("linked", good)
                if not good:
                    self._note("link", f"{wanted['name']}: {each.get('ror')} not {ror}")
            if wanted.get("country"):
                self.tally.choose("seat", each.get("country") == wanted["country"])

    def _countries(self) -> None:
        """A country that only an institution's name implies is neither required nor wrong."""
        wanted = frozenset(each["code"] for each in self.gold["countries"] if each["how"] != "institution")
        allowed = frozenset(each["code"] for each in self.gold["countries"])
        found = frozenset(each["code"] for each in self._found("countries"))
        self.tally.add("countries", compared(found, wanted, allowed))
        if wanted - found:
            self._note("country missed", sorted(wanted - found))
        if found - allowed:
            self._note("country extra", sorted(found - allowed))

    def _dates(self) -> None:
        """An expression that the annotator could not resolve is neither required nor wrong."""
        unresolved = [folded(each["text"]) for each in self.gold["dates"] if not interval(each)]
        dates = [each for each in self._found("dates") if interval(each) and not _within(each["text"], unresolved)]
        wanted = frozenset(interval(each) for each in self.gold["dates"] if interval(each))
        found = frozenset(interval(each) for each in dates)
        self.tally.add("dates", compared(found, wanted))
        if missed := [each["text"] for each in self.gold["dates"] if interval(each) in wanted - found]:
            self._note("date missed", missed)
        if extra := [each["text"] for each in dates if interval(each) in found - wanted]:
            self._note("date extra", extra)

    def _events(self) -> None:
        gold, predicted = self.gold["events"], self._found("events")
        who = [frozenset(self._known(key) for key in each.get("institutions", [])) for each in predicted]
        matched = dict(match_events(gold, predicted, who, self._publishers()))
        for place, other in matched.items():
            self._slots(gold[place], predicted[other], who[other])
        right = len(matched)
        self.tally.add("events", Count(right, len(predicted) - right, len(gold) - right))
        for place, each in enumerate(gold):
            if place not in matched:
                self._note("event missed", f"{each['type']}: {each['evidence'][:90]}")
        for other, each in enumerate(predicted):
            good = other in matched.values()
            if isinstance(each.get("confidence"), (int, float)):
                self.tally.judged.append((float(each["confidence"]), good))
            if not good:
                self._note("event extra", f"{each['type']}: {(each.get('evidence') or {}).get('text', '')[:90]}")

    def _publishers(self) -> frozenset[str]:
        publisher = self.gold.get("publisher")
        if not publisher:
            return frozenset()
        name = folded(publisher["name"])
        return frozenset(each["key"] for each in self.gold["institutions"] if folded(each["name"]) == name)

    def _slots(self, wanted: Record, found: Record, who: frozenset[str]) -> None:
        slots = self.tally.slots
        slots["event date"].append(float(interval(found.get("date")) == interval(wanted["date"])))
        slots["event countries"].append(_set_f1(set(found.get("countries", [])), set(wanted["countries"])))
        slots["event organisations"].append(_set_f1(set(who), set(wanted["institutions"])))

    def _partnerships(self) -> None:
        wanted = frozenset((frozenset((x["a"], x["b"])), x["type"]) for x in self.gold["partnerships"])
        found = frozenset(
            (frozenset((self._known(x["a"]), self._known(x["b"]))), x["type"]) for x in self._found("partnerships")
        )
        self.tally.add("partnerships typed", compared(found, wanted))
        pairs, wanted_pairs = frozenset(pair for pair, _ in found), frozenset(pair for pair, _ in wanted)
        self.tally.add("partnerships", compared(pairs, wanted_pairs))
        for pair in sorted(map(sorted, wanted_pairs - pairs)):
            self._note("partnership missed", self._names(pair))
        for pair in sorted(map(sorted, pairs - wanted_pairs)):
            self._note("partnership extra", self._names(pair))

    def _names(self, keys: list[str]) -> str:
        return " + ".join(self.by_key[key]["name"] if key in self.by_key else key for key in keys)

    def _relevance(self) -> None:
        something = bool(self._found("events") or self._found("partnerships"))
        said = self.predicted.get("relevant", something)
        self.tally.choose("relevant", said == self.gold["relevant"])
        if not self.gold["relevant"]:
            self.tally.numbers["irrelevant"] += 1
            self.tally.numbers["false alarms"] += something


def _within(text: str, expressions: list[str]) -> bool:
    """Tell whether a date is, contains, or is part of one of the expressions."""
    name = folded(text)
    return any(name in each or each in name for each in expressions)


def _set_f1(found: set[str], wanted: set[str]) -> float:
    return 2 * len(found & wanted) / (len(found) + len(wanted)) if found or wanted else 1.0
