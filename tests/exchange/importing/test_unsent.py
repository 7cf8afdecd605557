"""What a tablet could not send, as a file and as codes: read whole, or refused in one sentence."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from hackathon.domain.base.errors import Invalid
from hackathon.exchange.importing.tablets.unsent import read, sets_in


def a_file(**changes: Any) -> str:
    data = {
        "format": "hackathon-unsent-1",
        "event": "test",
        "judge": "J02",
        "device": "태블릿",
        "made_at": "2025-12-02T13:00:00Z",
        "revisions": [
            {"round": "first", "after": None, "entry": "T001", "comment": "끝에 빈칸 둘  ", "marks": {"a": 7.5}}
        ],
    }
    return json.dumps({**data, **changes}, ensure_ascii=False)


def codes_of(text: str, *, size: int = 40) -> list[str]:
    parts = [text[at : at + size] for at in range(0, len(text), size)]
    name = hashlib.sha256(text.encode()).hexdigest()[:8]
    return [f"HJ1:{name}:{at}/{len(parts)}:{part}" for at, part in enumerate(parts, start=1)]


def refusal(text: str) -> str:
    with pytest.raises(Invalid) as caught:
        read(text)
    return caught.value.sentence("ko")


def test_a_file_is_read_with_its_numbers_exact() -> None:
    (package,) = read(a_file())
    assert (package.event, package.judge, package.device) == ("test", "J02", "태블릿")
    assert str(package.revisions[0]["marks"]["a"]) == "7.5"


@pytest.mark.parametrize("size", [1, 7, 40, 10_000])
def test_codes_in_any_order_and_twice_are_the_file(size: int) -> None:
    codes = codes_of(a_file(), size=size)
    (package,) = read("\r\n".join([*reversed(codes), codes[0], ""]))
    assert package == read(a_file())[0]


def test_the_codes_of_two_judges_are_two_files() -> None:
    codes = codes_of(a_file()) + codes_of(a_file(judge="J03"))
    assert sorted(package.judge for package in read("\n".join(sorted(codes)))) == ["J02", "J03"]


def test_missing_codes_are_named() -> None:
    codes = codes_of(a_file())
    said = refusal("\n".join(codes[:1] + codes[3:]))
    assert f"코드 {len(codes)}개 가운데 2, 3번이 아직 없습니다" in said
    assert sets_in(codes[0])[0].missing == list(range(2, len(codes) + 1))


def test_a_code_that_was_read_wrongly_is_noticed() -> None:
    codes = codes_of(a_file())
    codes[1] = codes[1][:-1] + ("x" if codes[1][-1] != "x" else "y")
    assert "태블릿의 것과 다릅니다" in refusal("\n".join(codes))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "읽을 내용이 없습니다"),
        ("  \n ", "읽을 내용이 없습니다"),
        ("hello", "1번째 줄은 태블릿이 만든 코드가 아닙니다"),
        ("HJ1:0123abcd:3/2:x", "1번째 줄이 같은 묶음"),
        ("HJ1:0123abcd:0/2:x", "1번째 줄이 같은 묶음"),
        ("HJ1:0123abcd:1/2:x\nHJ1:0123abcd:1/2:y", "2번째 줄이 같은 묶음"),
        ("HJ1:0123abcd:1/2:x\nHJ1:0123abcd:2/3:y", "2번째 줄이 같은 묶음"),
        ("{", "JSON으로 읽을 수 없습니다"),
        (a_file()[:-5], "JSON으로 읽을 수 없습니다"),
        ('{"a":' * 50_000, "JSON으로 읽을 수 없습니다"),
        ("{}", "파일이 아닙니다"),
        (a_file(format="hackathon-unsent-9"), "파일이 아닙니다"),
        (a_file(revisions=[]), "채점표가 없습니다"),
        (a_file(revisions={}), "채점표가 없습니다"),
        (a_file(judge=7), "채점표가 없습니다"),
        ("x" * 400_001, "400KB까지"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(text: str, said: str) -> None:
    assert said in refusal(text)
