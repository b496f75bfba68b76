"""Datasette plugin: headers, hidden addresses and error pages."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from db.site import faults
from db.site.headers import App, Surround
from db.site.hooks import hookimpl


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[App], App]:
    """Surround Datasette; see `db.site.headers`."""
    return lambda app: Surround(app, datasette)


@hookimpl(hookwrapper=True)
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Generator[None, Any, None]:
    """Error pages in the look of the site (`db.site.faults`), in place of Datasette's, which print tracebacks."""

    async def answer() -> Any:
        return await faults.answer(datasette, request, exception)

    outcome = yield
    outcome.force_result([answer])
