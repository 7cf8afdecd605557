"""Ties and decisions of a round: what is open and who may settle it, how ties were broken, who decided what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import render_template

from hackathon.domain.results import decisions, results
from hackathon.domain.results.publications import find_correction
from hackathon.models import Round
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import gettext as _
from hackathon.web.http.languages import speak
from hackathon.web.organizer.result.decision_labels import Names, labels_of
from hackathon.web.organizer.result.reasons import Reasons, TieAccount
from hackathon.web.organizer.shared.confirmation import find_standings
from hackathon.web.organizer.shared.desk import SIGNERS, actor, address, blueprint, load_round, may_act
from hackathon.web.organizer.shared.team_names import team_names
from scoring import Standings
from scoring.policy.settings import PENDING, AwardRule
from scoring.standings.open_questions import OpenQuestion
from scoring.text import Message, Sayable, Text, in_languages


@dataclass(frozen=True)
class Way:
    """A button that settles something: its words and where it leads."""

    name: str
    href: str


@dataclass(frozen=True)
class Question:
    """An open question as the page says it, with the ways to settle it."""

    sentence: str
    ways: Sequence[Way]


@blueprint.get("/rounds/<key>/ties")
@policy("auditor", *SIGNERS)
def ties(key: str) -> str:
    round = load_round(key, "standings")
    found = find_standings(round) if round.locked_at else None
    names = team_names(round)
    changeable = may_change(round)
    left = results.questions_of(results.get_result(round)) if round.locked_at else ()
    return render_template(
        "organizer/result/ties.html",
        round=round,
        standings=found,
        questions=[_question(round, each, found, names) for each in left] if found else [],
        accounts=_accounts(found, names) if found else [],
        others=_others(round, found) if found and changeable else [],
        decided=labels_of(round, names),
        changeable=changeable,
        may_confirm=changeable and decisions.may_decide(actor(), round),
        me=actor().id,
        correcting=find_correction(round) is not None,
    )


def may_change(round: Round) -> bool:
    """Whether decisions of this round can change at this moment."""
    if round.published_at:
        return find_correction(round) is not None
    return not results.has_sent_on(round)


def _accounts(found: Standings, names: Names) -> list[TieAccount]:
    reasons = Reasons(found, name=lambda code: names[code].name if code in names else code)
    tie_accounts = (reasons.account_after(place) for place in range(len(found.rows)))
    return [each for each in tie_accounts if each]


def _question(round: Round, question: OpenQuestion, found: Standings, names: Names) -> Question:
    ways = _ways(round, question, found) if may_act() and may_change(round) else []
    return Question(speak(_said(question, names)), ways)


def _said(question: OpenQuestion, names: Names) -> Text:
    """The sentence of a question with the teams' names in place of their codes."""
    sentence = question.sentence
    assert isinstance(sentence, Message)
    called = ", ".join(names[code].name if code in names else code for code in question.candidates)
    values = tuple((name, called if name == "names" else value) for name, value in sentence.values)
    return replace(sentence, values=values)


def _ways(round: Round, question: OpenQuestion, found: Standings) -> list[Way]:
    ways = []
    if awaits_lot(found):
        ways.append(Way(_("Draw the lot"), address("decide", round, kind="lot_seed")))
    if question.kind == "award":
        ways += _ways_to_award(round, question, found)
    elif not awaits_lot(found):
        ways += [
            Way(_("Decide the order"), address("decide", round, kind="order", tie=group[0]))
            for group in tied_groups(found)
            if set(group) & set(question.candidates)
        ]
    return ways


def _ways_to_award(round: Round, question: OpenQuestion, found: Standings) -> list[Way]:
    rule = next(rule for rule in found.policy.awards if str(_title(rule)) == str(question.name))
    return [Way(_("Give the award"), address("decide", round, kind="awards", award=rule.reference))]


def _title(rule: AwardRule) -> Sayable:
    return in_languages(rule.names) if rule.names else rule.title


def _others(round: Round, found: Standings) -> list[Way]:
    """What may be decided although nothing is open for it."""
    if not may_act():
        return []
    named = [("waived", _("Give up a place")), ("states", _("Withdraw or disqualify"))]
    return [Way(name, address("decide", round, kind=kind)) for kind, name in named if found.rows]


def awaits_lot(found: Standings) -> bool:
    """Whether the rules declare a lot that is not drawn yet, and somebody is tied."""
    ranking = found.policy.ranking
    drawn = found.decisions is not None and found.decisions.lot_seed
    return "lot" in ranking.ties and ranking.lot_seed == PENDING and not drawn and bool(tied_groups(found))


def tied_groups(found: Standings) -> list[tuple[str, ...]]:
    """The codes of entries that share a rank, a group for each."""
    groups: dict[int, list[str]] = {}
    for row in found.rows:
        if row.tied:
            groups.setdefault(row.rank, []).append(row.entry)
    return [tuple(group) for group in groups.values()]
