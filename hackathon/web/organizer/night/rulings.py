"""Rulings on ballots that were only kept: all versions side by side, and a decision with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from flask import abort, render_template, request
from flask_babel import gettext as _

from hackathon.domain.ballots import rulings
from hackathon.domain.ballots.revisions import rubric_of
from hackathon.domain.ballots.rulings import Kept, Version
from hackathon.domain.ballots.totals import total_of
from hackathon.models import Round
from hackathon.web.http.guard import policy
from hackathon.web.organizer.shared.confirmation import Confirmation, confirm, rehearse, state_digest
from hackathon.web.organizer.shared.desk import SIGNERS, Answer, actor, address, blueprint, load_round, the_key
from hackathon.web.organizer.shared.forms import ReasonForm
from hackathon.web.organizer.shared.tabs import Tab, sees_ballots
from hackathon.web.page.frame import words
from hackathon.web.page.numbers import number
from scoring import Rubric
from scoring.reading.cells import number_text

TAB = Tab("organizer.kept", lambda: _("보류·충돌"), sees_ballots)


@dataclass(frozen=True)
class Column:
    """One version: what it is, the version itself, its total, and the marks in the order of the rubric."""

    name: str
    version: Version
    total: str
    marks: tuple[str, ...]
    chosen: bool = False
    kept: Kept | None = None


@blueprint.get("/rounds/<key>/kept")
@policy(*SIGNERS, "auditor")
def kept(key: str) -> str:
    round = load_round(key, "ballots")
    found = rulings.kept_of(round)
    return render_template(
        "organizer/night/rulings.html",
        round=round,
        waiting=[each for each in found if each.outcome == "waiting"],
        settled=[each for each in found if each.outcome != "waiting"],
        outcomes=outcome_words(),
        why=why_kept,
        may=lambda each: rulings.may_rule(actor(), round=round, judge=each.judge),
    )


def outcome_words() -> dict[str, str]:
    return {
        "waiting": _("판정 대기"),
        "admitted": _("인정함"),
        "declined": _("인정하지 않음"),
        "passed-over": _("다른 판으로 이어짐"),
    }


def why_kept(kept: Kept) -> str:
    """Why it was only kept, in a few words."""
    round, moment = kept.entry.round, kept.version.received_at
    if kept.version.status == "conflict":
        return _("두 기기에서 엇갈림")
    if moment < round.opens_at:
        return _("시작 전에 도착")
    if round.locked_at and moment >= round.locked_at:
        return _("잠근 뒤에 도착")
    return _("마감 뒤에 도착")


@blueprint.route("/rounds/<key>/kept/<revision>", methods=["GET", "POST"])
@policy(*SIGNERS, "auditor")
def rule(key: str, revision: str) -> Answer:
    round = load_round(key, "ballots")
    found = rulings.find_kept(round, revision) or abort(404)
    allowed = rulings.may_rule(actor(), round=round, judge=found.judge)
    if request.method == "POST" and not allowed:
        abort(404)
    verdict = "declined" if request.form.get("verdict") == "declined" else "admitted"
    page = _page(round, found, verdict)
    page.details |= {"allowed": allowed and found.outcome == "waiting", "own": actor().id == found.judge.person_id}

    def act() -> object:
        reason = page.form.data.get("reason") or ""
        return rulings.rule(round, revision, verdict, reason=reason, key=the_key(), actor=actor())

    return confirm(page, act, seen=lambda: _seen(round, revision))


def _seen(round: Round, revision: str) -> str:
    """What the decision depends on: what stands of this ballot and what else waits, not the other ballots."""
    found = rulings.find_kept(round, revision) or abort(404)
    beside = [each.version.id for each in rulings.beside(found)]
    standing = [version.id for version in rulings.standing_of(found)]
    return state_digest(round, found.outcome, *standing, *beside, with_standings=False)


def _page(round: Round, kept: Kept, verdict: str) -> Confirmation:
    rubric = rubric_of(round.policy)
    columns = _columns(kept, rubric)
    refused = _refused(round, kept) if kept.outcome == "waiting" else []
    return Confirmation(
        round,
        tab="kept",
        title=_("판정"),
        consequences=_consequences(kept, refused),
        obstacles=refused,
        button="",
        done=_("인정했습니다. 이 판이 채점표의 최신 판이 되었습니다.")
        if verdict == "admitted"
        else _("인정하지 않기로 했습니다. 이 판은 보관되고 집계되지 않습니다."),
        then=address("kept", round),
        back=address("kept", round),
        form=ReasonForm(),
        template="organizer/night/ruling.html",
        details={
            "kept": kept,
            "columns": columns,
            "rows": _rows(columns, rubric),
            "outcomes": outcome_words(),
            "why": why_kept,
        },
    )


def _refused(round: Round, kept: Kept) -> list[str]:
    """With which sentence an admission would be refused now."""
    return rehearse(lambda: rulings.rule(round, kept.version.id, "admitted", reason="?", key=the_key()))[1]


def _consequences(kept: Kept, refused: list[str]) -> list[str]:
    counts = _("인정하면 같은 내용의 새 판이 이 심사위원의 최신 판으로 저장되어 집계됩니다.")
    draft = _("이 판은 봉인되지 않은 초안이라, 인정해도 집계되지 않고 초안으로 저장됩니다.")
    counted = [] if refused else [counts if kept.version.sealed else draft]
    return [
        *counted,
        _("인정하지 않으면 지금 서버에 있는 판이 그대로 유지됩니다."),
        _("어느 쪽이든 두 판 모두 지워지지 않으며, 판정은 한 번만 할 수 있습니다."),
        _("사유는 심사위원에게도 보입니다."),
    ]


def _columns(kept: Kept, rubric: Rubric) -> list[Column]:
    standing = [_column(_standing_name(version), version, rubric) for version in rulings.standing_of(kept)]
    this = _column(_("판정할 판"), kept.version, rubric, chosen=True)
    others = [_column(_("함께 기다리는 판"), each.version, rubric, kept=each) for each in rulings.beside(kept)]
    return [*standing, this, *others]


def _standing_name(version: Version) -> str:
    if version.sealed:
        return _("집계되는 판 (%(number)s번째)", number=version.revision)
    return _("고치는 중인 초안 (%(number)s번째)", number=version.revision)


def _column(name: str, version: Version, rubric: Rubric, *, chosen: bool = False, kept: Kept | None = None) -> Column:
    total = total_of(rubric, version.marks)
    marks = tuple(_mark(version.marks.get(criterion.key)) for criterion in rubric.criteria)
    return Column(name, version, "–" if total is None else number(total), marks, chosen, kept)


def _mark(mark: Decimal | None) -> str:
    return "" if mark is None else number_text(mark)


def _rows(columns: list[Column], rubric: Rubric) -> list[tuple[str, list[str], bool]]:
    """Criterion, the mark of each version, and whether they differ."""
    return [
        (words(criterion.name), values, len(set(values)) > 1)
        for criterion, values in zip(
            rubric.criteria,
            ([column.marks[at] for column in columns] for at in range(len(rubric.criteria))),
            strict=True,
        )
    ]
