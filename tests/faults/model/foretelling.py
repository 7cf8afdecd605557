"""Where nothing overlapped, the protocol says what each answer must be; here is what it says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.faults.model.history import Act, History, Pair, Said, is_valid


@dataclass
class Foretold:
    """The round as the protocol knows it, after some of its events."""

    is_open: bool = True
    heads: dict[Pair, int] = field(default_factory=dict)
    bodies: dict[str, tuple[object, ...]] = field(default_factory=dict)
    recused: set[Pair] = field(default_factory=set)
    withdrawn: set[str] = field(default_factory=set)

    def take_act(self, act: Act) -> None:
        if act.kind in ("opened", "shut"):
            self.is_open = act.kind == "opened"
        elif act.kind == "recused":
            self.recused.add((act.judge, act.entry))
        elif act.kind == "ruled":
            self.heads[act.judge, act.entry] = self.heads.get((act.judge, act.entry), 0) + 1
        elif act.kind == "withdrawn":
            self.withdrawn.add(act.entry)

    def status_of(self, said: Said) -> str:
        if said.id in self.bodies:
            return "duplicate" if self.bodies[said.id] == said.body else "rejected"
        if not is_valid(said.revision) or said.pair in self.recused or said.pair[1] in self.withdrawn:
            return "rejected"
        if not self.is_open:
            return "held"
        return "accepted" if said.revision["base"] == self.heads.get(said.pair) else "conflict"

    def take(self, said: Said, status: str) -> None:
        """Go on from what the server did, so that one mistake is one finding."""
        if status in ("accepted", "conflict", "held"):
            self.bodies[said.id] = said.body
        if status == "accepted":
            self.heads[said.pair] = self.heads.get(said.pair, 0) + 1


def each_answer_could_be_foretold(history: History) -> Iterator[str]:
    """`accepted-not-conflict` is a silent overwrite, `accepted-not-held` a ballot taken after the close, and so on."""
    if not history.serial:
        return
    foretold = Foretold()
    for event in history.events:
        if isinstance(event, Act):
            foretold.take_act(event)
        elif event.answer is not None:
            status, expected = str(event.answer["status"]), foretold.status_of(event)
            if status != expected:
                why = (event.answer.get("error") or {}).get("message", "")
                yield f"{status}-not-{expected}: {event.id} of {event.pair} on base {event.revision['base']} {why}"
            foretold.take(event, status)
