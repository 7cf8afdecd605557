"""Faults of an input: what is wrong and where, in sentences for the person who made the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from scoring.text import Text, say

LONGEST_QUOTE = 60


@dataclass(frozen=True, slots=True)
class Both(Text):
    """One text in Korean and in English: what `scoring.text.text` replaces, room by room."""

    ko: str
    en: str

    def say(self, language: str) -> str:
        """The text in `language`: Korean for "ko", else English."""
        return self.ko if language == "ko" else self.en

    __str__ = Text.__str__


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that keeps an input from being used.

    `code` is stable and meant for programs; the sentences are meant for people. `row` counts as a spreadsheet does,
    the header being row 1; `column` is a column of a sheet or a key of a policy; `value` is what stood there.
    """

    code: str
    sentence_ko: str
    sentence_en: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    file: str | None = None

    def sentence(self, language: str) -> str:
        """The sentence in `language` ("ko" or "en")."""
        return self.sentence_ko if language == "ko" else self.sentence_en

    def in_file(self, name: str) -> Fault:
        """The same fault naming the file, unless it names one already or `name` is empty."""
        return replace(self, file=name) if name and not self.file else self

    def line(self, language: str) -> str:
        """The sentence with the name of the file in front of it, where there is one."""
        return f"{self.file}: {self.sentence(language)}" if self.file else self.sentence(language)


