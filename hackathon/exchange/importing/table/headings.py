"""Which field a column feeds, from what stands above it: Korean and English headings as forms really have them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

KINDS = ("entrants", "teams", "judges", "conflicts", "ballots")
PERSON = ("name", "first_name", "last_name", "email", "phone", "affiliation")
ANSWERS = ("birth_year", "occupation", "role", "skills", "motivation")
_OF_A_TEAM = ("team", "captain", "members")
_WORK = ("code", "track", "title", "summary", "link", "video", "key", "status", "step", "prize")
FIELDS: dict[str, tuple[str, ...]] = {
    "entrants": (*PERSON, "applied_at", "consent", *_OF_A_TEAM, *ANSWERS, "answer"),
    "teams": (*_OF_A_TEAM, *_WORK, *PERSON, "applied_at", "consent", *ANSWERS, "answer"),
    "judges": ("code", "name", "first_name", "last_name", "email", "phone", "affiliation", "round", "chair"),
    "conflicts": ("judge", "entry", "kind", "reason", "round"),
    "ballots": ("entry", "judge", "comment"),
}
"""What a column may feed, by kind of file. `member3.email` and `captain.email` belong to teams; ballots add the criteria."""

_EXACT: dict[str, str] = {
    "name": "이름 성명 성함 성명이름 이름성명 name fullname yourname 참가자명 참가자이름 참가자성명 신청자명 신청자이름 신청자성명 지원자명 지원자이름 지원자성명 학생이름 본인이름 displayname",
    "first_name": "firstname givenname 이름first",
    "last_name": "lastname surname familyname 성 성씨",
    "email": "이메일 이메일주소 메일 메일주소 전자우편 전자메일 email emailaddress mail username 계정 구글계정 이메일계정 지메일 사용자이름",
    "phone": "연락처 휴대폰 휴대전화 휴대폰번호 휴대전화번호 핸드폰 핸드폰번호 전화 전화번호 전화번호휴대폰 모바일 hp 번호연락처 phone phonenumber mobile mobilephone mobilenumber cellphone cell tel telephone contact contactnumber",
    "affiliation": "소속 학교 회사 소속기관 기관 기관명 소속학교 대학교 대학 학교명 회사명 직장 소속회사 학교회사 학교소속 소속직장 소속학과 소속명 affiliation organization organisation company school university college institution schoolcompany employer",
    "applied_at": "타임스탬프 제출일시 제출시간 제출시각 제출일 응답일시 응답시간 신청일 신청일시 신청시각 신청시간 접수일 접수일시 접수시간 등록일 등록일시 작성일 작성일시 timestamp submittedat submissiontime submissiondate appliedat createdat registeredat completiontime datesubmitted",
    "consent": "동의 동의여부 개인정보동의 개인정보동의여부 개인정보수집동의 개인정보수집이용동의 consent agree agreement privacyconsent",
    "team": "팀 팀명 팀이름 소속팀 참가팀 참가팀명 팀명칭 team teamname group groupname 조 조이름",
    "captain": "팀장 팀장여부 대표 대표여부 대표자여부 리더 조장 captain leader teamleader teamcaptain iscaptain isleader",
    "members": "팀원 팀원명단 팀원이름 팀원명 팀원들 멤버 구성원 팀구성원 참여자명단 팀원목록 members teammembers teammates memberslist membernames participants memberemails 팀원이메일",
    "birth_year": "생년 출생연도 출생년도 태어난해 birthyear yearofbirth",
    "occupation": "구분 직업 신분 직군 참가구분 occupation status현재",
    "role": "역할 팀내역할 담당 담당역할 희망역할 포지션 희망포지션 role position teamrole",
    "skills": "사용기술 기술 기술스택 보유기술 사용가능기술 skills techstack stack technologies",
    "motivation": "지원동기 참가동기 동기 신청동기 motivation whydoyouwanttojoin",
    "code": "번호팀 코드 팀코드 팀번호 심사위원번호 심사위원코드 code teamcode teamnumber judgecode",
    "track": "트랙 분야 부문 참가부문 참가분야 주제분야 trackhint track category theme",
    "title": "제목 작품명 프로젝트명 프로젝트이름 프로젝트제목 아이디어명 과제명 서비스명 출품작 제안명 제안제목 title projecttitle project projectname submissiontitle ideaname",
    "summary": "요약 설명 소개 개요 프로젝트설명 프로젝트소개 작품설명 작품소개 아이디어요약 제안요약 summary description plaindescription abouttheproject tagline abstract projectdescription shortdescription",
    "link": "링크 저장소 깃허브 깃허브주소 소스코드 데모링크 tryitoutlinks tryitoutlink trylink website github githublink githuburl repository repo demo demolink link links",
    "video": "영상 동영상 시연영상 발표영상 video videodemolink videolink videourl demovideo",
    "key": "submissionurl projecturl url devposturl",
    "status": "projectstatus submissionstatus",
    "step": "higheststepcompleted",
    "prize": "optinprizes optinprize desiredprizes prizes challengelist prizecategory",
    "chair": "심사위원장 위원장 위원장여부 chair ischair headjudge",
    "round": "심사단계 단계 라운드 예선본선 round stage",
    "judge": "심사위원 심사위원명 심사위원이름 위원 위원명 judge judgename judgeemail reviewer",
    "entry": "심사대상 대상 entry entrycode team팀 참가번호",
    "kind": "종류 유형 제척사유구분 제척기피회피 kind type conflicttype",
    "reason": "사유 이유 제척사유 기피사유 회피사유 reason why note비고",
    "comment": "의견 심사평 심사의견 평가의견 코멘트 총평 comment comments feedback remarks",
}
_KNOWN: dict[str, list[str]] = {}
for _field, _words in _EXACT.items():
    for _word in _words.split():
        _KNOWN.setdefault(_word, []).append(_field)

_OTHERS = (
    *(
        "보호자",
        "비상",
        "긴급",
        "추천인",
        "학부모",
        "지도교수",
        "담당자",
        "법정대리인",
        "emergency",
        "guardian",
        "parent",
        "referr",
    ),
    *("영문", "한자", "english", "닉네임", "nickname", "screenname", "수신", "newsletter", "tshirt", "티셔츠"),
)
_RESIDENT = ("주민등록번호", "주민번호", "주민등록", "residentregistration", "rrn", "외국인등록번호")
_CONTAINS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("이메일", "메일주소", "emailaddress", "email", "전자우편"), "email"),
    (("휴대폰", "휴대전화", "핸드폰", "전화번호", "연락처", "phonenumber", "mobilephone"), "phone"),
    (("타임스탬프", "제출일시", "신청일시", "접수일시", "timestamp"), "applied_at"),
    (("팀이름", "팀명", "teamname"), "team"),
    (("팀장여부", "팀장이신가요", "팀장입니까", "teamleader", "teamcaptain"), "captain"),
    (("팀원이름", "팀원명단", "팀원을", "teammembers"), "members"),
    (("지원동기", "참가동기", "신청동기"), "motivation"),
    (("기술스택", "사용기술"), "skills"),
    (("생년", "출생연도"), "birth_year"),
    (("성명", "성함", "이름을", "이름이", "fullname", "yourname", "실명"), "name"),
    (("소속", "재학중인", "학교명", "회사명", "schoolname", "university", "organization"), "affiliation"),
)
_MEMBER = re.compile(r"(?:팀원정보|팀원|멤버|구성원|참가자|참여자|teammember|teammate|member|participant)(\d{1,2})(.*)")
_MEMBER_BEHIND = re.compile(
    r"(?:팀원|멤버|구성원|참가자|참여자|teammember|teammate|member)?(.+?)(?:팀원|member)?(\d{1,2})"
)
_CAPTAIN = re.compile(
    r"(?:팀장|대표자|팀대표|리더|teamleader|leader|teamcaptain|captain|submitter|제출자|contactperson)(?:의)?(.+)"
)


def plain(header: str) -> str:
    """A heading without what forms put around it: numbers in front, stars, remarks in brackets, spaces and signs."""
    text = unicodedata.normalize("NFKC", header).casefold()
    text = re.sub(r"^\s*(?:q\s*)?\d{1,2}\s*[.)\]:]\s*", "", text)
    short = re.sub(r"[(\[<{（][^)\]>}）]*[)\]>}）]", "", text)
    bare = re.sub(r"[\W_]+", "", short)
    return bare or re.sub(r"[\W_]+", "", text)


def is_resident_number(header: str) -> bool:
    """Whether a column asks for the number that nobody may keep."""
    return any(word in plain(header) for word in _RESIDENT)


def recognise(header: str, kind: str, *, criteria: Mapping[str, str] = {}) -> str | None:
    """The field that a heading names in a file of this kind, or None."""
    if not header.strip():
        return None
    if header.strip() in FIELDS[kind] or header.strip() in criteria.values():
        return header.strip()
    word = plain(header)
    if word in criteria:
        return criteria[word]
    if is_resident_number(header):
        return None
    return _known(word, kind) or _in_a_team(header, word, kind) or _consent(word, kind) or _within(word, kind)


def _known(word: str, kind: str) -> str | None:
    for field in _KNOWN.get(word, ()):
        if field in FIELDS[kind]:
            return field
    return {**_ALIASES.get(kind, {})}.get(word)


# The same word means another thing in another kind of file.
_ALIASES: dict[str, dict[str, str]] = {
    "teams": {"번호": "code", "project": "title", "company": "affiliation"},
    "judges": {
        "번호": "code",
        "심사위원": "name",
        "심사위원명": "name",
        "심사위원이름": "name",
        "judge": "name",
        "judgename": "name",
        "notes": "affiliation",
        "description": "affiliation",
        "직함": "affiliation",
        "직위": "affiliation",
        "title": "affiliation",
        "judgeemail": "email",
        "단계": "round",
    },
    "conflicts": {
        "팀": "entry",
        "팀명": "entry",
        "팀이름": "entry",
        "팀코드": "entry",
        "팀번호": "entry",
        "team": "entry",
        "teamname": "entry",
        "teamcode": "entry",
        "project": "entry",
        "구분": "kind",
        "비고": "reason",
        "심사위원번호": "judge",
        "심사위원코드": "judge",
        "judgecode": "judge",
        "심사위원이메일": "judge",
        "notes": "reason",
        "code": "entry",
    },
    "ballots": {
        "팀": "entry",
        "팀명": "entry",
        "팀이름": "entry",
        "팀코드": "entry",
        "팀번호": "entry",
        "team": "entry",
        "teamname": "entry",
        "teamcode": "entry",
        "project": "entry",
        "번호": "entry",
        "심사위원번호": "judge",
        "심사위원코드": "judge",
        "judgecode": "judge",
    },
}


def _in_a_team(header: str, word: str, kind: str) -> str | None:
    if kind not in ("entrants", "teams"):
        return None
    whole = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", header).casefold())
    for text in dict.fromkeys((word, whole)):
        found = _MEMBER.fullmatch(text)
        if found:
            return _member_field(f"member{int(found[1])}", found[2])
        found = _MEMBER_BEHIND.fullmatch(text)
        if found and found[1] in _KNOWN and _person_field(found[1]):
            return _member_field(f"member{int(found[2])}", found[1])
    found = _CAPTAIN.fullmatch(word)
    return _member_field("captain", found[1]) if found and _person_field(found[1]) else None


def _member_field(who: str, rest: str) -> str | None:
    field = _person_field(rest) if rest else "name"
    return f"{who}.{field}" if field else None


def _person_field(word: str) -> str | None:
    if word in ("명", "성명", "정보"):
        return "name"
    return next((field for field in _KNOWN.get(word, ()) if field in PERSON), None)


def _consent(word: str, kind: str) -> str | None:
    """The consent without which nobody can take part; those that are free to refuse keep nobody out."""
    asks = ("개인정보" in word and "동의" in word) or "privacypolicy" in word
    free = any(
        part in word for part in ("제3자", "제삼자", "마케팅", "선택", "초상", "촬영", "홍보", "optional", "marketing")
    )
    return "consent" if asks and not free and "consent" in FIELDS[kind] else None


def _within(word: str, kind: str) -> str | None:
    if any(other in word for other in _OTHERS) or "동의" in word or len(word) > 60:
        return None
    for parts, field in _CONTAINS:
        if field in FIELDS[kind] and any(part in word for part in parts):
            return field
    return None


def is_field(field: str, kind: str, *, criteria: Iterable[str] = ()) -> bool:
    """Whether a column of this kind of file may feed `field`."""
    if field in FIELDS[kind] or field in criteria:
        return True
    who, _, what = field.partition(".")
    return kind in ("entrants", "teams") and what in PERSON and bool(re.fullmatch(r"captain|member\d{1,2}", who))


def settle(headers: Sequence[str], found: dict[str, str | None], kind: str) -> dict[str, str | None]:
    """The mapping of a whole header: what one column means may follow from what the others are."""
    fields = set(found.values())
    if kind == "teams" and "team" not in fields:
        stand_in = next((field for field in ("name", "title") if field in fields), None)
        if stand_in == "name":
            return {header: "team" if field == "name" else field for header, field in found.items()}
    if {"first_name", "last_name"} & fields and "name" in fields:
        return {header: None if field in ("first_name", "last_name") else field for header, field in found.items()}
    return found
