"""From mentions to claims: who did what with whom, where and when, as one document states it."""

from nlp.claims.find import find_claims
from nlp.claims.view import View

__all__ = ["View", "find_claims"]
