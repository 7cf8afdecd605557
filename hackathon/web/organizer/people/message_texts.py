"""Texts that a message begins with, by whom it is for: subject and body in both languages, to be changed at will."""

from __future__ import annotations

Text = tuple[str, str]
_PLAIN: dict[str, Text] = {
    "ko": ("알려 드립니다", "{name} 님,\n\n\n\n{event} 운영팀 드림"),
    "en": ("A word from the organizers", "Hello {name},\n\n\n\nThe organizers of {event}"),
}
_TEXTS: dict[str, dict[str, Text]] = {
    "without-submission": {
        "ko": (
            "{round} 제출물을 아직 받지 못했습니다",
            (
                "{name} 님,\n\n{team} 팀의 {round} 제출물이 아직 없습니다. 마감은 {deadline}입니다.\n"
                "쓰던 것이 있어도 제출 단추를 눌러야 접수됩니다.\n\n{address}\n\n{event} 운영팀 드림"
            ),
        ),
        "en": (
            "We have not received your submission for {round}",
            (
                "Hello {name},\n\nteam {team} has handed in nothing for {round} yet. The deadline is {deadline}.\n"
                "A draft does not count: please press the button that hands it in.\n\n{address}\n\nThe organizers of {event}"
            ),
        ),
    },
    "without-team": {
        "ko": (
            "아직 팀이 없으시네요",
            "{name} 님,\n\n팀을 만들거나 팀 코드로 들어가야 참가할 수 있습니다. 팀을 찾는 분들의 게시판도 있습니다.\n\n{address}\n\n{event} 운영팀 드림",
        ),
        "en": (
            "You have no team yet",
            "Hello {name},\n\nto take part, make a team or join one by its code. There is also a board of people who look for one.\n\n{address}\n\nThe organizers of {event}",
        ),
    },
    "unconfirmed": {
        "ko": (
            "이메일 확인이 남았습니다",
            "{name} 님,\n\n신청은 받았지만 이메일 주소를 확인하지 못했습니다. 받으신 편지의 링크를 열어 주세요.\n\n{event} 운영팀 드림",
        ),
        "en": (
            "Please confirm your address",
            "Hello {name},\n\nwe have your application but not your confirmation. Please open the link in the letter you got.\n\nThe organizers of {event}",
        ),
    },
    "status:finalist": {
        "ko": (
            "본선 진출을 축하합니다",
            "{name} 님,\n\n{team} 팀이 본선에 올랐습니다. 일정과 준비물은 아래에서 확인하세요.\n\n{address}\n\n{event} 운영팀 드림",
        ),
        "en": (
            "You are in the final",
            "Hello {name},\n\nteam {team} is in the final. Dates and what to bring are here:\n\n{address}\n\nThe organizers of {event}",
        ),
    },
    "status:reserve": {
        "ko": (
            "예비팀으로 선정되었습니다",
            "{name} 님,\n\n{team} 팀은 예비팀입니다. 자리가 나면 순서대로 바로 알려 드립니다.\n\n{event} 운영팀 드림",
        ),
        "en": (
            "Your team is in reserve",
            "Hello {name},\n\nteam {team} is in reserve. If a place becomes free we tell you at once.\n\nThe organizers of {event}",
        ),
    },
    "status:not-selected": {
        "ko": (
            "함께해 주셔서 고맙습니다",
            "{name} 님,\n\n{team} 팀은 이번에 선발되지 않았습니다. 심사위원의 의견은 팀 화면에서 읽을 수 있습니다.\n\n{address}\n\n{event} 운영팀 드림",
        ),
        "en": (
            "Thank you for taking part",
            "Hello {name},\n\nteam {team} was not selected this time. What the judges wrote is on your team's page.\n\n{address}\n\nThe organizers of {event}",
        ),
    },
    "judges-behind": {
        "ko": (
            "{round} 채점표가 남아 있습니다",
            "{name} 위원님,\n\n봉인하지 않은 채점표가 있습니다. 심사는 {deadline}에 마감합니다.\n\n{address}\n\n{event} 운영팀 드림",
        ),
        "en": (
            "Ballots of {round} are still open",
            "Dear {name},\n\nsome of your ballots are not sealed yet. Judging closes at {deadline}.\n\n{address}\n\nThe organizers of {event}",
        ),
    },
}


def text_for(audience: str) -> dict[str, Text]:
    """Subject and body by language."""
    return _TEXTS.get(audience, _PLAIN)
