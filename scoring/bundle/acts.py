"""Acts of an event's log, the links that chain them, and what they say of a round's panel and ballots.

A link of form 2 is the SHA-256 of the RFC 8785 JSON {"before": the link before, "content": the SHA-256 of the act's content,
"position", "round": the key of the round that the act is about, or ""}. So the link of an act can be checked without the act,
and an act on one round cannot be passed off as one on another. The link of form 1 digests the content itself, with "before" in
it; it only stands below the first link of form 2, in events that began before there were any.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scoring.reading.canonical import digest

CONTENT = ("position", "at", "actor", "act", "subject", "facts")
"""What an act says; its link stands beside it as `chain`."""
_ROUND = "round:"
Pair = tuple[str, str]
"""Of a judge and an entry, by their codes."""


def round_of(subject: str) -> str:
    """The key of the round that an act is about; "" where it is about something else."""
    return subject.removeprefix(_ROUND) if subject.startswith(_ROUND) else ""


def link_of(content: Mapping[str, Any], *, before: str) -> str:
    """The link that ties an act to the one before it."""
    return _link(digest(dict(content)), position=content["position"], round=round_of(content["subject"]), before=before)


def old_link_of(content: Mapping[str, Any], *, before: str) -> str:
    """The link as it was before form 2."""
    return digest({**content, "before": before})


def bare_link(content: Mapping[str, Any]) -> dict[str, Any]:
    """What takes an act's place in the results file of another round: enough to check its link, and nothing of the act."""
    return {"position": content["position"], "round": round_of(content["subject"]), "content": digest(dict(content))}


def _link(content: str, *, position: int, round: str, before: str) -> str:
    return digest({"before": before, "content": content, "position": position, "round": round})


class Broken(Exception):
    """The chain breaks at `position`."""

    def __init__(self, position: object) -> None:
        super().__init__(f"act {position} does not follow")
        self.position = position


@dataclass
class Log:
    """A log that was followed from its first link to the last.

    `acts` are those on the round, in full; `links` counts all; `taken` those of form 1 whose act is not shown, so that they
    could not be checked; `ends` are the links by position.
    """

    acts: list[Mapping[str, Any]] = field(default_factory=list)
    links: int = 0
    taken: int = 0
    end: str = ""
    ends: dict[int, str] = field(default_factory=dict)


def follow(links: Sequence[Any], *, round: str) -> Log:
    """Follow the log of a results file of form 2 link by link. Raises Broken where one does not follow from the one before."""
    log, walker = Log(), _Walker(round)
    for position, each in enumerate(links, start=1):
        if not isinstance(each, dict) or each.get("position") != position:
            raise Broken(position)
        log.end = log.ends[position] = walker.step(each, before=log.end)
        if "act" in each:
            log.acts.append(each)
    log.links, log.taken = len(links), walker.taken
    return log


class _Walker:
    def __init__(self, round: str) -> None:
        self.round = round
        self.is_new = False
        self.taken = 0

    def step(self, each: Mapping[str, Any], *, before: str) -> str:
        """The link of this element, where it follows."""
        if "before" in each or set(each) == {"position", "chain"}:
            return self._old(each, before=before)
        self.is_new = True
        if "act" in each:
            return self._whole(each, before=before)
        if set(each) != {"position", "round", "content"} or each["round"] == self.round:
            raise Broken(each["position"])
        return _link(each["content"], position=each["position"], round=each["round"], before=before)

    def _whole(self, each: Mapping[str, Any], *, before: str) -> str:
        content = {name: each[name] for name in CONTENT}
        is_here = set(each) == {*CONTENT, "chain"} and round_of(content["subject"]) == self.round
        if not is_here or link_of(content, before=before) != each["chain"]:
            raise Broken(each["position"])
        return str(each["chain"])

    def _old(self, each: Mapping[str, Any], *, before: str) -> str:
        if self.is_new:
            raise Broken(each["position"])
        if "before" not in each:
            self.taken += 1
            return str(each["chain"])
        content = {name: each[name] for name in CONTENT}
        if each["before"] != before or old_link_of(content, before=before) != each["chain"]:
            raise Broken(each["position"])
        return str(each["chain"])


# --- what the acts say ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Save:
    """One revision as the act that saved it names it. `counted`: sealed and accepted."""

    judge: str
    entry: str
    id: str
    digest: str
    revision: int | None
    counted: bool


@dataclass
class Panel:
    """Panel and ballots of a round, as its acts tell them.

    `unnamed` are the ballots of acts from before form 2, which name no revision.
    """

    seated: set[str] = field(default_factory=set)
    recused: set[Pair] = field(default_factory=set)
    saves: list[Save] = field(default_factory=list)
    unnamed: set[Pair] = field(default_factory=set)
    end: str | None = None

    @property
    def counting(self) -> dict[Pair, Save]:
        """The newest sealed and accepted revision of each ballot whose judge is not recused."""
        counted = [save for save in self.saves if save.counted and (save.judge, save.entry) not in self.recused]
        return {(save.judge, save.entry): save for save in sorted(counted, key=lambda save: save.revision or 0)}


def panel_of(acts: Sequence[Mapping[str, Any]]) -> Panel:
    """Read the acts of one round in their order."""
    panel = Panel()
    for each in acts:
        _CHANGES.get(each["act"], _nothing)(panel, each["facts"])
    return panel


def _nothing(panel: Panel, facts: Mapping[str, Any]) -> None:
    """An act that changes neither panel nor ballots."""


def _seat(panel: Panel, facts: Mapping[str, Any]) -> None:
    panel.seated.add(facts["judge"])


def _unseat(panel: Panel, facts: Mapping[str, Any]) -> None:
    panel.seated.discard(facts["judge"])


def _recuse(panel: Panel, facts: Mapping[str, Any]) -> None:
    panel.recused.add((facts["judge"], facts["entry"]))


def _unrecuse(panel: Panel, facts: Mapping[str, Any]) -> None:
    panel.recused.discard((facts["judge"], facts["entry"]))


def _save(panel: Panel, facts: Mapping[str, Any]) -> None:
    panel.end = facts.get("end", panel.end)
    if "ids" in facts:
        panel.saves += _saves(facts)
    else:
        panel.unnamed |= {(facts["judge"], entry) for entry in facts.get("entries", [facts.get("entry")])}


def _saves(facts: Mapping[str, Any]) -> Iterator[Save]:
    names = ("entries", "ids", "digests", "revisions", "counted")
    for values in zip(*(facts[name] for name in names), strict=True):
        yield Save(facts["judge"], *values)


_CHANGES = {
    "judge.seated": _seat,
    "judge.unseated": _unseat,
    "judge.recused": _recuse,
    "recusal.taken-back": _unrecuse,
    "ballots.saved": _save,
    "revision.admitted": _save,
}
