"""The marker of Datasette's plugin hooks, with types (Datasette's own has none)."""

from __future__ import annotations

from pluggy import HookimplMarker

hookimpl = HookimplMarker("datasette")
