"""Letters become mail: where the server is, what a mail says, and what is never sent in the clear."""

from __future__ import annotations

import smtplib
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from hackathon.exchange import mail
from hackathon.models import Letter, Person
from tests.exchange.mail_server import mail_server

SENDER = "운영팀 <team@hack.example>"
WRITTEN = datetime(2025, 12, 2, 12, 0, tzinfo=UTC)


def a_letter(
    *, subject: str = "[행사] 비밀번호를 정해 주세요", body: str = "안녕하세요,\n\nhttps://x.example/s/abc"
) -> Letter:
    return Letter(id=7, kind="password", subject=subject, body=body, written_at=WRITTEN)


def composed(letter: Letter | None = None, *, name: str = "한결", email: str = "judge@example.org") -> EmailMessage:
    return mail.compose(letter or a_letter(), Person(name=name, email=email), sender=SENDER)


@pytest.mark.parametrize(
    ("url", "host", "port", "tls"),
    [
        ("smtp://mail.example", "mail.example", 587, False),
        ("smtps://mail.example", "mail.example", 465, True),
        ("smtp://mail.example:25", "mail.example", 25, False),
    ],
)
def test_the_address_says_where_and_how(url: str, host: str, port: int, tls: bool) -> None:
    server = mail.server_from(url, SENDER)
    assert server is not None
    assert (server.host, server.port, server.tls_at_once) == (host, port, tls)


def test_user_and_password_may_hold_any_sign() -> None:
    server = mail.server_from("smtp://me%40hack.example:p%2Fw%3A@mail.example", SENDER)
    assert server is not None
    assert (server.user, server.password) == ("me@hack.example", "p/w:")


@pytest.mark.parametrize(("url", "sender"), [(None, SENDER), ("", SENDER), ("smtp://mail.example", None)])
def test_without_a_server_or_a_sender_nothing_is_sent(url: str | None, sender: str | None) -> None:
    assert mail.server_from(url, sender) is None


@pytest.mark.parametrize(
    ("url", "sender"), [("http://mail.example", SENDER), ("mail.example", SENDER), ("smtp://mail.example", "nobody")]
)
def test_nonsense_is_refused(url: str, sender: str) -> None:
    with pytest.raises(ValueError, match=r"looks like|no e-mail address"):
        mail.server_from(url, sender)


def test_a_mail_says_what_the_letter_says() -> None:
    message = composed()
    assert message["Subject"] == "[행사] 비밀번호를 정해 주세요"
    assert message["To"].addresses[0].display_name == "한결"
    assert message["From"].addresses[0].addr_spec == "team@hack.example"
    assert "https://x.example/s/abc" in message.get_content()


def test_sent_again_it_carries_the_same_number() -> None:
    assert composed()["Message-ID"] == composed()["Message-ID"]


@pytest.mark.parametrize("bad", ["one\nBcc: all@example.org", "one\r\nBcc: all@example.org"])
def test_no_text_adds_a_header(bad: str) -> None:
    with pytest.raises(ValueError, match=r"linefeed|CR|newline"):
        composed(a_letter(subject=bad))
    with pytest.raises(ValueError, match=r"linefeed|CR|newline"):
        composed(name=bad)


@pytest.mark.parametrize("address", ["", "no address", "a@b@c"])
def test_a_mail_needs_an_address(address: str) -> None:
    with pytest.raises(mail.REFUSALS):
        composed(email=address)


def test_a_server_takes_the_letter() -> None:
    with mail_server() as server, mail.connected(_at(server.url)) as smtp:
        smtp.send_message(composed())
        assert "https://x.example/s/abc" in server.next_letter().get_content()


def test_a_password_never_travels_in_the_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "_is_local", lambda _host: False)
    with mail_server() as server:
        guarded = mail.connected(_at(server.url.replace("//", "//user:secret@")))
        with pytest.raises(smtplib.SMTPNotSupportedError):
            guarded.__enter__()


def test_a_refusal_tells_the_servers_own_words() -> None:
    message = composed(email="nobody@example.org")
    with mail_server() as server, mail.connected(_at(server.url)) as smtp, pytest.raises(mail.REFUSALS) as refused:
        smtp.send_message(message)
    assert mail.reason_of(refused.value) == "550 nobody lives here"


def _at(url: str) -> mail.Server:
    server = mail.server_from(url, SENDER)
    assert server is not None
    return server
