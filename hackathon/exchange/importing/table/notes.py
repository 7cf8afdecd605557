"""Notes about a file, each in Korean and in English, and the rows that are refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.faults import Both, quote

_SHOWN = 12  # rows that a note names one by one
_NOTES: dict[str, tuple[str, str]] = {
    "no-header": (
        "머리글이 없는 파일로 보고 내용으로 열을 짐작했습니다. 열을 확인하세요",
        "The file seems to have no header; its columns were guessed from what they hold. Please check them",
    ),
    "header-below": ("{row}행을 머리글로 읽었습니다", "Row {row} was read as the header"),
    "guessed-encoding": (
        "글자 인코딩을 {name}(으)로 짐작했습니다. 글자가 깨지지 않았는지 보세요",
        "The encoding was guessed to be {name}; please check that no letters are garbled",
    ),
    "resident-column": (
        "‘{name}’ 열은 주민등록번호여서 읽지 않습니다",
        "The column '{name}' asks for resident registration numbers and is not read",
    ),
    "resident-number": (
        "주민등록번호로 보이는 값을 지우고 읽었습니다",
        "What looks like a resident registration number was left out",
    ),
    "no-email": ("이메일이 없어 나중에 물어야 합니다", "There is no e-mail address yet; it must be asked for"),
    "no-phone": ("전화번호가 없어 나중에 물어야 합니다", "There is no phone number yet; it must be asked for"),
    "bad-phone": (
        "전화번호로 읽을 수 없어 비워 둡니다",
        "What stands there is no phone number; it is left empty",
    ),
    "bad-moment": (
        "신청 시각을 읽을 수 없어 가져오는 때로 적습니다",
        "The time of application cannot be read; the time of the import is taken",
    ),
    "no-consent": (
        "개인정보 동의 기록이 없습니다. 동의를 받아야 합니다",
        "There is no record of consent; it must be asked for",
    ),
    "teams-too": (
        "팀 열이 있습니다. 같은 파일을 팀으로도 가져오면(import teams) 팀이 만들어집니다",
        "There is a column of teams: import the same file as teams too, and the teams are made",
    ),
    "team-answers": (
        "팀마다 한 행인 파일로 읽고 팀원을 한 사람씩 가져옵니다",
        "The file has one row a team; its members are taken one by one",
    ),
    "no-team": ("팀이 적히지 않은 행은 건너뜁니다", "Rows that name no team are passed over"),
    "no-captain": (
        "팀장 표시가 없어 맨 앞 사람을 팀장으로 합니다",
        "Nobody is marked as captain; the first one is taken",
    ),
    "two-captains": (
        "팀장 표시가 둘 이상이라 맨 앞 사람을 팀장으로 합니다",
        "Several are marked as captain; the first one is taken",
    ),
    "no-members": (
        "팀원 열이 없어 팀원 없는 팀으로 가져옵니다",
        "The file names no members; the teams are taken without any",
    ),
    "not-in-file": ("파일에 없는 팀원은 팀에 그대로 둡니다", "Members that the file does not name stay in their teams"),
    "one-per-prize": (
        "같은 프로젝트가 시상 부문마다 한 행씩 있어 하나로 모았습니다",
        "The same project stands in one row a prize; the rows were taken together",
    ),
    "same-name": (
        "같은 이름의 팀이 있어 이름 뒤에 번호를 붙입니다",
        "Another team has the same name; a number is added",
    ),
    "held": (
        "심사 기간이 아니어서 세지 않고 보류합니다. 심사위원장이 결정합니다",
        "The round is not open: these are held for the chair and do not count",
    ),
    "cut": ("너무 긴 글을 잘랐습니다", "A text that was too long was cut"),
    "ids-by-name": (
        "이름만 적힌 팀원을 같은 이름의 참가자로 보았습니다",
        "Members given by name alone were taken for the entrant of that name",
    ),
}


def _sentence(code: str, **facts: object) -> Both:
    ko, en = _NOTES[code]
    shown = {name: quote(fact) for name, fact in facts.items()}
    return Both(ko.format_map(shown), en.format_map(shown))


@dataclass(frozen=True)
class RefusedRow:
    """A row that is not taken, with the field and the reason."""

    row: int
    field: str
    reason: Both


class Notes:
    """Remarks, each said once with the rows it holds for."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, tuple[tuple[str, object], ...]], list[int]] = {}

    def add(self, code: str, *, row: int | None = None, **facts: object) -> None:
        if code == "header-below":
            facts, row = {"row": row}, None
        rows = self._rows.setdefault((code, tuple(facts.items())), [])
        if row is not None and (not rows or rows[-1] != row):
            rows.append(row)

    def sentences(self) -> list[Both]:
        return [_with_rows(_sentence(code, **dict(facts)), rows) for (code, facts), rows in self._rows.items()]


def _with_rows(sentence: Both, rows: Sequence[int]) -> Both:
    if not rows:
        return Both(sentence.ko + ".", sentence.en + ".")
    named = ", ".join(map(str, rows[:_SHOWN]))
    more = len(rows) - _SHOWN
    ko = f"{sentence.ko}: {named}행" + (f" 외 {more}행" if more > 0 else "") + "."
    en = f"{sentence.en}: row{'s' if len(rows) > 1 else ''} {named}" + (f" and {more} more" if more > 0 else "") + "."
    return Both(ko, en)
