"""`passerelle review`: look at what is doubtful, and decide."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from config import Config

if TYPE_CHECKING:
    from db.store import Store


@contextmanager
def _store() -> Iterator[Store]:
    from db.store import Store as Opened

    with Opened.open(Config.from_environment().work_db) as store:
        yield store


def _signed(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that every decision takes."""
    note = click.option("--note", help="Why; kept beside the decision, never published.")
    reviewer = click.option(
        "--reviewer", default=getpass.getuser, help="Who decides; never published.  [default: your login name]"
    )
    return reviewer(note(command))


@click.group(
    epilog="\b\nExamples:\n  passerelle review list\n  passerelle review accept ev-f3zl4a5y26\n"
    "  passerelle review set ev-f3zl4a5y26 date 2021-05 --note 'the page says May'"
)
def review() -> None:
    """Look at doubtful facts and correct them. Decisions hold after every new extraction; `merge` applies them."""


@review.command("list", epilog="\b\nExample:\n  passerelle review list --limit 10")
@click.option("--limit", default=20, show_default=True, help="How many to show.")
@click.option("--orphaned", is_flag=True, help="Show decisions whose sentence is gone instead.")
def list_(limit: int, orphaned: bool) -> None:
    """Show what is worth a look, most important first."""
    from db import review as reviews

    with _store() as store:
        if orphaned:
            _show_decisions(reviews.orphaned(store)[:limit])
            return
        waiting = reviews.queue(store, limit)
        if not waiting:
            click.echo("nothing waits for review", err=True)
        for item in waiting:
            ids = f"{item.id} {item.other}" if item.other else item.id
            click.echo(f"{item.kind:12}{ids:28} {item.confidence:.2f} {item.reason:15} {item.title}")


@review.command(epilog="\b\nExample:\n  passerelle review show ev-f3zl4a5y26")
@click.argument("id_", metavar="ID")
def show(id_: str) -> None:
    """Show the sentences behind an event or a partnership, with the claims that rest on them."""
    from db import review as reviews

    with _store() as store:
        for row in reviews.evidence(store, id_):
            click.echo(f"{row.claim}\n  “{row.text}”\n  {row.url}")


@review.command(epilog="\b\nExample:\n  passerelle review accept ev-f3zl4a5y26")
@click.argument("id_", metavar="ID")
@_signed
def accept(id_: str, reviewer: str, note: str | None) -> None:
    """Say that an event or a partnership is right."""
    from db import review as reviews

    with _store() as store:
        _done(reviews.decide(store, id_, "accept", reviewer=reviewer, note=note))


@review.command(epilog="\b\nExample:\n  passerelle review reject ev-f3zl4a5y26 --note 'a football match'")
@click.argument("id_", metavar="ID")
@_signed
def reject(id_: str, reviewer: str, note: str | None) -> None:
    """Say that an event or a partnership is wrong: it leaves the register."""
    from db import review as reviews

    with _store() as store:
        _done(reviews.decide(store, id_, "reject", reviewer=reviewer, note=note))


@review.command("set", epilog="\b\nExample:\n  passerelle review set ev-f3zl4a5y26 date 2021-05-12")
@click.argument("id_", metavar="ID")
@click.argument("field")
@click.argument("value")
@_signed
def set_(id_: str, field: str, value: str, reviewer: str, note: str | None) -> None:
    """Correct a field of an event (type, modality, date, institutions, countries, title) or of a partnership (country,
    kinds). Several values stand with commas between."""
    from db import review as reviews

    with _store() as store:
        _done(reviews.decide(store, id_, "set", field=field, value=value, reviewer=reviewer, note=note))


@review.command(epilog="\b\nExample:\n  passerelle review merge ev-f3zl4a5y26 ev-bwoelmxrw3")
@click.argument("a")
@click.argument("b")
@_signed
def merge(a: str, b: str, reviewer: str, note: str | None) -> None:
    """Say that two events are one."""
    from db import review as reviews

    with _store() as store:
        _done(reviews.join(store, a, b, reviewer=reviewer, note=note))


@review.command(epilog="\b\nExample:\n  passerelle review split ev-f3zl4a5y26 c-beqprfm4cvb6hxhbtx42")
@click.argument("event")
@click.argument("others", nargs=-1, required=True, metavar="CLAIM|EVENT...")
@_signed
def split(event: str, others: tuple[str, ...], reviewer: str, note: str | None) -> None:
    """Say that some claims of an event tell of another happening, or that two events are not one."""
    from db import review as reviews

    with _store() as store:
        if others[0].startswith("ev-"):
            for other in others:
                _done(reviews.separate(store, event, other, reviewer=reviewer, note=note))
        else:
            _done(reviews.split(store, event, others, reviewer=reviewer, note=note))


@review.command(epilog="\b\nExamples:\n  passerelle review threshold\n  passerelle review threshold 0.3")
@click.argument("confidence", type=float, required=False)
def threshold(confidence: float | None) -> None:
    """Show or set the confidence below which an event is published only after review (0: all are published)."""
    from db.merging import held

    with _store() as store:
        if confidence is None:
            waiting = store.value(
                "select count(*) from events where not reviewed and confidence < ?", (held.hold_below(store),)
            )
            click.echo(f"{held.hold_below(store)}: {waiting} events wait for review")
            return
        held.set_hold_below(store, confidence)
        click.echo(f"Kept: {confidence}; `passerelle merge` and `passerelle publish` apply it.")


@review.command(epilog="\b\nExample:\n  passerelle review history --limit 5")
@click.option("--limit", default=20, show_default=True, help="How many to show.")
def history(limit: int) -> None:
    """Show the decisions made, newest first."""
    from db import review as reviews

    with _store() as store:
        _show_decisions(reviews.history(store, limit))


def _show_decisions(rows: list[Any]) -> None:
    from db.merging.decided import Review

    for row in rows:
        if isinstance(row, Review):
            what = f"{row.action} {row.field} = {row.value}" if row.field else row.action
            click.echo(f"{row.created} {row.reviewer or '–'}: {what}: {row.about}{_note(row.note)}")
        else:
            click.echo(
                f"{row.created} {row.reviewer or '–'}: {row.decision}: {row.key_a} / {row.key_b}{_note(row.note)}"
            )


def _note(note: str | None) -> str:
    return f" ({note})" if note else ""


def _done(number: int) -> None:
    click.echo(f"Kept as decision {number}; `passerelle merge` and `passerelle publish` apply it.")