class ScoringError(Exception):
    """Bad input. `.faults` lists everything that was found, in the order of the rows."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(fault.line("en") for fault in self.faults))

    def in_file(self, name: str) -> ScoringError:
        """The same error with `name` put on every fault that names no file yet."""
        return ScoringError(fault.in_file(name) for fault in self.faults)


def quote(value: object) -> str:
    """A value as one short line: control characters escaped, long text cut."""
    text = "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in str(value))
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"


def make_fault(
    code: str, *, row: int | None = None, column: str | None = None, value: object = None, **facts: str | int | Text
) -> Fault:
    """Build the fault `code`; `facts` fill the blanks of its sentence (a `Both` fills each language with its own)."""
    shown = None if value is None else quote(value)
    ko, en = SENTENCES[code]
    return Fault(
        code=code,
        sentence_ko=_place_ko(row, column, shown) + ko.format_map(_facts(facts, "ko", shown)),
        sentence_en=_place_en(row, column, shown) + en.format_map(_facts(facts, "en", shown)),
        row=row,
        column=column,
        value=shown,
    )


def raise_any(faults: Iterable[Fault]) -> None:
    """Raise a ScoringError if there is any fault."""
    found = tuple(faults)
    if found:
        raise ScoringError(found)


def _facts(facts: Mapping[str, object], language: str, value: str | None) -> dict[str, str]:
    picked = {name: say(fact, language) if isinstance(fact, Text) else quote(fact) for name, fact in facts.items()}
    return {"value": value or "", **picked}


def _place_ko(row: int | None, column: str | None, value: str | None) -> str:
    if row is None and column is None:
        return ""
    parts = [] if row is None else [f"{row}행"]
    if column is not None:
        parts.append(f"{quote(column)} {'항목' if row is None else '열'}")
    if value is not None:
        parts.append(f'값 "{value}"')
    return ", ".join(parts) + ": "


def _place_en(row: int | None, column: str | None, value: str | None) -> str:
    if row is None and column is None:
        return ""
    parts = [] if row is None else [f"row {row}"]
    if column is not None:
        parts.append(f"{'key' if row is None else 'column'} {quote(column)}")
    if value is not None:
        parts.append(f'value "{value}"')
    return ", ".join(parts) + ": "


# Every sentence about a fault, in Korean and in English; make_fault fills in {...}.
SENTENCES: dict[str, tuple[str, str]] = {
    # files and sheets
    "unreadable-file": ("파일을 읽을 수 없습니다: {reason}.", "the file cannot be read: {reason}."),
    "unwritable-file": ("파일을 쓸 수 없습니다: {reason}.", "the file cannot be written: {reason}."),
    "not-a-table": (
        "CSV(UTF-8, CP949)도 엑셀 파일도 아니어서 표로 읽을 수 없습니다.",
        "it is neither a CSV in UTF-8 or CP949 nor a workbook, so it cannot be read as a table.",
    ),
    "broken-workbook": (
        "엑셀 파일이 깨졌거나 암호로 잠겨 있어 읽을 수 없습니다.",
        "the workbook is damaged or locked with a password and cannot be read.",
    ),
    "locked-workbook": (
        "암호로 잠긴 엑셀 파일입니다. 암호를 풀어 다시 저장하십시오.",
        "the workbook is locked with a password; save it again without one.",
    ),
    "not-a-workbook": (
        "압축 파일이지만 엑셀 파일이 아닙니다.",
        "it is a ZIP file but no workbook.",
    ),
    "workbook-too-large": (
        "엑셀 파일의 내용이 너무 큽니다. 빈 칸까지 쓰인 시트인지 확인하십시오.",
        "the workbook holds too much to be read; look for stray cells far from the table.",
    ),
    "a-pdf": (
        "이름과 달리 PDF입니다. 표를 CSV나 XLSX로 저장하십시오.",
        "it is a PDF, whatever its name says; save the table as CSV or XLSX.",
    ),
    "a-web-page": (
        "이름과 달리 웹 페이지(HTML/XML)입니다. 엑셀에서 열어 XLSX로 다시 저장하십시오.",
        "it is a web page (HTML or XML), whatever its name says; open it in a spreadsheet and save it as XLSX.",
    ),
    "broken-csv": (
        "CSV의 {line}번째 줄에서 따옴표가 맞지 않거나 칸이 너무 깁니다.",
        "the CSV cannot be read at line {line}: a quote does not close properly or a cell is too long.",
    ),
    "empty-file": ("파일이 비어 있습니다.", "the file is empty."),
    "header-only": ("머리글만 있고 내용이 없습니다.", "the file has a header but no rows."),
    "missing-column": ("필요한 열이 없습니다{near}.", "this column is required but missing{near}."),
    "duplicate-column": ("같은 이름의 열이 두 개 이상입니다.", "this column stands there more than once."),
    "too-many-cells": (
        "머리글보다 칸이 많습니다. 따옴표 없이 쉼표가 들어갔는지 확인하십시오.",
        "the row has more cells than the header; look for an unquoted comma.",
    ),
    "empty-key": ("비워 둘 수 없는 칸이 비어 있습니다.", "this cell must not be empty."),
    "not-a-number": ("쓸 수 있는 숫자가 아닙니다.", "this is not a usable number."),
    # ballots
    "duplicate-ballot": (
        "{judge} 심사위원의 {entry} 채점표가 {first}행에 이미 있습니다.",
        "the ballot of judge {judge} for entry {entry} stands in row {first} already.",
    ),
    "mark-not-a-number": ("점수가 유한한 숫자가 아닙니다.", "the mark is not a finite number."),
    "mark-off-scale": ("점수가 척도({min}~{max})를 벗어났습니다.", "the mark lies outside the scale ({min} to {max})."),
    "mark-off-step": (
        "점수가 {min}부터 {step} 간격에 맞지 않습니다.",
        "the mark is off the step ({step}, counted from {min}).",
    ),
    "no-complete-ballot": ("완성된 채점표가 하나도 없습니다.", "there is no complete ballot at all."),
    "other-rubric": (
        "채점표를 읽은 심사표와 규칙의 심사표가 다릅니다({key}).",
        "the ballots were read with another rubric than the policy's ({key}).",
    ),
    "unknown-source": (
        "{entry} 채점표의 출처가 규칙의 [[sources]]에 없습니다.",
        "the ballot for {entry} names a source that [[sources]] does not declare.",
    ),
    "no-source-column": (
        "규칙에 [[sources]]가 있는데 채점표에 source 열이 없습니다.",
        "the policy declares [[sources]], but the ballots have no column source.",
    ),
    "source-without-ballots": (
        "출처 {source}의 완성된 채점표가 하나도 없습니다.",
        "the source {source} has no complete ballot at all.",
    ),
    "two-sources": (
        "{judge} 심사위원의 {entry} 채점표가 {first}행에도 있는데, 규칙에 [[sources]]가 없어 하나로 셀 수 없습니다.",
        "judge {judge} has a ballot for {entry} in row {first} too, and no [[sources]] in the policy tells them apart.",
    ),
    "too-few-ballots": (
        "{entry}: 채점표가 {have}장뿐이라 최고 {high}개, 최저 {low}개를 빼면 남는 점수가 없습니다{source}.",
        "{entry}: dropping {high} highest and {low} lowest leaves none of its ballots (there: {have}){source}.",
    ),
    "incomplete-panel": (
        "{entry}: {judges}의 채점표가 없습니다. {method}에는 모든 심사위원의 모든 채점표가 필요합니다{source}.",
        "{entry} has no ballot of {judges}; the method {method} needs every judge on every entry{source}.",
    ),
    "panel-falls-apart": (
        "공통으로 심사한 대상이 없어 서로 견줄 수 없는 심사위원 묶음이 {count}개입니다: {groups}{source}.",
        "the judges fall apart into {count} groups that share no entry and cannot be compared: {groups}{source}.",
    ),
    # entries, adjustments, carried scores, decisions
    "unknown-entry": ("심사 대상 {value}: 명단에 없는 번호입니다.", "entry {value} is not on the list of entries."),
    "duplicate-entry": ("{entry}: {first}행에 이미 있습니다.", "{entry} stands in row {first} already."),
    "twice-listed": ("{value}: 두 번 적혀 있습니다.", "{value} is listed twice."),
    "carry-not-given": (
        "규칙에 [carry]가 있는데 --carry 점수가 없습니다.",
        "the policy has [carry], but no carried scores (--carry) were given.",
    ),
    "carry-not-declared": (
        "--carry 점수가 주어졌는데 규칙에 [carry]가 없습니다.",
        "carried scores (--carry) were given, but the policy has no [carry].",
    ),
    "carry-lacks-entry": ("{value}: 이월 점수가 없습니다.", "{value} has no carried score."),
    "adjustments-to-places": (
        "집계 방법 {method}의 결과는 점수가 아니라 순위여서 {value}에 가점·감점을 더할 수 없습니다.",
        "the method {method} gives places, not points, so no points can be added to {value}.",
    ),
    "seed-fixed": (
        "규칙이 lot_seed를 이미 정해 두어 나중에 바꿀 수 없습니다.",
        "the policy fixes lot_seed already; a decision cannot replace it.",
    ),
    # policies and decisions as TOML
    "not-toml": ("TOML로 읽을 수 없습니다: {reason}.", "it cannot be read as TOML: {reason}."),
    "unknown-key": ("모르는 항목입니다{near}.", "there is no such key{near}."),
    "empty-text": ("비워 둘 수 없습니다.", "this must not be empty."),
    "missing-key": ("반드시 있어야 하는 항목입니다.", "this key is required."),
    "wrong-type": ("{wanted} 값이어야 합니다.", "this must be {wanted}."),
    "number-limits": (
        "10억보다 작고 소수점 아래 아홉 자리 이내인 수여야 합니다.",
        "the number must be below 1,000,000,000 and have at most nine decimal places.",
    ),
    "out-of-range": ("{range} 범위의 값이어야 합니다.", "the value must be {range}."),
    "not-a-choice": ("{choices} 가운데 하나여야 합니다{near}.", "this must be one of {choices}{near}."),
    "no-criteria": ("평가항목([[criteria]])이 하나도 없습니다.", "there are no criteria ([[criteria]])."),
    "reserved-key": (
        "평가항목의 key로 쓸 수 없는 이름입니다.",
        "this name is a column of every ballot and cannot be the key of a criterion.",
    ),
    "duplicate-criterion": ("같은 key의 평가항목이 둘 있습니다.", "two criteria have this key."),
    "duplicate-source": ("같은 이름의 출처가 둘 있습니다.", "two sources have this name."),
    "negative-points": ("배점은 음수일 수 없습니다.", "points must not be negative."),
    "scale-required": (
        "배점이 0이면 scale에 max를 정해야 합니다.",
        "a criterion of 0 points needs a scale with max.",
    ),
    "max-not-positive": ("max는 0보다 커야 합니다.", "max must be above 0."),
    "max-below-min": ("max는 min보다 커야 합니다.", "max must be above min."),
    "step-not-positive": ("step은 0보다 커야 합니다.", "step must be above 0."),
    "unknown-method": ("모르는 집계 방법입니다{near}.", "there is no such method{near}."),
    "mixed-directions": (
        "낮을수록 좋은 방법(rank-sum, majority)과 높을수록 좋은 방법을 한데 합칠 수 없습니다.",
        "sources in which lower is better (rank-sum, majority) cannot be averaged with sources in which higher is better.",
    ),
    "drop-not-trimmed": (
        "drop은 trimmed-mean에만 쓸 수 있습니다.",
        "drop goes with the method trimmed-mean only.",
    ),
    "judges-not-adjusted": (
        "judges는 adjusted에만 쓸 수 있습니다.",
        "judges goes with the method adjusted only.",
    ),
    "unknown-step": ("모르는 동점자 처리 단계입니다{near}.", "there is no such tie-break step{near}."),
    "unknown-criterion": ("그런 key의 평가항목이 없습니다{near}.", "no criterion has this key{near}."),
    "unknown-order": (
        '"overall" 또는 "criterion:평가항목"이어야 합니다{near}.',
        'this must be "overall" or "criterion:KEY"{near}.',
    ),
    "chair-not-named": (
        'chair 단계에는 [ranking]의 chair = "심사위원 번호"가 필요합니다.',
        'the step chair needs chair = "JUDGE" in [ranking].',
    ),
    "chair-did-not-judge": (
        "chair로 정한 {value}의 채점표가 하나도 없습니다.",
        "the chair {value} has no ballot.",
    ),
    "lot-without-seed": (
        'lot 단계에는 [ranking]의 lot_seed가 필요합니다("pending" = 나중에 추첨).',
        'the step lot needs lot_seed in [ranking] ("pending" = drawn later).',
    ),
    "no-previous": (
        "previous 단계에는 previous 열이 채워진 --entries 파일이 필요합니다.",
        "the step previous needs --entries with numbers in its column previous.",
    ),
    # allocation
    "too-few-judges": (
        "{entry}: 심사위원 {needed}명이 필요한데 {able}명만 심사할 수 있어 {lacking}명이 모자랍니다.",
        "{entry}: it needs {needed} judges, but only {able} may read it; {lacking} more must be found.",
    ),
    "uneven-loads": (
        "{judges} 심사위원은 이해관계 때문에 이보다 많이 맡을 수 없어, 가장 많은 {most}건과 한 건 차이로 맞출 수 없습니다.",
        "loads cannot be within one of each other: conflicts leave {judges} short of the {most} that others read.",
    ),
    "nobody-per-entry": ("1 이상이어야 합니다.", "this must be 1 or more."),
    "nobody-listed": ("하나도 없습니다.", "there is none."),
    # results bundle
    "risky-code": (
        "표 계산 프로그램이 수식으로 실행할 수 있는 글자로 시작해 결과 파일에 넣을 수 없습니다.",
        "it begins like a formula of a spreadsheet, so it cannot go into a results file.",
    ),
    "file-outside": ("결과 파일 밖의 파일을 가리킵니다.", "this names a file outside the results file."),
    "not-a-bundle": (
        "이 프로그램이 만든 결과 파일(ZIP)이 아닙니다.",
        "this is no results file (ZIP) made by this program.",
    ),
    "bundle-too-large": ("결과 파일치고 너무 큽니다.", "this is too large for a results file."),
    "not-a-public-key": (
        "공개 열쇠로 읽을 수 없습니다(16진수 64자, base64 또는 PEM).",
        "this cannot be read as a public key (64 hex digits, base64 or PEM).",
    ),
}
