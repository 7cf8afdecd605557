"""What is wrong with a policy, in the words its author reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring import Policy, ScoringError
from tests.scoring.builders import MEAN, ONE, sentences, write

TRIMMED = '[ranking]\nmethod = "trimmed-mean"\n'


def refused(text: str, language: str = "en") -> list[str]:
    with pytest.raises(ScoringError) as error:
        Policy.from_text(text)
    return sentences(error, language)


def criterion(**settings: str) -> str:
    given = {"key": '"extra"', "points": "10"} | settings
    return "[[criteria]]\n" + "".join(f"{key} = {value}\n" for key, value in given.items())


def ranking(ties: str, more: str = "") -> str:
    return ONE + f"{MEAN}ties = {ties}\n{more}"


@pytest.mark.parametrize(
    ("text", "en", "ko"),
    [
        (
            ONE + 'nane = "x"\n' + MEAN,
            'key criteria[1].nane, value "x": there is no such key (did you mean "name"?).',
            'criteria[1].nane 항목, 값 "x": 모르는 항목입니다 ("name"?).',
        ),
        (
            ONE + MEAN + "decimal = 2\n",
            'key ranking.decimal, value "2": there is no such key (did you mean "decimals"?).',
            'ranking.decimal 항목, 값 "2": 모르는 항목입니다 ("decimals"?).',
        ),
        (
            ONE + MEAN + "[cutof]\ntotal = 3\n",
            'key cutof: there is no such key (did you mean "cutoff"?).',
            'cutof 항목: 모르는 항목입니다 ("cutoff"?).',
        ),
        (ONE + MEAN + "[zzz]\n", "key zzz: there is no such key.", "zzz 항목: 모르는 항목입니다."),
        (
            ONE + '[ranking]\nmethod = "trimed-mean"\n',
            'key ranking.method, value "trimed-mean": there is no such method (did you mean "trimmed-mean"?).',
            'ranking.method 항목, 값 "trimed-mean": 모르는 집계 방법입니다 ("trimmed-mean"?).',
        ),
        (ONE, "key ranking.method: this key is required.", "ranking.method 항목: 반드시 있어야 하는 항목입니다."),
        (
            ranking('["contback"]'),
            'key ranking.ties[1], value "contback": there is no such tie-break step (did you mean "countback"?).',
            'ranking.ties[1] 항목, 값 "contback": 모르는 동점자 처리 단계입니다 ("countback"?).',
        ),
        (
            ranking('["low", "criterion:ideas"]'),
            'key ranking.ties[2], value "criterion:ideas": no criterion has this key (did you mean "idea"?).',
            'ranking.ties[2] 항목, 값 "criterion:ideas": 그런 key의 평가항목이 없습니다 ("idea"?).',
        ),
        (
            ranking('["chair"]'),
            'key ranking.ties[1], value "chair": the step chair needs chair = "JUDGE" in [ranking].',
            'ranking.ties[1] 항목, 값 "chair": chair 단계에는 [ranking]의 chair = "심사위원 번호"가 필요합니다.',
        ),
        (
            ranking('["lot"]'),
            'key ranking.ties[1], value "lot": the step lot needs lot_seed in [ranking] ("pending" = drawn later).',
            'ranking.ties[1] 항목, 값 "lot": lot 단계에는 [ranking]의 lot_seed가 필요합니다("pending" = 나중에 추첨).',
        ),
        (MEAN, "there are no criteria ([[criteria]]).", "평가항목([[criteria]])이 하나도 없습니다."),
        (
            ONE + ONE + MEAN,
            'key criteria[2].key, value "idea": two criteria have this key.',
            'criteria[2].key 항목, 값 "idea": 같은 key의 평가항목이 둘 있습니다.',
        ),
        (
            ONE + criterion(scale="{ max = 0 }") + MEAN,
            'key criteria[2].scale.max, value "0": max must be above 0.',
            'criteria[2].scale.max 항목, 값 "0": max는 0보다 커야 합니다.',
        ),
        (
            ONE + criterion(points="0") + MEAN,
            "key criteria[2].scale: a criterion of 0 points needs a scale with max.",
            "criteria[2].scale 항목: 배점이 0이면 scale에 max를 정해야 합니다.",
        ),
        (
            "criteria = [",
            "it cannot be read as TOML: end of the file: Invalid value.",
            "TOML로 읽을 수 없습니다: 파일 끝 (Invalid value).",
        ),
        (
            ONE + MEAN + "drop = { high = 1 }\n",
            "key ranking.drop: drop goes with the method trimmed-mean only.",
            "ranking.drop 항목: drop은 trimmed-mean에만 쓸 수 있습니다.",
        ),
        (
            ONE + MEAN + 'judges = "fixed"\n',
            'key ranking.judges, value "fixed": judges goes with the method adjusted only.',
            'ranking.judges 항목, 값 "fixed": judges는 adjusted에만 쓸 수 있습니다.',
        ),
        (
            ONE + MEAN + '[advance]\ncount = 3\nat_the_cut = "admit"\n',
            (
                'key advance.at_the_cut, value "admit": this must be one of resolve, admit-all, admit-none '
                '(did you mean "admit-all"?).'
            ),
            'advance.at_the_cut 항목, 값 "admit": resolve, admit-all, admit-none 가운데 하나여야 합니다 ("admit-all"?).',
        ),
        (
            ONE + MEAN + '[[awards]]\nname = "x"\nby = "total"\n',
            'key awards[1].by, value "total": this must be "overall", "criterion:KEY", "source:NAME" or "decision".',
            'awards[1].by 항목, 값 "total": "overall", "criterion:평가항목", "source:이름", "decision" 가운데 하나여야 합니다.',
        ),
    ],
)
def test_a_fault_in_a_policy_is_told_with_key_and_value_in_both_languages(text: str, en: str, ko: str) -> None:
    assert refused(text) == [en]
    assert refused(text, "ko") == [ko]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"points": "-1"}, 'points, value "-1": points must not be negative.'),
        ({"points": "nan"}, 'points, value "NaN": this must be a finite number.'),
        ({"points": "inf"}, 'points, value "Infinity": this must be a finite number.'),
        ({"points": "true"}, 'points, value "true": this must be a finite number.'),
        ({"points": '"10"'}, 'points, value "10": this must be a finite number.'),
        ({"points": "1.0000000001"}, ('points, value "1.0000000001": the number must be below 1,000,000,000 '
                                     "and have at most nine decimal places.")),
        ({"scale": "{ max = -3 }"}, 'scale.max, value "-3": max must be above 0.'),
        ({"scale": "{ min = 5, max = 5 }"}, 'scale.max, value "5": max must be above min.'),
        ({"scale": "{ step = 0 }"}, 'scale.step, value "0": step must be above 0.'),
        ({"scale": "{ step = -0.5 }"}, 'scale.step, value "-0.5": step must be above 0.'),
        ({"scale": "{ levels = 5 }"}, 'scale.levels, value "5": there is no such key.'),
        ({"scale": "10"}, 'scale, value "10": this must be a table { … }.'),
        ({"key": "3"}, 'key, value "3": this must be text in quotes.'),
        ({"key": '" "'}, "key: this must not be empty."),
        ({"key": '"judge"'}, ('key, value "judge": this name is a column of every ballot and cannot be the key '
                             "of a criterion.")),
        ({"name": '{ kr = "x" }'}, 'name.kr, value "x": there is no such key.'),
    ],
)  # fmt: skip
def test_a_fault_in_a_criterion_is_told_with_key_and_value(settings: dict[str, str], said: str) -> None:
    assert refused(ONE + criterion(**settings) + MEAN) == ["key criteria[2]." + said]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (MEAN + "decimals = -1\n", 'ranking.decimals, value "-1": the value must be from 0 to 9.'),
        (MEAN + "decimals = 1.5\n", 'ranking.decimals, value "1.5": this must be a whole number.'),
        (MEAN + "decimals = true\n", 'ranking.decimals, value "true": this must be a whole number.'),
        (MEAN + 'ties = "lot"\n', 'ranking.ties, value "lot": this must be a list of texts.'),
        (MEAN + "lot_seed = 7\n", 'ranking.lot_seed, value "7": this must be text in quotes.'),
        ("[ranking]\nmethod = 3\n", 'ranking.method, value "3": this must be text in quotes.'),
        (TRIMMED + "drop = { high = -1 }\n", 'ranking.drop.high, value "-1": the value must be at least 0.'),
        (TRIMMED + "drop = { low = 0.5 }\n", 'ranking.drop.low, value "0.5": this must be a whole number.'),
        (TRIMMED + "drop = { hi = 1 }\n", 'ranking.drop.hi, value "1": there is no such key (did you mean "high"?).'),
        (MEAN + "[carry]\nweight = 101\n", 'carry.weight, value "101": the value must be from 0 to 100.'),
        (MEAN + "[carry]\n", "carry.weight: this key is required."),
        (MEAN + '[cutoff]\ntotal = "60"\n', 'cutoff.total, value "60": this must be a finite number.'),
        (MEAN + "[cutoff]\ncriterion = { ide = 1 }\n", ('cutoff.criterion.ide, value "ide": no criterion has this key '
                                                       '(did you mean "idea"?).')),
        (MEAN + "[advance]\nreserve = 3\n", "advance.count: this key is required."),
        (MEAN + "[advance]\ncount = -3\n", 'advance.count, value "-3": the value must be at least 0.'),
        (MEAN + "[[awards]]\ncount = 1\n", "awards[1].name: this key is required."),
        (MEAN + '[[awards]]\nname = "x"\ncount = 0\n', 'awards[1].count, value "0": the value must be at least 1.'),
        (MEAN + '[[awards]]\nname = "x"\nshared = 1\n', 'awards[1].shared, value "1": this must be true or false.'),
        (MEAN + '[awards]\nname = "x"\n', "awards: this must be a list of tables [[…]]."),
        (MEAN + '[[sources]]\nname = "x"\nweight = 0\n', 'sources[1].weight, value "0": the value must be above 0.'),
        (MEAN + "[[sources]]\nweight = 1\n", "sources[1].name: this key is required."),
        ('[[sources]]\nname = "x"\nweight = 1\n', "sources[1].method: this key is required."),
    ],
)  # fmt: skip
def test_a_fault_outside_the_criteria_is_told_with_key_and_value(text: str, said: str) -> None:
    assert refused(ONE + text) == ["key " + said]


def test_two_sources_of_one_name() -> None:
    source = '[[sources]]\nname = "x"\nweight = 1\n'
    assert refused(ONE + MEAN + source + source) == ['key sources[2].name, value "x": two sources have this name.']


def test_all_faults_are_found_in_one_go() -> None:
    text = (
        '[[criteria]]\nkey = "a"\npoint = 5\n[ranking]\nmethod = "average"\nties = ["lots"]\n[advance]\ncount = "3"\n'
    )
    assert len(refused(text)) == 5


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"\xc7\xd1\xb1\xdb", "it cannot be read as TOML: it is not UTF-8."),
        (b"a = 1\nb = ", "it cannot be read as TOML: end of the file: Invalid value."),
        (b"a = 1\nb = x\n", "it cannot be read as TOML: line 2, column 5: Invalid value."),
        (b"a = " + b"[" * 5000, "it cannot be read as TOML: a number is too long, or it is nested too deeply."),
    ],
)
def test_a_file_that_is_no_toml(tmp_path: Path, raw: bytes, said: str) -> None:
    path = tmp_path / "policy.toml"
    path.write_bytes(raw)
    with pytest.raises(ScoringError) as error:
        Policy.from_toml(path)
    assert error.value.faults[0].line("en") == "policy.toml: " + said


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    assert Policy.from_toml(write(tmp_path / "p.toml", ONE + MEAN, encoding="utf-8-sig")).rubric.keys == ("idea",)


# --- what the policy means ----------------------------------------------------------------------------------------


def test_the_scale_runs_from_0_to_the_points_in_steps_of_1_by_default() -> None:
    scale = Policy.from_text(criterion(points="25") + MEAN).rubric.criteria[0].scale
    assert [scale.min, scale.max, scale.step] == [0, 25, 1]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ('{ ko = "창의성", en = "Creativity" }', {"ko": "창의성", "en": "Creativity"}),
        ('{ ko = "창의성" }', {"ko": "창의성", "en": "창의성"}),
        ('"창의성"', {"ko": "창의성", "en": "창의성"}),
    ],
)
def test_names_in_two_languages(name: str, expected: dict[str, str]) -> None:
    assert Policy.from_text(criterion(name=name) + MEAN).rubric.criteria[0].name == expected


def test_the_digest_reads_the_meaning_not_the_layout() -> None:
    dressed = (
        "# 심사 규칙\n" + criterion(points="10.0", scale="{max=1e1, min=0}") + '\n[ranking]\nmethod="mean"\nties=[]'
    )
    assert Policy.from_text(dressed).digest == Policy.from_text(criterion() + MEAN).digest


@pytest.mark.parametrize("change", ["decimals = 3\n", 'ties = ["low"]\n', "[advance]\ncount = 3\n"])
def test_the_digest_sees_every_rule(change: str) -> None:
    assert Policy.from_text(ONE + MEAN + change).digest != Policy.from_text(ONE + MEAN).digest
