"""The institution registry: names, records, look-up, updates."""

from nlp.registry.compile import Release, compile_registry
from nlp.registry.dump import NameKind, host_of
from nlp.registry.errors import RegistryError
from nlp.registry.folding import Folded, fold_text, normalise
from nlp.registry.names import TokenKey, token_key
from nlp.registry.registry import Hit, Registry, Relations

__all__ = [
    "Folded",
    "Hit",
    "NameKind",
    "Registry",
    "RegistryError",
    "Relations",
    "Release",
    "TokenKey",
    "compile_registry",
    "fold_text",
    "host_of",
    "normalise",
    "token_key",
]
