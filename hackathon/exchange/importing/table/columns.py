"""The columns that files may have: each with its headings, how its cells are read, and how long they may be.

A new column is one `Column` here, its key in the kinds of files that may have it, its label in
`web/organizer/importing/labels.py` and its line in the README beside. A `fact` is also a column of the table `person`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hackathon.exchange.importing.table.values import (
    Refusal,
    clean,
    email_of,
    is_chair,
    lines_of,
    name_of,
    phone_of,
    text_or_nothing,
    yes_or_no,
)
from scoring.faults import Both


@dataclass(frozen=True)
class Column:
    """What a column may feed."""

    key: str
    headings: str
    """Words that name it, as `bare_heading` leaves them."""
    in_kind: Mapping[str, str] = field(default_factory=dict)
    """Words that name it in one kind of file only: the same word means another thing in another."""
    within: str = ""
    """Words that name it wherever they stand in a question."""
    read: Callable[[str], Any] = clean
    most: int | None = None
    """Characters that fit."""
    fact: bool = False
    """It is stored under its key with the person; the import fills and compares it without another line."""

    def value(self, values: Mapping[str, str]) -> Any:
        """What stands in this column of a row. Raises Refusal where it cannot be taken."""
        return self.fit(self.read(values.get(self.key, "")))

    def fit(self, text: Any) -> Any:
        """The same text; one that the table cannot hold is refused."""
        if self.most and text and len(text) > self.most:
            said = Both(f"{self.most}자까지인데 {len(text)}자입니다", f"it has {len(text)} characters; {self.most} fit")
            raise Refusal(self.key, said)
        return text

    def cut(self, text: str) -> str:
        """As much of a text as fits."""
        return text[: self.most]


# Words within a question are looked for in this order: an address is no name, whatever else its heading says.
_COLUMNS = (
    Column(
        "email",
        "이메일 이메일주소 메일 메일주소 전자우편 전자메일 email emailaddress mail username 계정 구글계정 이메일계정 지메일 사용자이름",
        in_kind={"judges": "judgeemail"},
        within="이메일 메일주소 emailaddress email 전자우편",
        read=email_of,
    ),
    Column(
        "phone",
        "연락처 휴대폰 휴대전화 휴대폰번호 휴대전화번호 핸드폰 핸드폰번호 전화 전화번호 전화번호휴대폰 모바일 hp 번호연락처 phone phonenumber mobile mobilephone mobilenumber cellphone cell tel telephone contact contactnumber",
        within="휴대폰 휴대전화 핸드폰 전화번호 연락처 phonenumber mobilephone",
        read=phone_of,
    ),
    Column(
        "applied_at",
        "타임스탬프 제출일시 제출시간 제출시각 제출일 응답일시 응답시간 신청일 신청일시 신청시각 신청시간 접수일 접수일시 접수시간 등록일 등록일시 작성일 작성일시 timestamp submittedat submissiontime submissiondate appliedat createdat registeredat completiontime datesubmitted",
        within="타임스탬프 제출일시 신청일시 접수일시 timestamp",
    ),
    Column(
        "consent",
        "동의 동의여부 개인정보동의 개인정보동의여부 개인정보수집동의 개인정보수집이용동의 consent agree agreement privacyconsent",
        read=yes_or_no,
    ),
    Column(
        "team",
        "팀 팀명 팀이름 소속팀 참가팀 참가팀명 팀명칭 team teamname group groupname 조 조이름",
        within="팀이름 팀명 teamname",
        most=100,
    ),
    Column(
        "captain",
        "팀장 팀장여부 대표 대표여부 대표자여부 리더 조장 captain leader teamleader teamcaptain iscaptain isleader",
        within="팀장여부 팀장이신가요 팀장입니까 teamleader teamcaptain",
        read=yes_or_no,
    ),
    Column(
        "members",
        "팀원 팀원명단 팀원이름 팀원명 팀원들 멤버 구성원 팀구성원 참여자명단 팀원목록 members teammembers teammates memberslist membernames participants memberemails 팀원이메일",
        within="팀원이름 팀원명단 팀원을 teammembers",
    ),
    Column(
        "motivation",
        "지원동기 참가동기 동기 신청동기 motivation whydoyouwanttojoin",
        within="지원동기 참가동기 신청동기",
        read=lines_of,
    ),
    Column(
        "skills",
        "사용기술 기술 기술스택 보유기술 사용가능기술 skills techstack stack technologies",
        within="기술스택 사용기술",
        read=lines_of,
    ),
    Column(
        "birth_year",
        "생년 출생연도 출생년도 태어난해 birthyear yearofbirth",
        within="생년 출생연도",
        read=lines_of,
    ),
    Column("occupation", "구분 직업 신분 직군 참가구분 occupation status현재", read=lines_of),
    Column(
        "role",
        "역할 팀내역할 담당 담당역할 희망역할 포지션 희망포지션 role position teamrole",
        read=lines_of,
    ),
    Column(
        "name",
        "이름 성명 성함 성명이름 이름성명 name fullname yourname 참가자명 참가자이름 참가자성명 신청자명 신청자이름 신청자성명 지원자명 지원자이름 지원자성명 학생이름 본인이름 displayname",
        in_kind={"judges": "심사위원 심사위원명 심사위원이름 judge judgename"},
        within="성명 성함 이름을 이름이 fullname yourname 실명",
        read=name_of,
        most=100,
    ),
    Column("first_name", "firstname givenname 이름first", read=name_of),
    Column("last_name", "lastname surname familyname 성 성씨", read=name_of),
    Column(
        "affiliation",
        "소속 학교 회사 소속기관 기관 기관명 소속학교 대학교 대학 학교명 회사명 직장 소속회사 학교회사 학교소속 소속직장 소속학과 소속명 affiliation organization organisation company school university college institution schoolcompany employer",
        in_kind={"teams": "company", "judges": "notes description 직함 직위 title"},
        within="소속 재학중인 학교명 회사명 schoolname university organization",
        read=text_or_nothing,
        most=200,
        fact=True,
    ),
    Column(
        "code",
        "번호팀 코드 팀코드 팀번호 심사위원번호 심사위원코드 code teamcode teamnumber judgecode",
        in_kind={"teams": "번호", "judges": "번호"},
    ),
    Column("track", "트랙 분야 부문 참가부문 참가분야 주제분야 trackhint track category theme", most=64),
    Column(
        "title",
        "제목 작품명 프로젝트명 프로젝트이름 프로젝트제목 아이디어명 과제명 서비스명 출품작 제안명 제안제목 title projecttitle project projectname submissiontitle ideaname",
        in_kind={"teams": "project"},
        most=100,
    ),
    Column(
        "summary",
        "요약 설명 소개 개요 프로젝트설명 프로젝트소개 작품설명 작품소개 아이디어요약 제안요약 summary description plaindescription abouttheproject tagline abstract projectdescription shortdescription",
        read=lines_of,
        most=2000,
    ),
    Column(
        "link",
        "링크 저장소 깃허브 깃허브주소 소스코드 데모링크 tryitoutlinks tryitoutlink trylink website github githublink githuburl repository repo demo demolink link links",
    ),
    Column("video", "영상 동영상 시연영상 발표영상 video videodemolink videolink videourl demovideo"),
    Column("key", "submissionurl projecturl url devposturl"),
    Column("status", "projectstatus submissionstatus"),
    Column("step", "higheststepcompleted"),
    Column("prize", "optinprizes optinprize desiredprizes prizes challengelist prizecategory"),
    Column("chair", "심사위원장 위원장 위원장여부 chair ischair headjudge", read=is_chair),
    Column("round", "심사단계 단계 라운드 예선본선 round stage", in_kind={"judges": "단계"}),
    Column(
        "judge",
        "심사위원 심사위원명 심사위원이름 위원 위원명 judge judgename judgeemail reviewer",
        in_kind={
            "conflicts": "심사위원번호 심사위원코드 judgecode 심사위원이메일",
            "ballots": "심사위원번호 심사위원코드 judgecode",
        },
    ),
    Column(
        "entry",
        "심사대상 대상 entry entrycode team팀 참가번호",
        in_kind={
            "conflicts": "팀 팀명 팀이름 팀코드 팀번호 team teamname teamcode project code",
            "ballots": "팀 팀명 팀이름 팀코드 팀번호 team teamname teamcode project 번호",
        },
    ),
    Column("kind", "종류 유형 제척사유구분 제척기피회피 kind type conflicttype", in_kind={"conflicts": "구분"}),
    Column(
        "reason",
        "사유 이유 제척사유 기피사유 회피사유 reason why note비고",
        in_kind={"conflicts": "비고 notes"},
        read=lines_of,
        most=2000,
    ),
    Column("comment", "의견 심사평 심사의견 평가의견 코멘트 총평 comment comments feedback remarks", read=lines_of),
)
COLUMNS = {column.key: column for column in _COLUMNS}
PERSON = ("name", "first_name", "last_name", "email", "phone", "affiliation")
"""What is told of each member of a team, in columns like `member3.email` and `captain.email`."""
_TEAM = ("team", "captain", "members")
_SUBMISSION = ("code", "track", "title", "summary", "link", "video", "key", "status", "step", "prize")
_ANSWERS = ("birth_year", "occupation", "role", "skills", "motivation")
FIELDS: dict[str, tuple[str, ...]] = {
    "entrants": (*PERSON, "applied_at", "consent", *_TEAM, *_ANSWERS, "answer"),
    "teams": (*_TEAM, *_SUBMISSION, *PERSON, "applied_at", "consent", *_ANSWERS, "answer"),
    "judges": ("code", "name", "first_name", "last_name", "email", "phone", "affiliation", "round", "chair"),
    "conflicts": ("judge", "entry", "kind", "reason", "round"),
    "ballots": ("entry", "judge", "comment"),
}
"""What a column may feed, by kind of file; ballots add the criteria. `answer` keeps a column under its own heading."""
KINDS = tuple(FIELDS)
FACTS = tuple(column for column in _COLUMNS if column.fact)
ANSWERS = tuple(COLUMNS[key] for key in _ANSWERS)
"""What an application keeps among its answers."""
