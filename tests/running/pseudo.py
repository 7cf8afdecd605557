"""A language that nobody speaks, made from the sources: each sentence in ⟦⟧, its letters accented, 40 % longer.

Dropped in as one more catalogue it shows what is said outside the catalogues (no ⟦⟧ around it) and what has no room.
"""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from hackathon import create_app, database
from hackathon.config import Settings
from hackathon.domain.rounds.events import get_event
from hackathon.extensions import db
from tests.house.catalogues import DOMAINS, extracted

LANGUAGE = "xx"
OPEN, CLOSE = "⟦", "⟧"
_PLAIN = "AEIOUYaeiouycnsz"
_ACCENTED = "ÀËÎÕÙÝàëîõùýçñšž"
_ACCENTS = str.maketrans(_PLAIN, _ACCENTED)
_BLANK = re.compile(r"({\w+})")


def sentence(english: str) -> str:
    """⟦Šàvë àžàž⟧ for Save: blanks stay, and two fifths are added in words of at most six letters."""
    said = "".join(part if _BLANK.fullmatch(part) else part.translate(_ACCENTS) for part in _BLANK.split(english))
    more = "ž" * max(1, round(len(_BLANK.sub("", english)) * 0.4))
    return f"{OPEN}{said} {' '.join(re.findall('.{1,6}', more))}{CLOSE}"


def drop_in(folder: Path, language: str = LANGUAGE) -> None:
    """Write the compiled catalogues of every domain to FOLDER/LANGUAGE/LC_MESSAGES."""
    target = folder / language / "LC_MESSAGES"
    target.mkdir(parents=True, exist_ok=True)
    for domain in DOMAINS:
        catalogue = Catalog(locale="en", domain=domain.name)
        for message in extracted(domain):
            if message.id:
                forms = (message.id,) if isinstance(message.id, str) else tuple(message.id)
                said = sentence(forms[0]) if len(forms) == 1 else tuple(map(sentence, forms))
                catalogue.add(message.id, said, context=message.context)
        with (target / f"{domain.name}.mo").open("wb") as file:
            write_mo(file, catalogue)


def add_to(home: Path) -> None:
    """Make it the third language of the event that lives in this home."""
    drop_in(home / "locale")
    with create_app(Settings(home=home, database_url=None)).app_context():
        with database.unit_of_work():
            get_event().languages = ["ko", "en", LANGUAGE]
        db.engine.dispose()


def outside(text: str) -> str:
    """What of a text stands outside every ⟦⟧; a value inside a sentence may be a sentence of its own."""
    depth, left = 0, []
    for letter in text:
        depth += (letter == OPEN) - (letter == CLOSE)
        left.append(letter if depth == 0 and letter != CLOSE else " ")
    return "".join(left)
