"""Texts of a policy in several languages, as its authors write them."""

from __future__ import annotations

import re

from scoring.reading.sections import Section

# A language as its code names it. Countries that people write for Korean, Japanese and Chinese are slips.
LANGUAGE = re.compile(r"(?!(?:kr|jp|cn)$)[a-z]{2,3}(?:[_-][A-Za-z0-9]+)*")


def texts_by_language(section: Section, key: str) -> dict[str, str]:
    """Language → text of a table under `key`; empty texts are left out, a key that is no language is a fault."""
    table = section.section(key)
    if table is None:
        return {}
    given = {language: table.text(language) for language in table.items() if LANGUAGE.fullmatch(language)}
    table.close()
    return {language: written for language, written in given.items() if written}
