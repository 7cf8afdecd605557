"""Sentences of the standings by key and values: what they say, in whatever words this or a later version puts it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scoring.csv_json import json_text
from scoring.standings.outcome import Outcome
from scoring.standings.output import standings_dict
from scoring.text import InLanguages, Joined, Message, Text

REWORDED: dict[str, str] = {}
"""Ids of sentences as results of form 2 hold them → their ids today. Whoever puts a sentence of the standings into better words
adds a line here, and results that hold the old words go on being recognised."""


def sentence_data(value: object) -> Any:
    """A sentence as plain data: its English id, and what fills its blanks.

    >>> from scoring.text import text
    >>> sentence_data(text("no ballot of {judge}", judge="J1"))
    {'id': 'no ballot of {judge}', 'values': {'judge': 'J1'}}
    """
    if isinstance(value, Message):
        found: dict[str, Any] = {"id": value.id, "values": {name: sentence_data(each) for name, each in value.values}}
        extra = {"context": value.context, "plural": value.plural}
        return found | {name: said for name, said in extra.items() if said}
    if isinstance(value, Joined):
        return {"parts": [sentence_data(part) for part in value.parts], "separator": value.separator}
    if isinstance(value, InLanguages):
        return {"words": dict(value.words)}
    return value if isinstance(value, int) else str(value)


def sentences_of(outcome: Outcome) -> list[Any]:
    """Every sentence of the standings as plain data, in the order of the JSON."""
    return [sentence_data(each) for each in _texts_of(outcome)]


def restate(outcome: Outcome, sentences: Sequence[Any]) -> str | None:
    """The JSON text with each sentence in the words that `sentences`, kept with an earlier result, has for it.

    None where they say anything else than the standings do.
    """
    texts = _texts_of(outcome)
    if [_today(each) for each in sentences] != [sentence_data(each) for each in texts]:
        return None
    words = iter([_in_words_of(kept, today) for kept, today in zip(sentences, texts, strict=True)])
    return json_text(standings_dict(outcome, lambda _text: next(words)))


def is_kept(outcome: Outcome, text: str, sentences: Sequence[Any] | None) -> bool:
    """Whether a result that was kept, with its sentences from form 2 on, says what the standings say."""
    return text == (json_text(standings_dict(outcome)) if sentences is None else restate(outcome, sentences))


def _texts_of(outcome: Outcome) -> list[Text]:
    texts: list[Text] = []
    standings_dict(outcome, texts.append)
    return texts


def _today(kept: Any) -> Any:
    """Kept data with the ids that its sentences have today."""
    if isinstance(kept, dict):
        return {
            name: REWORDED.get(each, each) if name in ("id", "plural") else _today(each) for name, each in kept.items()
        }
    return [_today(each) for each in kept] if isinstance(kept, list) else kept


def _in_words_of(kept: Any, today: Text) -> str:
    """The English words of kept data that says the same as `today`: its own ids, with the values of today."""
    return str(_as_kept(kept, today))


def _as_kept(kept: Any, today: Any) -> Any:
    if isinstance(today, Message):
        values = tuple((name, _as_kept(kept["values"][name], each)) for name, each in today.values)
        return Message(kept["id"], values, today.context, kept.get("plural", ""))
    if isinstance(today, Joined):
        return Joined(tuple(map(_as_kept, kept["parts"], today.parts)), today.separator)
    return today
