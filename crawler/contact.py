"""The contact address that the user agent names: who is asked to stop, must be reachable."""

from __future__ import annotations

import re

_MAIL = re.compile(r"[^\s@<>()]+@[^\s@<>()]+")
_PAGE = re.compile(r"https?://[^\s<>()]+")


class ContactError(ValueError):
    """No contact address, or none that anyone could write to."""


def checked(contact: str | None) -> str:
    """The contact address, if it is a mail address or a page. Raises ContactError."""
    if not contact:
        raise ContactError(
            "no contact address: a crawl names someone whom the sites it reads can write to. "
            "Set PASSERELLE_CONTACT to a mail address or a page, such as PASSERELLE_CONTACT=you@example.org"
        )
    if not (_MAIL.fullmatch(contact) or _PAGE.fullmatch(contact)) or not contact.isascii():
        raise ContactError(f"PASSERELLE_CONTACT={contact!r} is neither a mail address nor the address of a page")
    return contact
