"""Texts of the letters: kind → subject and body, with blanks that `letters.write` fills.

Letters that a stranger may have asked for hold nothing that the stranger typed.
"""

from __future__ import annotations

from scoring.text import Message, text

TEXTS: dict[str, tuple[Message, Message]] = {
    "password": (
        text("Set your password"),
        text(
            "Hello {name},\n\n"
            "Open this link to set a new password. It works once, within an hour.\n\n"
            "{link}\n\n"
            "If you did not ask for it, delete this letter: nothing has changed."
        ),
    ),
    "apply-confirm": (
        text("Please confirm your application"),
        text(
            "Hello,\n\n"
            "Somebody applied with this address. Open this link and press the button to complete the "
            "application.\n\n"
            "{link}\n\n"
            "The link works for {days} days. If you did not apply, delete this letter."
        ),
    ),
    "apply-again": (
        text("You have applied already"),
        text(
            "Hello,\n\n"
            "Somebody applied again with this address. Your first application stands.\n\n"
            "To replace it by what was written now, look at it here and confirm.\n\n"
            "{link}\n\n"
            "If that was not you, delete this letter: nothing has changed."
        ),
    ),
    "apply-role": (
        text("This address cannot apply"),
        text(
            "Hello,\n\n"
            "Somebody applied with this address. It belongs to somebody who works for this event, so the "
            "application was not taken.\nIf you want to take part, talk to the organizer. If that was not you, "
            "delete this letter."
        ),
    ),
    "guardian": (
        text("A guardian's consent is needed"),
        text(
            "Hello,\n\n"
            "{child}, who is under 14, applied and named you as guardian. Please read what is used for what, "
            "and agree or refuse here.\n\n"
            "{link}\n\n"
            "The application waits until you agree. If you know nothing of it, refuse or delete this letter."
        ),
    ),
    "team-ask": (
        text("{who} asks to join your team"),
        text(
            "Hello {name},\n\n"
            "{who} asks to join {team}.\n\n"
            "{message}\n\n"
            "You can accept or decline on the team's page.\n\n"
            "{link}"
        ),
    ),
    "team-invite": (
        text("{team} invites you"),
        text(
            "Hello {name},\n\n"
            "{team} would like you to join.\n\n"
            "{message}\n\n"
            "You can accept or decline on the page of your application.\n\n"
            "{link}"
        ),
    ),
    "team-answer": (
        text("A team has answered"),
        text("Hello {name},\n\n{team}: {answer}\n\n{link}"),
    ),
    "team-stepped-in": (
        text("{team} goes on to {round}"),
        text(
            "Hello {name},\n\n"
            "A place has become free, and {team} moves up from the reserve to {round}. The team's page says "
            "what to hand in and by when."
        ),
    ),
    "team-captain": (
        text("You are the captain now"),
        text("Hello {name},\n\nYou are the captain of {team} now: you hand in and invite."),
    ),
    "team-left": (
        text("A member has left"),
        text("Hello {name},\n\n{who} has left {team}. The team's page shows the places that are free."),
    ),
    "team-removed": (
        text("You are no longer in the team"),
        text(
            "Hello {name},\n\n"
            "You are no longer a member of {team}. Your application stands, and you may join another team."
        ),
    ),
}
