"""Human decisions: their keys, made of content, and which claims they are about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from db.merging.model import StoredClaim

CERTAIN = 0.6
"""How much of the shorter list of participants must be in the other for a decision to be about a claim."""


@dataclass(frozen=True, slots=True)
class Key:
    """What a decision is about: a type, who took part, the sentences that say so."""

    type: str
    institutions: frozenset[str]
    sentences: frozenset[str]

    def __str__(self) -> str:
        """Return the key as the tables keep it."""
        return "|".join((self.type, ",".join(sorted(self.institutions)), ",".join(sorted(self.sentences))))

    @classmethod
    def parse(cls, text: str) -> Key:
        """Read a key that the tables kept."""
        type_, institutions, sentences = text.split("|")
        return cls(type_, _split(institutions), _split(sentences))


def _split(text: str) -> frozenset[str]:
    return frozenset(filter(None, text.split(",")))


def key_of(type_: str, claims: Iterable[StoredClaim]) -> Key:
    """Return the key of an event, or of some of its claims."""
    found = list(claims)
    return Key(
        type_,
        frozenset(id_ for claim in found for id_ in claim.roles),
        frozenset(sentence for claim in found for sentence in claim.sentences),
    )


def partnership_key(school: str, partner: str) -> str:
    """Return the key of a partnership: its two sides, whichever is the school."""
    return "+".join(sorted((school, partner)))


def likeness(key: Key, claim: StoredClaim) -> float:
    """Return how like a key is to a claim: 0 where they share no sentence or too few participants, at most 2."""
    if not key.sentences & set(claim.sentences):
        return 0.0
    mine, theirs = key.institutions, frozenset(claim.roles)
    if not mine or not theirs:
        return (1.0 if mine == theirs else 0.0) + (1.0 if key.type == claim.type else 0.0)
    common = len(mine & theirs)
    if common / min(len(mine), len(theirs)) < CERTAIN:
        return 0.0
    return common / len(mine | theirs) + (1.0 if key.type == claim.type else 0.0)


def about(key: Key, claims: Iterable[StoredClaim]) -> list[StoredClaim]:
    """Return the claims that a key is about: for each of its sentences, those that are like it most."""
    scored = [(likeness(key, claim), claim) for claim in claims]
    best: dict[str, float] = {}
    for score, claim in scored:
        for sentence in key.sentences & set(claim.sentences):
            best[sentence] = max(best.get(sentence, 0.0), score)
    return [
        claim
        for score, claim in scored
        if score and any(score == best[sentence] for sentence in key.sentences & set(claim.sentences))
    ]
