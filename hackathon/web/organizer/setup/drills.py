"""The drill of a round: made with one button, watched like any round, and the spread of its marks as pictures."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from flask import abort, render_template, request

from hackathon.database import unit_of_work
from hackathon.domain.ballots import drills
from hackathon.domain.ballots.progress import progress_of
from hackathon.domain.base.errors import Invalid
from hackathon.models import Drill, Round
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import chosen_language
from hackathon.web.http.languages import gettext as _
from hackathon.web.organizer.shared.desk import Answer, actor, back, blueprint, load_round, may_act
from hackathon.web.organizer.shared.forms import DrillForm
from hackathon.web.organizer.shared.tabs import Tab, sees_standings
from hackathon.web.page.frame import words
from hackathon.web.page.numbers import number
from scoring.report.axis import Axis, DotPlot, dot_plot

TAB = Tab("organizer.drill", lambda: _("Drill"), sees_standings)


@dataclass(frozen=True)
class Line:
    """A criterion: how its marks lie on its own scale, and who gave which."""

    name: str
    picture: DotPlot
    mean: str
    width: str
    marks: dict[str, str]


@blueprint.get("/rounds/<key>/drill")
@policy("organizer", "auditor", "chair", "judge")
def drill(key: str) -> str:
    return _page(load_round(key, "standings"), DrillForm())


def _page(round: Round, form: DrillForm) -> str:
    found = drills.find_for(round)
    progress = progress_of(found.round) if found else None
    return render_template(
        "organizer/setup/drills.html",
        round=round,
        drill=found,
        progress=progress,
        lines=_lines(found.round) if found else [],
        totals={judge: number(total) for judge, total in drills.totals_of(found.round).items()} if found else {},
        form=form,
        may=may_act() and round.counts and not round.locked_at,
    )


def _lines(practice: Round) -> list[Line]:
    return [_line(each) for each in drills.spread_of(practice)]


def _line(each: drills.Spread) -> Line:
    low, high = Fraction(each.criterion.scale.min), Fraction(each.criterion.scale.max)
    scale = Axis(low, high, high - low)
    marks = [(Fraction(mark), False) for mark in each.marks]
    label = ", ".join(number(mark) for mark in each.marks)
    return Line(
        name=words(dict(each.criterion.name)),
        picture=dot_plot(marks, Fraction(each.mean), scale, label=label),
        mean=number(each.mean.quantize(Decimal("0.01"))),
        width=number(each.width),
        marks={judge: number(mark) for judge, mark in each.by_judge.items()},
    )


@blueprint.post("/rounds/<key>/drill")
@policy("organizer")
def make_drill(key: str) -> Answer:
    round = load_round(key, "desk")
    form = DrillForm()
    if not form.validate():
        return _page(round, form), 422
    address = (form.link.data or "").strip()
    links = [{"name": "", "url": address}] if address else []
    try:
        with unit_of_work():
            drills.create_drill(
                round, title=form.title.data or "", summary=form.summary.data or "", links=links, actor=actor()
            )
    except Invalid as error:
        field = form.link if error.field.startswith("link") else getattr(form, error.field, form.title)
        field.errors = [*field.errors, error.sentence(chosen_language())]
        return _page(round, form), 422
    return back(round, "drill", _("The drill is made. It appears on the judges' tablets at once."))


@blueprint.post("/rounds/<key>/drill/spread")
@policy("organizer")
def show_spread(key: str) -> Answer:
    round = load_round(key, "desk")
    found: Drill = drills.find_for(round) or abort(404)
    shown = request.form.get("step") == "show"
    with unit_of_work():
        drills.show_spread(found, shown=shown, actor=actor())
    said = (
        _("The judges now see the spread, but not whose marks they are.") if shown else _("The spread is hidden again.")
    )
    return back(round, "drill", said)
