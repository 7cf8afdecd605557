"""Open questions of a result: what a tie, a decision not yet given or a lot not yet drawn leaves to be settled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

from scoring.text import Sayable, Text, in_languages, text, text_n

# Of an award that the jury picks everybody is a candidate: more than these are not named in a sentence.
MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """One thing that nobody has settled yet.

    `kind`: "cut", "award" or "lot". `name` is the award's, empty for the others. `places` are left for `candidates`
    (codes); a result of form 1 does not name the candidates of an award. `sentence` says it to a person.
    """

    kind: Literal["cut", "award", "lot"]
    name: Sayable
    places: int
    candidates: tuple[str, ...]
    sentence: Text


def open_questions(standing: Mapping[str, Any]) -> tuple[OpenQuestion, ...]:
    """What is open in a result, as its JSON tells it: the cut, then awards in file order, then lots that
    concern others than those named already.

    Every gate (sign, publish, advance) and every reader of results asks here. While anything is returned, the result
    is not settled: nobody may be told who advances or wins what is open.

    >>> tied = {"cut": {"open": True, "places": 1, "entries": ["T2", "T3"]}, "awards": [], "ties": []}
    >>> [(each.kind, each.places, each.candidates) for each in open_questions(tied)]
    [('cut', 1, ('T2', 'T3'))]
    """
    named = (*_of_cut(standing), *_of_awards(standing))
    told = {entry for question in named for entry in question.candidates}
    return (*named, *(lot for lot in _of_lots(standing) if not told.issuperset(lot.candidates)))


def _of_cut(standing: Mapping[str, Any]) -> Iterator[OpenQuestion]:
    cut = standing["cut"]
    if cut["open"]:
        entries, places = tuple(cut["entries"]), int(cut["places"])
        sentence = text_n(
            "A tie lies across the cut: {n} place for {names}.",
            "A tie lies across the cut: {n} places for {names}.",
            n=places,
            names=", ".join(entries),
        )
        yield OpenQuestion("cut", "", places, entries, sentence)


def _of_awards(standing: Mapping[str, Any]) -> Iterator[OpenQuestion]:
    for name, rows in groupby(standing["awards"], key=lambda row: row["name"]):
        left = [row for row in rows if row["open"]]
        if left:
            said = name if isinstance(name, str) else in_languages(name)
            candidates = tuple(left[0].get("candidates", ()))
            yield OpenQuestion("award", said, len(left), candidates, _open_award(said, len(left), candidates))


def _open_award(name: Sayable, places: int, candidates: tuple[str, ...]) -> Text:
    if not 0 < len(candidates) <= MOST_NAMED:
        return text_n("{award}: {n} place is undecided.", "{award}: {n} places are undecided.", n=places, award=name)
    return text_n(
        "{award}: {n} place is undecided between {names}.",
        "{award}: {n} places are undecided between {names}.",
        n=places,
        award=name,
        names=", ".join(candidates),
    )


def _of_lots(standing: Mapping[str, Any]) -> Iterator[OpenQuestion]:
    for tie in standing["ties"]:
        if not tie["resolved"] and _awaits_lot(tie["steps"]):
            entries = tuple(tie["entries"])
            sentence = text("The lot for {names} is not drawn yet.", names=", ".join(entries))
            yield OpenQuestion("lot", "", len(entries), entries, sentence)


def _awaits_lot(steps: list[Mapping[str, Any]]) -> bool:
    """Whether the chain stopped at a lot that found nothing."""
    return bool(steps) and steps[-1]["rule"] == "lot" and not any(steps[-1]["values"].values())
