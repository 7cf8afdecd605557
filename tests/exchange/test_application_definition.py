"""What a definition says about applications: usual where it is silent, one clear sentence where it is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from hackathon.config import asset_dir
from hackathon.domain.applying.application_form import FACTS, read_form
from hackathon.domain.base.errors import Invalid
from hackathon.exchange.definition import read_definition

WORDS = {"ko": "말", "en": "word"}


def test_the_usual_form_asks_little_and_tells_four_facts() -> None:
    form = read_form({})
    assert (form.phone, form.affiliation, form.age) == ("required", "optional", "band")
    assert [purpose.key for purpose in form.purposes if purpose.required] == ["participation"]
    for purpose in form.purposes:
        assert set(purpose.facts) == set(FACTS)
        assert all(words["ko"] and words["en"] for words in purpose.facts.values())


def test_the_sample_event_asks_what_its_sheet_asks() -> None:
    plan = read_definition(asset_dir("data") / "sesac-2025" / "event.toml")
    keys = [question.key for question in read_form(plan.application).questions]
    assert keys == ["occupation", "role", "skills", "motivation"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"fone": "required"}, "unknown key 'fone'"),
        ({"phone": "maybe"}, "'phone' must be one of"),
        ({"questions": [{"key": "a b", "kind": "text", "label": WORDS}]}, "'key' must be a short name"),
        ({"questions": [{"key": "a", "kind": "text", "label": WORDS}] * 2}, "a key stands there twice"),
        ({"questions": [{"key": "a", "kind": "choice", "label": WORDS}]}, "'options' must be at least one"),
        ({"questions": [{"key": "a", "kind": "essay", "label": WORDS}]}, "'kind' must be one of"),
        ({"questions": [{"key": "a", "kind": "text", "label": {"kr": "말"}}]}, "'label' must be { ko = …, en = … }"),
        ({"questions": "all"}, "'questions' must be a list"),
        ({"consent": {"purposes": [{"key": "a", "title": WORDS, "purpose": WORDS}]}}, "'items' must be"),
    ],
)
def test_a_slip_is_named_with_its_place(content: dict[str, Any], said: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_form(content, languages=("ko", "en"), where="event.toml [application]")
    assert refused.value.sentence("en").startswith("event.toml [application]")
    assert said in refused.value.sentence("en")
