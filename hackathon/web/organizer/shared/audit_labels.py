"""Labels of the log: what its acts are called, and their facts on one line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hackathon.web.http.languages import gettext as _


def act_label(act: str) -> str:
    """What an act is called on screen; one that has no name keeps its own."""
    return {**_of_rounds(), **_of_results(), **_of_people(), **_of_entrants(), **_of_teams()}.get(act, act)


def _of_rounds() -> dict[str, str]:
    return {
        "event.created": _("Event made"),
        "demo.built": _("Demo built"),
        "event.changed": _("Event changed"),
        "round.changed": _("Dates changed"),
        "policy.changed": _("Rules changed"),
        "round.entered": _("Teams entered"),
        "round.assigned": _("Assigned"),
        "judge.unassigned": _("Assignment removed"),
        "judge.seated": _("Seated"),
        "judge.renumbered": _("Judge's code changed"),
        "judge.unseated": _("Seat withdrawn"),
        "judge.made-chair": _("Chair chosen"),
        "drill.created": _("Made a drill"),
        "drill.opened": _("Showed the judges how the drill was marked"),
        "drill.closed": _("Hid how the drill was marked"),
        "conflict.overlooked": _("Found to be no conflict of interest"),
        "judge.pledged": _("A judge gave the pledge"),
        "judge.recused": _("Recused"),
        "revision.admitted": _("Admitted a kept ballot"),
        "revision.declined": _("Declined a kept ballot"),
        "ballots.filed": _("Took in ballots from a tablet's file"),
        "paper.typed": _("Typed in paper ballots"),
        "judge.absent": _("A judge did not come"),
        "judge.present": _("An absent judge came after all"),
        "round.handed-on": _("Handed assignments on"),
        "recusal.taken-back": _("Recusal taken back"),
        "places.given": _("Places given"),
        "presence.downloaded": _("List of who is here downloaded"),
        "round.presenting": _("Said who presents"),
        "ballots.saved": _("Ballots received"),
        "round.reordered": _("Order of presentation changed"),
        "entry.withdrawn": _("Team withdrew"),
        "entry.stepped-in": _("Reserve team stepped in"),
    }


def _of_results() -> dict[str, str]:
    return {
        "poll.added": _("Vote set up"),
        "poll.codes-made": _("Voting codes made"),
        "poll.imported": _("Votes imported"),
        "poll.closed": _("Vote closed"),
        "poll.import-taken-back": _("Imported votes taken back"),
        "entry.adjusted": _("Points adjusted"),
        "adjustment.taken-back": _("Adjustment taken back"),
        "round.locked": _("Round locked"),
        "round.unlocked": _("Unlocked"),
        "result.made": _("Result made"),
        "round.decided": _("Tie or place decided"),
        "decision.proposed": _("Decision proposed"),
        "decision.confirmed": _("Decision confirmed by a second person"),
        "decision.taken-back": _("Decision taken back"),
        "correction.opened": _("Published result opened for correction"),
        "lot.previewed": _("Lot previewed"),
        "result.signed": _("Result signed"),
        "round.published": _("Result published"),
        "bundle.offered": _("Results file offered to everybody"),
        "bundle.withdrawn": _("Results file taken off the public page"),
        "round.advanced": _("Teams sent on"),
        "result.downloaded": _("File of the locked result downloaded"),
        "file.downloaded": _("Provisional standings or blank sheets downloaded"),
    }


def _of_people() -> dict[str, str]:
    return {
        "person.added": _("Person added"),
        "password.changed": _("Password set"),
        "sessions.ended": _("Signed out everywhere"),
        "role.granted": _("Role granted"),
        "role.withdrawn": _("Role withdrawn"),
        "link.made": _("Sign-in link made"),
        "file.imported": _("Imported a file"),
        "people.merged": _("Merged two records of one person"),
        "merge.undone": _("Undid a merge"),
        "card.made": _("Made a judge's card"),
        "card.revoked": _("Made judges' cards invalid"),
        "device.paired": _("Connected a device"),
        "device.named": _("Named a device"),
        "device.revoked": _("Signed a device out"),
    }


def _of_entrants() -> dict[str, str]:
    return {
        "entrant.applied": _("Application received"),
        "entrant.confirmed": _("Application confirmed"),
        "entrant.confirmed-by-hand": _("Application confirmed by hand"),
        "entrant.written-again": _("Letter written again"),
        "entrant.changed": _("Application changed"),
        "entrant.added": _("Applicant added"),
        "entrant.withdrawn": _("Application withdrawn"),
        "entrant.disqualified": _("Applicant disqualified"),
        "consent.changed": _("Consent changed"),
        "guardian.agreed": _("Guardian agreed"),
        "guardian.refused": _("Guardian refused"),
        "entrants.listed": _("List of applicants seen"),
        "entrants.exported": _("List of applicants downloaded"),
        "entrants.exported-with-contacts": _("List with contacts downloaded"),
        "entrant.opened": _("Applicant's page opened"),
        "phone.shown": _("Phone number seen"),
        "message.sent": _("Message sent"),
        "outbox.downloaded": _("Outbox downloaded"),
        "letters.tried-again": _("Letters tried again"),
        "letter.sent-by-hand": _("Letter noted as sent by hand"),
    }


def _of_teams() -> dict[str, str]:
    return {
        "team.founded": _("Team founded"),
        "team.renamed": _("Team renamed"),
        "team.track-chosen": _("Track chosen"),
        "team.invite-renewed": _("Invitation code renewed"),
        "team.joined": _("Joined a team"),
        "team.left": _("Left a team"),
        "team.handed-over": _("Captaincy handed over"),
        "team.dissolved": _("Team dissolved"),
        "team.disqualified": _("Team disqualified"),
        "team.asked": _("Asked to join a team"),
        "team.invited": _("Invited to a team"),
        "team.opened": _("Team's page opened"),
        "submission.saved": _("Submission received"),
        "submission.late-opinion": _("Opinion on a late submission"),
    }


def facts_line(facts: Mapping[str, Any]) -> str:
    """The facts of an act on one line; digests are cut short."""
    return " · ".join(f"{name}: {_value(value)}" for name, value in facts.items())


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_value(each)}" for name, each in value.items())
    if isinstance(value, list):
        return " ".join(map(_value, value))
    text = str(value)
    return f"{text[:16]}…" if len(text) == 64 and " " not in text else text
