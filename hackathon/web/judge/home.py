"""The words and choices of a judge's home: which round, which teams, what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from hackathon.domain.packets import Item, Packet
from hackathon.domain.rounds import state_of


@dataclass(frozen=True)
class Tab:
    key: str
    name: str
    count: int


def state_names() -> dict[str, str]:
    return {
        "new": _("시작 전"),
        "draft": _("초안"),
        "sealed": _("봉인"),
        "conflict": _("확인 필요"),
        "recused": _("제척·기피·회피"),
    }


_SHOWN = {
    "all": {"new", "draft", "sealed", "conflict", "recused"},
    "left": {"new", "draft"},
    "sealed": {"sealed"},
    "look": {"conflict"},
}


def tabs_of(packet: Packet) -> list[Tab]:
    """The ways to look at the teams; one that would be empty is left out."""
    names = {"all": _("전체"), "left": _("남은 팀"), "sealed": _("봉인"), "look": _("확인 필요")}
    tabs = [Tab(key, name, len(items_in(packet, key))) for key, name in names.items()]
    return [tab for tab in tabs if tab.count or tab.key == "all"]


def items_in(packet: Packet, shown: str) -> list[Item]:
    """The teams in one of these states; an unknown choice shows all."""
    states = _SHOWN.get(shown, _SHOWN["all"])
    return [item for item in packet.items if item.state in states]


def chosen_packet(packets: Sequence[Packet], key: str | None) -> Packet | None:
    """The round that was asked for, else the one that is open, else the latest."""
    asked = [packet for packet in packets if packet.round.key == key]
    running = [packet for packet in packets if state_of(packet.round) == "open"]
    return next(iter([*asked, *running, *packets]), None)
