"""Signing in by e-mail and password: slow to guess, and nobody can lock a judge or a whole venue out.

Only failures are counted. They are counted for an account from one address, for an account from everywhere, and for an
address: nine hundred people behind one address sign in without a limit as long as they know their passwords.
"""

from __future__ import annotations

import hashlib
import threading
import unicodedata
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, func, select

from hackathon import clock
from hackathon.domain.base import audit
from hackathon.domain.base.errors import DomainError, Invalid
from hackathon.domain.letters import letters
from hackathon.domain.people import accounts, people
from hackathon.extensions import db
from hackathon.models import Attempt, Credential, Event, Person
from scoring.text import text

SHORTEST, LONGEST = 10, 200
WINDOW = timedelta(minutes=15)
PAIR_LIMIT, ACCOUNT_LIMIT, ADDRESS_LIMIT = 5, 50, 300
RESETS_PER_ACCOUNT, RESETS_PER_ADDRESS = 3, 60
RESET_LIFE = timedelta(hours=1)

# OWASP's minimum for Argon2id: the library's own default allows two to four sign-ins a second on a small machine.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_NOBODYS = _HASHER.hash("a password that nobody has")
_AT_ONCE = threading.BoundedSemaphore(4)
"""Each check takes 19 MiB and a core: a crowd at the door waits its turn and leaves room for the ballots."""


class SignInRefused(DomainError):
    status = 422


class TooManyAttempts(DomainError):
    status = 429


def set_password(event: Event, person: Person, password: str) -> None:
    """Give a person a new password. Every session that was open before ends."""
    checked = _checked(person, password)
    with _AT_ONCE:
        kept = _HASHER.hash(checked)
    credential = db.session.get(Credential, person.id)
    if credential is None:
        db.session.add(Credential(person_id=person.id, password=kept, changed_at=clock.now()))
    else:
        credential.password, credential.changed_at = kept, clock.now()
    accounts.end_sessions(person)
    audit.record(event, "password.changed", f"person:{person.id}", actor=person)


def _checked(person: Person, password: str) -> str:
    normal = unicodedata.normalize("NFKC", password)
    if not SHORTEST <= len(normal) <= LONGEST:
        raise Invalid(
            text("A password has {least} to {most} characters.", least=SHORTEST, most=LONGEST), field="password"
        )
    if len(set(normal)) < 4 or normal.casefold() in {person.email or "", people.normal_name(person.name or "")}:
        raise Invalid(text("This password is too easy to guess."), field="password")
    return normal


def has_password(person: Person) -> bool:
    return db.session.get(Credential, person.id) is not None


def sign_in(event: Event, email: str, password: str, *, address: str) -> Person:
    """The person whose address and password these are.

    Raises SignInRefused, the same for an unknown address and a wrong password: the caller notes the failure in a unit
    of work of its own. Raises TooManyAttempts, which is not counted: else whoever goes on guessing from one address
    would close the account everywhere.
    """
    account = people.normal_email(email)
    _refuse_if_throttled(account, address)
    person = people.find_person(event, account)
    credential = db.session.get(Credential, person.id) if person else None
    right = _matches(credential.password if credential else _NOBODYS, password)
    if person is None or credential is None or not right:
        raise SignInRefused(text("The e-mail address or the password is wrong."))
    return person


def _matches(kept: str, password: str) -> bool:
    """Nobody's password is checked as slowly as somebody's, so that time tells nothing."""
    try:
        with _AT_ONCE:
            return _HASHER.verify(kept, unicodedata.normalize("NFKC", password[: LONGEST * 4]))
    except (VerificationError, InvalidHashError):
        return False


def note_failure(email: str, *, address: str) -> None:
    """Remember a wrong guess."""
    _note("sign-in", people.normal_email(email), address)


def _note(kind: str, account: str, address: str) -> None:
    """Remember an attempt, and forget those that no longer count."""
    db.session.execute(delete(Attempt).where(Attempt.at < clock.now() - timedelta(days=1)))
    db.session.add(Attempt(kind=kind, account=_digest(account), address=_digest(address), at=clock.now()))
    db.session.flush()


def _refuse_if_throttled(account: str, address: str) -> None:
    mine, here = Attempt.account == _digest(account), Attempt.address == _digest(address)
    recent = [Attempt.kind == "sign-in", Attempt.at > clock.now() - WINDOW]
    limits = (((mine, here), PAIR_LIMIT), ((mine,), ACCOUNT_LIMIT), ((here,), ADDRESS_LIMIT))
    for where, limit in limits:
        if (db.session.scalar(select(func.count()).select_from(Attempt).where(*recent, *where)) or 0) >= limit:
            raise TooManyAttempts(
                text("Too many wrong tries. Wait 15 minutes, or ask an organizer for a sign-in link.")
            )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def ask_for_reset(event: Event, email: str, *, address: str, base: str) -> None:
    """Write a letter with a link to set a new password. Nothing tells whether the address is known."""
    account = people.normal_email(email)
    since = [Attempt.kind == "reset", Attempt.at > clock.now() - timedelta(hours=1)]
    count = select(func.count()).select_from(Attempt).where(*since)
    by_account = db.session.scalar(count.where(Attempt.account == _digest(account))) or 0
    by_address = db.session.scalar(count.where(Attempt.address == _digest(address))) or 0
    _note("reset", account, address)
    person = people.find_person(event, account)
    if person is None or by_account >= RESETS_PER_ACCOUNT or by_address >= RESETS_PER_ADDRESS:
        return
    secret = accounts.make_link(event, person, life=RESET_LIFE)
    letters.write(event, person, "password", link=f"{base}/s/{secret}?to=password")
