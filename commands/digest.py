"""`passerelle digest`: what is new, as Markdown, HTML, or a mail."""

from __future__ import annotations

import datetime as dt
import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

import click

from config import Config
from db.digest import Digest, as_html, as_markdown, gather


@click.command(
    epilog="\b\nExamples:\n  passerelle digest --since 2026-11-16 --country JP\n"
    "  passerelle digest --days 7 --country JP --mail-to attache@example.org\n"
    "\b\nMonday's list for Japan, in a crontab:\n"
    "  0 7 * * 1  passerelle digest --days 7 --country JP --mail-to attache@example.org"
)
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="The first day of report.")
@click.option(
    "--days", type=click.IntRange(min=1), metavar="N", help="The last N days, in place of --since. Default: 7."
)
@click.option("--country", "countries", multiple=True, metavar="CODE", help="Only this country (ISO code); repeatable.")
@click.option(
    "--institution", "institutions", multiple=True, metavar="NAME", help="Only this one, by id or name; repeatable."
)
@click.option("--html", is_flag=True, help="Write HTML in place of Markdown.")
@click.option(
    "--mail-to", "recipients", multiple=True, metavar="ADDRESS", help="Mail it (PASSERELLE_SMTP); repeatable."
)
@click.option("--even-if-empty", is_flag=True, help="Mail it also when nothing is new.")
def digest(
    since: dt.datetime | None, days: int | None, countries: tuple[str, ...], institutions: tuple[str, ...],
    html: bool, recipients: tuple[str, ...], even_if_empty: bool,
) -> None:  # fmt: skip
    """Write what was reported since a day, each event with its sentence and source."""
    if since and days:
        raise click.UsageError("--since or --days, not both")
    config = Config.from_environment()
    first = since.date() if since else dt.datetime.now(dt.UTC).date() - dt.timedelta(days=days or 7)
    found = gather(config.public_db, first, countries, institutions)
    if not recipients:
        click.echo(as_html(found) if html else as_markdown(found), nl=False)
    elif found.entries or even_if_empty:
        send(config, found, recipients)
        click.echo(f"{len(found.entries)} events mailed to {', '.join(recipients)}", err=True)
    else:
        click.echo("nothing new, nothing mailed", err=True)


def send(config: Config, found: Digest, recipients: tuple[str, ...]) -> None:
    """Mail a digest through the server that ``config.smtp`` names; raise ClickException where that fails."""
    sender = config.mail_from or config.contact
    if not config.smtp or not sender or "@" not in sender:
        raise click.ClickException("set PASSERELLE_SMTP (smtp://user:password@host:port) and PASSERELLE_MAIL_FROM")
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = found.subject, sender, ", ".join(recipients)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(as_markdown(found))
    message.add_alternative(as_html(found), subtype="html")
    try:
        _deliver(config.smtp, message)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise click.ClickException(f"the mail could not be sent: {error}") from None


def _deliver(address: str, message: EmailMessage) -> None:
    """Speak to the server of an smtp:// or smtps:// address; with a password only over TLS."""
    parts = urlsplit(address)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError("PASSERELLE_SMTP is not of the form smtp://user:password@host:port")
    context = ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(parts.hostname, parts.port or 465, timeout=30, context=context)
    else:
        server = smtplib.SMTP(parts.hostname, parts.port or 25, timeout=30)
    with server:
        if parts.scheme == "smtp" and (parts.username or server.has_extn("starttls")):
            server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)
