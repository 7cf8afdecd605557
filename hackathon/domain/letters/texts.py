"""Texts of the letters about applications and teams: kind → language → subject and body.

Letters that a stranger may have asked for hold nothing that the stranger typed.
"""

from __future__ import annotations

TEXTS: dict[str, dict[str, tuple[str, str]]] = {
    "apply-confirm": {
        "ko": (
            "참가 신청을 확인해 주세요",
            (
                "안녕하세요.\n\n이 주소로 참가 신청이 들어왔습니다. 아래 링크를 열고 확인 단추를 누르면 신청이 끝납니다.\n\n{link}\n\n"
                "링크는 {days}일 동안 쓸 수 있습니다. 신청하지 않으셨다면 이 편지를 지우시면 됩니다."
            ),
        ),
        "en": (
            "Please confirm your application",
            (
                "Hello,\n\nsomebody applied with this address. Open this link and press the button to complete the application.\n\n{link}\n\n"
                "The link works for {days} days. If you did not apply, delete this letter."
            ),
        ),
    },
    "apply-again": {
        "ko": (
            "이미 신청하셨습니다",
            (
                "안녕하세요.\n\n이 주소로 참가 신청이 다시 들어왔습니다. 먼저 낸 신청은 그대로 있습니다.\n\n"
                "새로 적은 내용으로 바꾸려면 아래 링크에서 확인하세요.\n\n{link}\n\n"
                "직접 하신 일이 아니라면 이 편지를 지우시면 됩니다. 바뀐 것은 없습니다."
            ),
        ),
        "en": (
            "You have applied already",
            (
                "Hello,\n\nsomebody applied again with this address. Your first application stands.\n\n"
                "To replace it by what was written now, look at it here and confirm.\n\n{link}\n\n"
                "If that was not you, delete this letter: nothing has changed."
            ),
        ),
    },
    "apply-role": {
        "ko": (
            "이 주소로는 신청할 수 없습니다",
            (
                "안녕하세요.\n\n이 주소로 참가 신청이 들어왔지만, 이 행사를 맡은 분의 주소라서 받지 않았습니다.\n"
                "참가하시려면 운영자에게 말씀해 주세요. 직접 하신 일이 아니라면 이 편지를 지우시면 됩니다."
            ),
        ),
        "en": (
            "This address cannot apply",
            (
                "Hello,\n\nsomebody applied with this address. It belongs to somebody who works for this event, so the application was not taken.\n"
                "If you want to take part, talk to the organizer. If that was not you, delete this letter."
            ),
        ),
    },
    "guardian": {
        "ko": (
            "보호자의 동의가 필요합니다",
            (
                "안녕하세요.\n\n만 14세 미만인 {child} 님이 참가를 신청하며 보호자로 적었습니다. "
                "아래 링크에서 어떤 정보를 무엇에 쓰는지 읽고 동의하거나 거절해 주세요.\n\n{link}\n\n"
                "동의하실 때까지 신청은 기다립니다. 모르는 일이라면 거절하거나 이 편지를 지우시면 됩니다."
            ),
        ),
        "en": (
            "A guardian's consent is needed",
            (
                "Hello,\n\n{child}, who is under 14, applied and named you as guardian. "
                "Please read what is used for what, and agree or refuse here.\n\n{link}\n\n"
                "The application waits until you agree. If you know nothing of it, refuse or delete this letter."
            ),
        ),
    },
    "team-ask": {
        "ko": (
            "{who} 님이 팀에 들어오고 싶어 합니다",
            (
                "{name} 님,\n\n{who} 님이 {team} 팀에 들어오고 싶어 합니다.\n\n{message}\n\n"
                "팀 화면에서 받아들이거나 거절할 수 있습니다.\n\n{link}"
            ),
        ),
        "en": (
            "{who} asks to join your team",
            (
                "Hello {name},\n\n{who} asks to join {team}.\n\n{message}\n\n"
                "You can accept or decline on the team's page.\n\n{link}"
            ),
        ),
    },
    "team-invite": {
        "ko": (
            "{team} 팀이 초대했습니다",
            (
                "{name} 님,\n\n{team} 팀이 함께하자고 합니다.\n\n{message}\n\n"
                "내 신청 화면에서 받아들이거나 거절할 수 있습니다.\n\n{link}"
            ),
        ),
        "en": (
            "{team} invites you",
            (
                "Hello {name},\n\n{team} would like you to join.\n\n{message}\n\n"
                "You can accept or decline on the page of your application.\n\n{link}"
            ),
        ),
    },
    "team-answer": {
        "ko": ("팀의 답이 왔습니다", "{name} 님,\n\n{team} 팀: {answer}\n\n{link}"),
        "en": ("A team has answered", "Hello {name},\n\n{team}: {answer}\n\n{link}"),
    },
    "team-stepped-in": {
        "ko": (
            "{team} 팀이 {round}에 올랐습니다",
            (
                "{name} 님,\n\n자리가 나서 예비팀이던 {team} 팀이 {round}에 올랐습니다. "
                "낼 것과 마감은 팀 화면에 있습니다."
            ),
        ),
        "en": (
            "{team} goes on to {round}",
            (
                "Hello {name},\n\na place has become free, and {team} moves up from the reserve to {round}. "
                "The team's page says what to hand in and by when."
            ),
        ),
    },
    "team-captain": {
        "ko": ("이제 팀장입니다", "{name} 님,\n\n{team} 팀의 팀장이 되었습니다. 제출과 팀원 초대는 이제 {name} 님이 합니다."),
        "en": ("You are the captain now", "Hello {name},\n\nyou are the captain of {team} now: you hand in and invite."),
    },
    "team-left": {
        "ko": ("팀원이 나갔습니다", "{name} 님,\n\n{who} 님이 {team} 팀에서 나갔습니다. 팀 화면에서 남은 자리를 확인하세요."),
        "en": ("A member has left", "Hello {name},\n\n{who} has left {team}. The team's page shows the places that are free."),
    },
    "team-removed": {
        "ko": ("팀에서 빠졌습니다", "{name} 님,\n\n이제 {team} 팀의 팀원이 아닙니다. 신청은 그대로 있고, 다른 팀에 들어갈 수 있습니다."),
        "en": ("You are no longer in the team", "Hello {name},\n\nyou are no longer a member of {team}. Your application stands, and you may join another team."),
    },
}  # fmt: skip
