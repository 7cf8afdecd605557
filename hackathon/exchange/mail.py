"""Mail by SMTP: one letter at a time, and a failure comes back as a sentence."""

from __future__ import annotations

import ipaddress
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from urllib.parse import unquote, urlsplit

from hackathon.models import Letter, Person

TIMEOUT = 20
_PORTS = {"smtp": 587, "smtps": 465}
REFUSALS = (OSError, smtplib.SMTPException, ValueError, MessageError)
"""What sending may raise: no connection, a server that says no, an address that is none."""


@dataclass(frozen=True)
class Server:
    """Where letters are handed in, and whom they are from."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    tls_at_once: bool = False
    """Speak TLS from the first byte (smtps); otherwise it is begun where the server offers it."""


def server_from(url: str | None, sender: str | None) -> Server | None:
    """The server of the settings smtp_url and mail_from; none unless both are set. Raises ValueError for nonsense."""
    if not url or not sender:
        return None
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError("an address of a mail server looks like smtp://user:password@host:port or smtps://…")
    if "@" not in parseaddr(sender)[1]:
        raise ValueError("the sender of letters is no e-mail address")
    return Server(
        host=parts.hostname,
        port=parts.port or _PORTS[parts.scheme],
        sender=sender,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls_at_once=parts.scheme == "smtps",
    )


def compose(letter: Letter, person: Person, *, sender: str) -> EmailMessage:
    """The letter as mail. Sent again, it carries the same number, so that a mailbox can see that it is the same."""
    address = letter.address or person.email
    if not address:
        raise ValueError("this person has no e-mail address")
    name, own = parseaddr(sender)
    message = EmailMessage()
    message["Subject"] = letter.subject
    message["From"] = Address(display_name=name, addr_spec=own)
    message["To"] = Address(display_name=letter.addressee or person.name or "", addr_spec=address)
    message["Date"] = format_datetime(letter.written_at)
    message["Message-ID"] = f"<letter-{letter.id}-{letter.written_at:%Y%m%d%H%M%S%f}@{own.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body)
    return message


@contextmanager
def connected(server: Server) -> Iterator[smtplib.SMTP]:
    """A connection on which letters can be handed in; a password never travels in the clear to another machine."""
    with _open(server) as smtp:
        if not server.tls_at_once:
            smtp.ehlo()
            if smtp.has_extn("starttls"):
                smtp.starttls(context=ssl.create_default_context())
            elif server.user and not _is_local(server.host):
                raise smtplib.SMTPNotSupportedError("the mail server offers no TLS, and a password needs it")
        if server.user:
            smtp.login(server.user, server.password)
        yield smtp


def _open(server: Server) -> smtplib.SMTP:
    if server.tls_at_once:
        return smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=ssl.create_default_context())
    return smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)


def _is_local(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def reason_of(error: Exception) -> str:
    """Why a letter did not leave, as the organizer reads it; the mail server's own words where it gave some."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "; ".join(_said(*answer) for answer in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return _said(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {error}"


def _said(code: int, text: bytes | str) -> str:
    return f"{code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}"
