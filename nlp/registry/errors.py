"""What can go wrong with the registry's files, in words for the person who runs the command."""

from __future__ import annotations


class RegistryError(Exception):
    """A registry file is missing, broken or cannot be fetched; the message says what to do."""
