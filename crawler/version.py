"""The version that the user agent names."""

from __future__ import annotations

from importlib import metadata


def version() -> str:
    """The installed version of Passerelle, or "0" where it runs from a folder that was never installed."""
    try:
        return metadata.version("passerelle")
    except metadata.PackageNotFoundError:
        return "0"
