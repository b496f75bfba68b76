"""Addresses: of our own pages, and of others', which are never trusted."""

from __future__ import annotations

from urllib.parse import quote, urlencode, urlsplit


def outside(url: str | None) -> str | None:
    """The address if a browser may be sent there: http or https with a host; anything else gives None."""
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return None
    return url.strip() if url and parts.scheme in ("http", "https") and parts.netloc else None


def page(kind: str, key: str, form: str = "") -> str:
    """The path of a page of the register: ``page("country", "JP", "atom")`` is ``/country/JP.atom``."""
    return f"/{kind}/{quote(key, safe=':-_~')}{'.' if form else ''}{form}"


def with_language(path: str, lang: str | None) -> str:
    """The path with the language the visitor asked for, if he asked; Datasette's pages know it as ``_lang``."""
    if not lang or not path.startswith("/"):
        return path
    address, hash_, fragment = path.partition("#")
    name = "_lang" if address.split("?")[0].startswith("/public") else "lang"
    return f"{address}{'&' if '?' in address else '?'}{name}={lang}{hash_}{fragment}"


def query(sql: str, parameters: dict[str, object], form: str = "") -> str:
    """The path of Datasette's page for a statement with its parameters."""
    used = {key: value for key, value in parameters.items() if f":{key}" in sql}
    return f"/public{'.' if form else ''}{form}?{urlencode({'sql': sql, **used})}"


def report(target: str | None, subject: str, address: str) -> str | None:
    """The link to report an error: a mail with subject and address, or the operator's own page."""
    if not target:
        return None
    if target.startswith(("http://", "https://")):
        return f"{target}{'&' if '?' in target else '?'}{urlencode({'about': address})}"
    to = target.removeprefix("mailto:")
    return f"mailto:{quote(to, safe='@.+-_')}?{urlencode({'subject': subject, 'body': address}, quote_via=quote)}"
