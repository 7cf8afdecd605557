"""What a field itself finds wrong is said in the visitor's language."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import IntegerField, SelectField

from hackathon.web.http.csrf import choices
from hackathon.web.page.form import PageForm


class Asked(PageForm):
    which = SelectField(choices=choices([("a", "A")]))
    number = IntegerField()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ko", ["올바르지 않은 선택값입니다.", "올바르지 않은 정수 값입니다."]),
        ("en", ["Not a valid choice.", "Not a valid integer value."]),
    ],
)
def test_a_field_speaks_the_language_of_the_visitor(app: Flask, language: str, said: list[str]) -> None:
    with app.test_request_context(headers={"Cookie": f"lang={language}"}):
        form = Asked(formdata=MultiDict({"which": "b", "number": "x"}), meta={"csrf": False})
        assert not form.validate()
        assert [str(error) for field in form for error in field.errors] == said
