"""Rulings on ballots that were only kept: all versions side by side, and a decision with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from flask import abort, render_template, request

from hackathon.domain.ballots import rulings
from hackathon.domain.ballots.revisions import rubric_of
from hackathon.domain.ballots.rulings import Kept, Version
from hackathon.domain.ballots.totals import total_of
from hackathon.models import Round
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import gettext as _
from hackathon.web.organizer.shared.confirmation import Confirmation, confirm, rehearse, state_digest
from hackathon.web.organizer.shared.desk import SIGNERS, Answer, actor, address, blueprint, load_round, the_key
from hackathon.web.organizer.shared.forms import ReasonForm
from hackathon.web.organizer.shared.tabs import Tab, sees_ballots
from hackathon.web.page.frame import words
from hackathon.web.page.numbers import number
from scoring import Rubric
from scoring.reading.cells import number_text

TAB = Tab("organizer.kept", lambda: _("Held & conflicting"), sees_ballots)


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
        "waiting": _("Waiting for a ruling"),
        "admitted": _("Admitted"),
        "declined": _("Not accepted"),
        "passed-over": _("Followed by a newer version"),
    }


def why_kept(kept: Kept) -> str:
    """Why it was only kept, in a few words."""
    round, moment = kept.entry.round, kept.version.received_at
    if kept.version.status == "conflict":
        return _("Two devices differ")
    if moment < round.opens_at:
        return _("Came before the start")
    if round.locked_at and moment >= round.locked_at:
        return _("Came after the lock")
    return _("Came after the close")


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
        title=_("Ruling"),
        consequences=_consequences(kept, refused),
        obstacles=refused,
        button="",
        done=_("Admitted. It is now the newest version of the ballot.")
        if verdict == "admitted"
        else _("Declined. It stays kept and does not count."),
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
    counts = _("If you admit it, a new version with the same content becomes this judge's newest one and counts.")
    draft = _("This is an unsealed draft: admitting it keeps it as a draft, and it does not count.")
    counted = [] if refused else [counts if kept.version.sealed else draft]
    return [
        *counted,
        _("If you decline it, what the server holds now stays as it is."),
        _("Either way both versions are kept, and a ruling can be made only once."),
        _("The judge sees the reason too."),
    ]


def _columns(kept: Kept, rubric: Rubric) -> list[Column]:
    standing = [_column(_standing_name(version), version, rubric) for version in rulings.standing_of(kept)]
    this = _column(_("The version to rule on"), kept.version, rubric, chosen=True)
    others = [_column(_("Also waiting"), each.version, rubric, kept=each) for each in rulings.beside(kept)]
    return [*standing, this, *others]


def _standing_name(version: Version) -> str:
    if version.sealed:
        return _("The version that counts (no. {number})", number=version.revision)
    return _("A newer draft (no. {number})", number=version.revision)


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
