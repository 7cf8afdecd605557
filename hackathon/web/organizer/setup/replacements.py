"""Replacements: the first of the reserve takes a vacant place, or that of a team which withdraws with the same click."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from hackathon.domain.results import reserve
from hackathon.domain.rounds import assignments, conflicts_of_interest
from hackathon.domain.rounds.entries import find_entry
from hackathon.models import Round, Team
from hackathon.web.http.guard import policy
from hackathon.web.organizer.shared.confirmation import Act, Confirmation, confirm, rehearse, state_digest
from hackathon.web.organizer.shared.desk import Answer, actor, address, back, blueprint, load_entry, load_round
from hackathon.web.organizer.shared.forms import ConfirmForm, ReasonForm
from hackathon.web.page.frame import words


@dataclass(frozen=True)
class Replacement:
    """What a rehearsal brought: who comes in where, and who is to score them."""

    team: Team
    position: int
    judges: tuple[str, ...]
    suspected: tuple[str, ...]
    """Codes of judges whose ties to the team nobody has looked at."""


@blueprint.route("/rounds/<key>/step-in", methods=["GET", "POST"])
@policy("organizer")
def step_in(key: str) -> Answer:
    round = load_round(key, "desk")
    if reserve.next_in_line(round) is None or not reserve.open_places(round):
        return back(round, "entries", _("빈자리나 남은 예비팀이 없습니다. 바뀐 것은 없습니다."))
    page = _page(round, lambda: reserve.step_in(round), title=_("예비팀 올리기"), form=ConfirmForm())
    page.button, page.done = _("올리기"), _("예비팀을 올렸습니다.")
    return confirm(page, lambda: reserve.step_in(round, actor=actor()), seen=lambda: _seen(round))


@blueprint.route("/rounds/<key>/entries/<code>/replace", methods=["GET", "POST"])
@policy("organizer")
def replace(key: str, code: str) -> Answer:
    round = load_round(key, "desk")
    entry = load_entry(round, code)
    if entry.withdrawn_at or reserve.next_in_line(round) is None:
        return back(round, "entries", _("이미 기권한 팀이거나 남은 예비팀이 없습니다. 바뀐 것은 없습니다."))
    form = ReasonForm()
    name = f"{entry.team.name} ({code})"
    title = _("%(team)s 기권, 예비팀 올리기", team=name)
    page = _page(round, lambda: reserve.replace(round, entry, reason="?"), title=title, form=form)
    page.consequences = [
        _("%(team)s 팀은 기권합니다. 채점표는 남지만 집계에서 빠집니다.", team=name),
        *page.consequences,
        _("되돌릴 수 없습니다. 사유는 기록에 남습니다."),
    ]
    page.button, page.done, page.stop = (
        _("기권 처리하고 예비팀 올리기"),
        _("기권으로 처리하고 예비팀을 올렸습니다."),
        True,
    )

    def act() -> object:
        return reserve.replace(round, entry, reason=form.reason.data or "", actor=actor())

    return confirm(page, act, seen=lambda: _seen(round))


def _page(round: Round, act: Act, *, title: str, form: ConfirmForm) -> Confirmation:
    outcome, refused = rehearse(lambda: _outcome(round, act()))
    return Confirmation(
        round,
        tab="entries",
        title=title,
        consequences=_consequences(round, outcome) if outcome else [],
        obstacles=refused,
        button="",
        done="",
        then=address("entries", round),
        back=address("entries", round),
        form=form,
    )


def _outcome(round: Round, team: object) -> Replacement:
    assert isinstance(team, Team)
    entry = find_entry(round, team.code)
    assert entry is not None  # the team has just come in
    names = tuple(f"{name or ''} {code}".strip() for code, name in assignments.judges_of(entry))
    near = sorted({each.judge.code for each in conflicts_of_interest.undecided(round) if each.entry.id == entry.id})
    return Replacement(team, entry.position, names, tuple(near))


def _consequences(round: Round, outcome: Replacement) -> list[str]:
    team, judges = outcome.team, outcome.judges
    sentences = [
        _(
            "예비 순번이 가장 앞선 %(team)s 팀이 %(round)s에 %(position)s번으로 들어와 마지막에 발표합니다.",
            team=f"{team.name} ({team.code})",
            round=words(round.name),
            position=outcome.position,
        )
    ]
    if outcome.suspected:
        who = ", ".join(outcome.suspected)
        sentences.append(
            _(
                "이 팀과 소속이나 이메일 도메인이 같은 심사위원이 있습니다: %(judges)s. 제척·기피·회피 화면에서 확인하세요.",
                judges=who,
            )
        )
    if judges:
        count = ngettext("심사위원 %(num)d명에게 배정합니다", "심사위원 %(num)d명에게 배정합니다", len(judges))
        return [*sentences, f"{count}: {', '.join(judges)}"]
    return [*sentences, _("아직 배정이 없는 단계라 심사위원은 배정 화면에서 채웁니다.")]


def _seen(round: Round) -> str:
    """Who would come in and how many wait, not the ballots of the others."""
    waiting = reserve.next_in_line(round)
    return state_digest(round, waiting and waiting.code, reserve.open_places(round), with_standings=False)
