"""Signatures under a result: the chair of the round and an organizer, each on their own sign-in."""

from __future__ import annotations

from flask import abort

from hackathon.domain.results import results
from hackathon.models import Person, Result, Round
from hackathon.permissions import is_chair, roles_of
from hackathon.web.http import sessions
from hackathon.web.http.guard import policy
from hackathon.web.http.languages import gettext as _
from hackathon.web.http.sessions import viewer
from hackathon.web.organizer.result.decision_labels import labels_of
from hackathon.web.organizer.shared.confirmation import Confirmation, confirm, find_standings, rehearse
from hackathon.web.organizer.shared.desk import SIGNERS, Answer, actor, address, back, blueprint, load_round, the_key
from hackathon.web.organizer.shared.forms import SignForm
from hackathon.web.organizer.shared.obstacles import left_open
from hackathon.web.organizer.shared.tabs import Tab, sees_desk
from hackathon.web.organizer.shared.team_names import team_names
from scoring import Standings
from scoring.standings.sentences import is_kept

_TOP = 10


def _only_signs(round: Round) -> bool:
    """Whether the person looking chairs the round without being at the organizer's desk, where other ways lead here."""
    return not sees_desk(round) and is_chair(viewer(), round)


TAB = Tab("organizer.sign", lambda: _("Signatures"), _only_signs)


@blueprint.route("/rounds/<key>/sign", methods=["GET", "POST"])
@policy(*SIGNERS)
def sign(key: str) -> Answer:
    round = load_round(key, "standings")
    person = actor()
    capacity = capacity_of(person, round)
    result = results.find_result(round) if round.locked_at else None
    here = "control" if capacity == "organizer" else "standings"
    if result is None:
        return back(round, here, _("The round is not locked: there is no result to sign yet."))
    if any(row.person_id == person.id for row in results.signatures(result)):
        return back(round, here, _("You have signed already. Nothing was changed."))
    return confirm(_page(round, result, capacity, here), lambda: _give(round, person, capacity))


def capacity_of(person: Person, round: Round) -> str:
    """As whom somebody signs; nobody else learns that there is something to sign."""
    if is_chair(person, round):
        return "chair"
    if "organizer" not in roles_of(person):
        abort(404)
    return "organizer"


def _give(round: Round, person: Person, capacity: str) -> None:
    results.sign(results.get_result(round), person, capacity=capacity, key=the_key(), here=sessions.current())


def _page(round: Round, result: Result, capacity: str, here: str) -> Confirmation:
    standings = find_standings(round)
    person = actor()
    refused = _not_ready(round, result, standings)
    names, names_of_teams = {"chair": _("chair"), "organizer": _("organizer")}, team_names(round)
    return Confirmation(
        round,
        tab="sign" if capacity == "chair" else "control",
        title=_("Sign the result"),
        consequences=[
            _("You sign version {version} of the result as {who}.", version=result.version, who=names[capacity]),
            _("A signature cannot be taken back. If the result changes, the new version is signed anew."),
            _("The chair and an organizer, two people, must sign before publication."),
        ],
        obstacles=refused or rehearse(lambda: _give(round, person, capacity))[1],
        button=_("Sign as {who}", who=names[capacity]),
        done=_("You have signed."),
        then=address(here, round),
        back=address(here, round),
        form=SignForm(),
        template="organizer/result/sign.html",
        details={
            "result": result,
            "standings": standings,
            "top": list(standings.rows[:_TOP]) if standings else [],
            "names": names_of_teams,
            "decided": [each for each in labels_of(round, names_of_teams) if each.line.counts or each.line.waits],
            "given": _given(result),
        },
    )


def _not_ready(round: Round, result: Result, standings: Standings | None) -> list[str]:
    """Nobody signs what no longer follows from the ballots, or what a tie still leaves open."""
    if standings is None or not is_kept(standings, result.standings, result.sentences):
        return [
            _("The locked result differs from what is computed now. It cannot be signed before the log was checked.")
        ]
    return left_open(round)


def _given(result: Result) -> list[tuple[str, object | None]]:
    names = {"chair": _("Chair"), "organizer": _("Organizer")}
    rows = {row.capacity: row for row in results.signatures(result)}
    return [(name, rows.get(capacity)) for capacity, name in names.items()]
