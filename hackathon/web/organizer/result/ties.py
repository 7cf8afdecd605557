"""Open ties: a lot is drawn, the jury decides an order, a team gives up its place; each seen before it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from flask import render_template, request

from hackathon.database import unit_of_work
from hackathon.domain.base import audit
from hackathon.domain.results import results, standings
from hackathon.models import Round
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import gettext as _
from hackathon.web.organizer.result.reasons import Reasons, TieAccount
from hackathon.web.organizer.shared.confirmation import (
    Confirmation,
    find_standings,
    preview,
    rehearse,
    shown,
    state_digest,
)
from hackathon.web.organizer.shared.desk import READERS, Answer, actor, address, back, blueprint, load_round, the_key
from hackathon.web.organizer.shared.forms import ConfirmForm, LotForm, OrderForm, WaiveForm
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
    """`value` is what the rules will read; `after` the standings by it."""

    kind: str
    value: Any
    reason: str = ""


@blueprint.get("/rounds/<key>/ties")
@policy(*READERS)
def ties(key: str) -> str:
    round = load_round(key, "desk")
    found = find_standings(round) if round.locked_at else None
    names = team_names(round)
    return render_template(
        "organizer/result/ties.html",
        round=round,
        standings=found,
        accounts=_accounts(found, names) if found else [],
        kinds=possible_decisions(round, found) if found else [],
        names=names,
    )


def _accounts(found: Standings, names: Any) -> list[TieAccount]:
    reasons = Reasons(found, name=lambda code: names[code].name if code in names else code)
    tie_accounts = (reasons.account_after(place) for place in range(len(found.rows)))
    return [each for each in tie_accounts if each and not each.resolved]


def possible_decisions(round: Round, found: Standings) -> list[str]:
    """Which decisions the rules of this round would read, and this moment allows."""
    if round.published_at or results.has_sent_on(round):
        return []
    may = {
        "lot_seed": _awaits_lot(round, found),
        "order": "decision" in found.policy.ranking.ties and bool(_tied(found)),
        "waived": bool(found.rows),
    }
    return [kind for kind, allowed in may.items() if allowed]


def _awaits_lot(round: Round, found: Standings) -> bool:
    ranking, taken = found.policy.ranking, standings.decisions(round)
    declared = "lot" in ranking.ties and ranking.lot_seed == "pending"
    return declared and bool(_tied(found)) and not (taken and taken.lot_seed)


def _tied(found: Standings) -> list[str]:
    """The codes of the entries that no rule has separated."""
    return [code for tie in found.ties if not tie.resolved for code in tie.entries]


@blueprint.route("/rounds/<key>/decide/<any(lot_seed,order,waived):kind>", methods=["GET", "POST"])
@policy("organizer")
def decide(key: str, kind: str) -> Answer:
    round = load_round(key, "desk")
    found = find_standings(round) if round.locked_at else None
    if found is None or kind not in possible_decisions(round, found):
        return back(round, "ties", _("This cannot be decided now. Nothing was changed."))
    names = team_names(round)
    form = _form(kind, round, found, names)
    wanted = _wanted(kind, form, round, found) if form.is_submitted() else None
    page = _page(round, kind, form)
    if wanted is None:
        return _ask(page, form)
    if request.form.get("step") != "confirm" and form.validate():
        _log_lot_preview(round, wanted)
    return _show(page, round, found, wanted, names)


def _form(kind: str, round: Round, found: Standings, names: Any) -> Any:
    if kind == "lot_seed":
        return LotForm()
    if kind == "order":
        form = OrderForm()
        form.order.data = form.order.data or " ".join(_tied(found))
        return form
    return _waive_form(round, found, names)


def _waive_form(round: Round, found: Standings, names: Any) -> WaiveForm:
    waive = WaiveForm()
    taken = standings.decisions(round)
    waived = taken.waived if taken else ()
    offered = (row for row in found.rows if row.entry not in waived)
    choices = ((row.entry, f"{row.rank}. {names[row.entry].name} ({row.entry})") for row in offered)
    waive.entry.choices = [("", _("Choose")), *choices]
    return waive


def _wanted(kind: str, form: Any, round: Round, found: Standings) -> Decided | None:
    if not form.validate():
        return None
    taken = standings.decisions(round)
    if kind == "lot_seed":
        return Decided(kind, form.seed.data.strip())
    if kind == "order":
        codes = re.findall(r"[^\s,;]+", form.order.data)
        return Decided(kind, codes, form.reason.data) if _order_fits(form, codes, found) else None
    return Decided(kind, [*(taken.waived if taken else ()), form.entry.data], form.reason.data)


def _order_fits(form: OrderForm, codes: list[str], found: Standings) -> bool:
    tied = sorted(_tied(found))
    if sorted(codes) == tied:
        return True
    form.order.errors = [_("Name every tied team once: {codes}", codes=", ".join(tied))]
    return False


def _page(round: Round, kind: str, form: ConfirmForm) -> Confirmation:
    titles = {"lot_seed": _("Decide by lot"), "order": _("Decide by the panel"), "waived": _("Give up a place")}
    sentences = {
        "lot_seed": [
            _(
                "The team with the smaller value made from the text and its code comes first. The same text gives everybody the same order."
            ),
            _("Enter the text chosen before witnesses, once. Texts that were only previewed are logged too."),
        ],
        "order": [
            _("The order the panel decided separates those still tied."),
            _("The reason and the order stay in the log."),
        ],
        "waived": [
            _("The team keeps its rank but gives up advancing and awards; the next team moves up."),
            _("The reason stays in the log."),
        ],
    }
    version = results.get_result(round).version + 1
    return Confirmation(
        round,
        tab="control",
        title=titles[kind],
        consequences=[
            *sentences[kind],
            _("Version {version} of the result is made and must be signed anew.", version=version),
        ],
        button=_("Decide it so"),
        done=_("Decided. Version {version} of the result was made.", version=version),
        then=address("ties", round),
        back=address("ties", round),
        form=form,
        template="organizer/result/decide.html",
        details={"kind": kind, "moves": None, "still_open": False},
    )


def _ask(page: Confirmation, form: ConfirmForm) -> Answer:
    page.button = _("Preview")
    wrong = 422 if form.errors or getattr(getattr(form, "order", None), "errors", None) else 200
    return shown(page), wrong


def _show(page: Confirmation, round: Round, found: Standings, wanted: Decided, names: Any) -> Answer:
    """What would become of the standings, and the button that makes it so."""

    def act() -> Standings:
        results.decide(round, wanted.kind, wanted.value, reason=wanted.reason, actor=actor(), key=the_key())
        return standings.standings_of(round)

    after, page.obstacles = rehearse(act)
    if after is not None:
        page.details["moves"] = moves_between(found, after, names)
        page.details["still_open"] = after.cut.open or any(not tie.resolved for tie in after.ties)
    return preview(page, act, seen=lambda: state_digest(round, wanted.kind, wanted.value))


def _log_lot_preview(round: Round, wanted: Decided) -> None:
    """Keep every seed that was previewed, so that nobody looks through seeds for the one they like."""
    if wanted.kind == "lot_seed":
        with unit_of_work():
            audit.record(round.event, "lot.previewed", f"round:{round.key}", actor=actor(), seed=wanted.value)


def moves_between(before: Standings, after: Standings, names: Any) -> list[Move]:
    """Entries whose rank or outcome a decision changes, in the new order."""
    old, new = _outcomes(before), _outcomes(after)
    changed = [row.entry for row in after.rows if old.get(row.entry) != new[row.entry]]
    return [Move(code, names[code].name, old.get(code, "–"), new[code]) for code in changed]


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
            outcomes[award.entry].append(words(award.names or award.name))
    return {code: " · ".join(parts) for code, parts in outcomes.items()}
