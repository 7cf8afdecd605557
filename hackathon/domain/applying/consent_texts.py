"""Texts of the usual consents. A lawyer of whoever holds the event confirms the wording."""

from __future__ import annotations

from typing import Any

VERSION = "1"
BOARD = "board"
"""The purpose without which nobody is shown on the board."""

PURPOSES: list[dict[str, Any]] = [
    {
        "key": "participation",
        "required": True,
        "title": {"ko": "참가 신청과 행사 운영", "en": "Taking part in the event"},
        "purpose": {
            "ko": "신청 접수와 본인 확인, 팀 구성, 심사와 시상, 행사 연락",
            "en": "Receiving the application, knowing who you are, teams, judging, awards, and notices about the event",
        },
        "items": {
            "ko": "이름, 이메일, 전화번호, 소속, 만 14세 미만인지와 보호자의 이름·이메일, 신청서에 적은 내용",
            "en": "Name, e-mail, phone, affiliation, whether you are under 14 and then your guardian's name and e-mail, and what you write in the form",
        },
        "retention": {
            "ko": "행사가 끝나고 1년까지, 선발되지 않으면 결과 발표 뒤 3개월까지 보관하고 지체 없이 파기합니다.",
            "en": "Kept until one year after the event, or three months after the results if you are not selected, and then destroyed without delay",
        },
        "refusal": {
            "ko": "동의하지 않을 수 있습니다. 다만 동의하지 않으면 신청할 수 없습니다.",
            "en": "You may refuse; without it an application is not possible.",
        },
    },
    {
        "key": BOARD,
        "required": False,
        "title": {"ko": "팀 찾기 게시판에 보이기", "en": "Being shown on the team board"},
        "purpose": {
            "ko": "팀을 찾는 신청자와 팀원을 찾는 팀이 서로를 찾도록 돕기",
            "en": "Helping applicants without a team and teams with room to find each other",
        },
        "items": {
            "ko": "가운데를 가린 이름, 직접 쓴 소개, 하고 싶은 역할. 이메일과 전화번호는 보이지 않습니다.",
            "en": "Your name in part, the introduction you write and the roles you want; never your e-mail or phone",
        },
        "retention": {
            "ko": "팀을 찾거나 동의를 거두거나 팀 구성이 마감될 때까지",
            "en": "Until you have a team, take your consent back, or the teams are closed",
        },
        "refusal": {
            "ko": "동의하지 않아도 신청할 수 있습니다. 게시판에 보이지 않을 뿐입니다.",
            "en": "You may refuse and still apply; you are only not shown on the board.",
        },
    },
    {
        "key": "news",
        "required": False,
        "title": {"ko": "다음 행사 소식 받기", "en": "News of later events"},
        "purpose": {"ko": "다음 해커톤과 교육 소식 안내", "en": "Telling you about later hackathons and courses"},
        "items": {"ko": "이름, 이메일", "en": "Name and e-mail"},
        "retention": {"ko": "동의를 거두거나 2년이 지날 때까지", "en": "Until you take it back, two years at most"},
        "refusal": {
            "ko": "동의하지 않아도 신청과 심사에 아무 영향이 없습니다.",
            "en": "You may refuse; it changes nothing for your application or the judging.",
        },
    },
]
