"""A decision: what the rules left open is settled by names to choose from; each is seen before it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import request

from hackathon.database import unit_of_work
from hackathon.domain.base import audit
from hackathon.domain.results import decision_lines, decisions, results
from hackathon.models import Round
from hackathon.web.http import sessions
from hackathon.web.http.csrf import choices
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import gettext as _
from hackathon.web.organizer.result.decision_labels import award_title, state_words
from hackathon.web.organizer.result.ties import awaits_lot, may_change, tied_groups
from hackathon.web.organizer.shared.confirmation import (
    Confirmation,
    find_standings,
    preview,
    rehearse,
    shown,
    state_digest,
)
from hackathon.web.organizer.shared.desk import Answer, actor, address, back, blueprint, load_round, the_key
from hackathon.web.organizer.shared.forms import AwardForm, ConfirmForm, LotForm, OrderForm, StateForm, WaiveForm
from hackathon.web.organizer.shared.team_names import team_names
from hackathon.web.page.frame import words
from scoring import Standings


@dataclass(frozen=True)
class Move:
    """What a decision changes for one entry."""

    code: str
    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Decided:
    """`value` is what the rules will read."""

    kind: str
    value: Any
    reason: str = ""


@dataclass(frozen=True)
class Draft:
    """A form of one kind of decision, and what it says once it is filled in; None while it does not fit."""

    form: ConfirmForm
    read: Callable[[], Decided | None]


@blueprint.route("/rounds/<key>/decide/<any(lot_seed,order,waived,awards,states):kind>", methods=["GET", "POST"])
@policy("organizer")
def decide(key: str, kind: str) -> Answer:
    round = load_round(key, "desk")
    found = find_standings(round) if round.locked_at and may_change(round) else None
    names = team_names(round)
    draft = _DRAFTS[kind](round, found, names) if found else None
    if found is None or draft is None:
        return back(round, "ties", _("This cannot be decided now. Nothing was changed."))
    form = draft.form
    wanted = draft.read() if form.is_submitted() and form.validate() else None
    page = _page(round, kind, form)
    if wanted is None:
        page.button = _("Preview")
        return shown(page), 422 if form.errors else 200
    if request.form.get("step") != "confirm":
        _log_lot_preview(round, wanted)
    return _show(page, round, found, wanted, names)


def _lot_draft(round: Round, found: Standings, names: Any) -> Draft | None:
    if not awaits_lot(found):
        return None
    form = LotForm()
    return Draft(form, lambda: Decided("lot_seed", (form.seed.data or "").strip()))


def _order_draft(round: Round, found: Standings, names: Any) -> Draft | None:
    groups = tied_groups(found)
    asked = request.args.get("tie", groups[0][0] if groups else "")
    group = next((each for each in groups if asked in each), None)
    if group is None:
        return None
    called = {code: f"{names[code].name} ({code})" for code in group}
    form = OrderForm.of(called, first=found.get(group[0]).rank)()

    def read() -> Decided | None:
        order = form.order()
        if order is None:
            form.place_0.errors = [_("Give every team a place of its own.")]
        return Decided("order", order, form.reason.data or "") if order else None

    return Draft(form, read)


def _award_draft(round: Round, found: Standings, names: Any) -> Draft | None:
    rule = next((each for each in found.policy.awards if each.reference == request.args.get("award", "")), None)
    places = [place for place in found.awards if rule and place.open and place.name == rule.title]
    if rule is None or not places:
        return None
    picked = rule.decision
    offered = [(code, f"{names[code].name} ({code})") for code in places[0].candidates]
    form = AwardForm.of(offered, places=len(places), may_stay_vacant=picked)()

    def read() -> Decided | None:
        winners = form.winners()
        if len(set(winners)) < len(winners):
            form.winner_0.errors = [_("Choose every winner once.")]
            return None
        return Decided("awards", {rule.reference: winners}, form.reason.data or "")

    return Draft(form, read)


def _waive_draft(round: Round, found: Standings, names: Any) -> Draft | None:
    form = WaiveForm()
    waived = found.decisions.waived if found.decisions else ()
    form.entry.choices = _entries(found, names, without=waived)
    return Draft(form, lambda: Decided("waived", [form.entry.data], form.reason.data or ""))


def _state_draft(round: Round, found: Standings, names: Any) -> Draft | None:
    form = StateForm()
    form.entry.choices = _entries(found, names)
    form.state.choices = choices([("", _("Choose")), *state_words().items()])
    return Draft(form, lambda: Decided("states", {form.entry.data: form.state.data}, form.reason.data or ""))


_DRAFTS: dict[str, Callable[[Round, Standings, Any], Draft | None]] = {
    "lot_seed": _lot_draft,
    "order": _order_draft,
    "awards": _award_draft,
    "waived": _waive_draft,
    "states": _state_draft,
}


def _entries(found: Standings, names: Any, *, without: tuple[str, ...] = ()) -> list[Any]:
    rows = (row for row in found.rows if row.entry not in without)
    return choices([("", _("Choose")), *((row.entry, _listed(row, names)) for row in rows)])


def _listed(row: Any, names: Any) -> str:
    return f"{row.rank}. {names[row.entry].name} ({row.entry})"


def _page(round: Round, kind: str, form: ConfirmForm) -> Confirmation:
    return Confirmation(
        round,
        tab="control",
        title=_titles()[kind],
        consequences=[*_sentences()[kind], *_what_follows(round, kind)],
        button=_("Propose it") if _waits(round, kind) else _("Decide it so"),
        done=_("Proposed. It counts once a second person has confirmed it.")
        if _waits(round, kind)
        else _("Decided. Version {version} of the result was made.", version=_next_version(round)),
        then=address("ties", round),
        back=address("ties", round),
        form=form,
        template="organizer/result/decide.html",
        details={"moves": None, "still_open": False, "which": _award_named(round) if kind == "awards" else ""},
    )


def _award_named(round: Round) -> str:
    return award_title(round, request.args.get("award", ""))


def _next_version(round: Round) -> int:
    return results.get_result(round).version + 1


def _waits(round: Round, kind: str) -> bool:
    value = {request.args.get("award", ""): []} if kind == "awards" else []
    return decision_lines.needs_second(round, kind, value)


def _titles() -> dict[str, str]:
    return {
        "lot_seed": _("Decide by lot"),
        "order": _("Decide the order"),
        "awards": _("Give the award"),
        "waived": _("Give up a place"),
        "states": _("Withdraw or disqualify"),
    }


def _sentences() -> dict[str, list[str]]:
    return {
        "lot_seed": [
            _(
                "The team with the smaller value made from the text and its code comes first. The same text gives everybody the same order."
            ),
            _("Enter the text chosen before witnesses, once. Texts that were only previewed are logged too."),
        ],
        "order": [_("The order separates those still tied. The reason and the order stay in the log.")],
        "awards": [_("The award is given as chosen here. The reason stays in the log.")],
        "waived": [
            _("The team keeps its rank but gives up advancing and awards; the next team moves up."),
            _("The reason stays in the log."),
        ],
        "states": [
            _("The team is taken out of the standings before anything is counted. The reason stays in the log.")
        ],
    }


def _what_follows(round: Round, kind: str) -> list[str]:
    anew = _("Version {version} of the result is made and must be signed anew.", version=_next_version(round))
    if not _waits(round, kind):
        return [anew]
    second = _("The rules do not foresee it: it counts only when the chair or another organizer confirms it.")
    step = _("Then the step “decision” is added to the end of the tie-break chain, for everybody to see.")
    return [second, *([step] if kind == "order" else []), anew]


def _show(page: Confirmation, round: Round, found: Standings, wanted: Decided, names: Any) -> Answer:
    """What would become of the standings, and the button that makes it so."""
    kind, value = wanted.kind, wanted.value
    after, page.obstacles = rehearse(lambda: decisions.foresee(round, kind, value, key=the_key(), actor=actor()))
    if after is not None:
        page.details["moves"] = moves_between(found, after, names)
        page.details["still_open"] = bool(after.cut.open or any(award.open for award in after.awards))
    made: dict[str, Any] = {"reason": wanted.reason, "actor": actor(), "here": sessions.current(), "key": the_key()}
    return preview(
        page,
        lambda: decisions.decide(round, kind, value, **made),
        seen=lambda: state_digest(round, kind, value),
    )


def _log_lot_preview(round: Round, wanted: Decided) -> None:
    """Keep every seed that was previewed, so that nobody looks through seeds for the one they like."""
    if wanted.kind == "lot_seed":
        with unit_of_work():
            audit.record(round.event, "lot.previewed", f"round:{round.key}", actor=actor(), seed=wanted.value)


def moves_between(before: Standings, after: Standings, names: Any) -> list[Move]:
    """Entries whose rank or outcome a decision changes, in the new order; those taken out come last."""
    old, new = _outcomes(before), _outcomes(after)
    gone = [row.entry for row in before.rows if row.entry not in new]
    changed = [row.entry for row in after.rows if old.get(row.entry) != new[row.entry]]
    return [
        Move(code, names[code].name if code in names else code, old.get(code, "–"), new.get(code, "–"))
        for code in (*changed, *gone)
    ]


def _outcomes(found: Standings) -> dict[str, str]:
    outcomes: dict[str, list[str]] = {}
    for row in found.rows:
        place = _("Shared place {rank}", rank=row.rank) if row.tied else _("Place {rank}", rank=row.rank)
        outcomes[row.entry] = [place]
    for code in found.advance:
        outcomes[code].append(_("Selected"))
    for code in found.reserve:
        outcomes[code].append(_("Reserve"))
    for code in found.cut.entries:
        outcomes[code].append(_("Tied at the cut"))
    for award in found.awards:
        if award.entry:
            outcomes.setdefault(award.entry, []).append(words(award.names or award.name))
    return {code: " · ".join(parts) for code, parts in outcomes.items()}
