"""Texts that a message begins with, by whom it is for: subject and body, to be changed at will.

Their blanks are filled for each reader when the letters are written.
"""

from __future__ import annotations

from scoring.text import Text, text

_PLAIN = (
    text("A word from the organizers"),
    text("Hello {name},\n\n\n\nThe organizers of {event}"),
)
_TEXTS = {
    "without-submission": (
        text("We have not received your submission for {round}"),
        text(
            "Hello {name},\n\n"
            "Team {team} has handed in nothing for {round} yet. The deadline is {deadline}.\n"
            "A draft does not count: please press the button that hands it in.\n\n"
            "{address}\n\n"
            "The organizers of {event}"
        ),
    ),
    "without-team": (
        text("You have no team yet"),
        text(
            "Hello {name},\n\n"
            "To take part, make a team or join one by its code. There is also a board of people who look for one.\n\n"
            "{address}\n\n"
            "The organizers of {event}"
        ),
    ),
    "unconfirmed": (
        text("Please confirm your address"),
        text(
            "Hello {name},\n\n"
            "We have your application but not your confirmation. Please open the link in the letter you got.\n\n"
            "The organizers of {event}"
        ),
    ),
    "status:finalist": (
        text("You are in the final"),
        text(
            "Hello {name},\n\n"
            "Team {team} is in the final. Dates and what to bring are here:\n\n"
            "{address}\n\n"
            "The organizers of {event}"
        ),
    ),
    "status:reserve": (
        text("Your team is in reserve"),
        text(
            "Hello {name},\n\n"
            "Team {team} is in reserve. If a place becomes free we tell you at once.\n\n"
            "The organizers of {event}"
        ),
    ),
    "status:not-selected": (
        text("Thank you for taking part"),
        text(
            "Hello {name},\n\n"
            "Team {team} was not selected this time. What the judges wrote is on your team's page.\n\n"
            "{address}\n\n"
            "The organizers of {event}"
        ),
    ),
    "judges-behind": (
        text("Ballots of {round} are still open"),
        text(
            "Dear {name},\n\n"
            "Some of your ballots are not sealed yet. Judging closes at {deadline}.\n\n"
            "{address}\n\n"
            "The organizers of {event}"
        ),
    ),
}


def text_for(audience: str) -> tuple[Text, Text]:
    """Subject and body."""
    return _TEXTS.get(audience, _PLAIN)
