"""What long work shows: a bar on a terminal, a line a stage elsewhere, nothing when asked to be quiet."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from cycle import Progress as Told
from cycle import silent


@contextmanager
def shown(*, quiet: bool = False) -> Iterator[Told]:
    """Give a function that stages tell of their progress, and show it on standard error while the block runs."""
    if quiet or _is_quiet():
        yield silent
    elif sys.stderr.isatty():
        with _bars() as bars:
            yield _Bars(bars)
    else:
        yield _Lines()


def _is_quiet() -> bool:
    """Whether `passerelle -q …` was asked for."""
    context = click.get_current_context(silent=True)
    return bool(context and context.find_root().params.get("quiet"))


def _bars() -> Progress:
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description:10}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )


class _Bars:
    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._stage = ""
        self._task: TaskID | None = None

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        if stage != self._stage or self._task is None:
            self._stage, self._task = stage, self._bars.add_task(stage, total=total)
        self._bars.update(self._task, completed=done, total=total)


class _Lines:
    """For logs: the stage once when it begins, then at every hundredth page."""

    def __init__(self) -> None:
        self._stage = ""

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        if stage != self._stage or (done and done % 100 == 0):
            self._stage = stage
            count = f" {done}{f' of {total}' if total else ''}" if done else ""
            print(f"{stage} …{count}", file=sys.stderr, flush=True)
