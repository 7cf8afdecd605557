"""Form of every page: what a field itself finds wrong is said in the visitor's language too."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm

from hackathon.web.http.languages import speak
from scoring.text import text

_BUILT_IN = {
    str(sentence): sentence
    for sentence in (
        text("This field is required."),
        text("Not a valid choice."),
        text("Invalid Choice: could not coerce."),
        text("Not a valid datetime value."),
        text("Not a valid date value."),
        text("Not a valid time value."),
        text("Not a valid integer value."),
        text("Not a valid decimal value."),
    )
}
"""What WTForms says by itself, by its English."""


class _Translations:
    def gettext(self, sentence: str) -> str:
        return speak(_BUILT_IN[sentence]) if sentence in _BUILT_IN else sentence

    def ngettext(self, one: str, many: str, n: int) -> str:
        return one if n == 1 else many


class PageForm(FlaskForm):
    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> _Translations:
            return _Translations()
