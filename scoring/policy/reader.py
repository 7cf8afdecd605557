"""Reader of policies: the fields of a Policy from the data of its TOML file, or every fault in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, TypedDict

from scoring.faults import Fault, raise_any
from scoring.policy.languages import texts_by_language
from scoring.policy.ranking_reader import read_adjustments, read_ranking
from scoring.policy.rubric import Criterion, Rubric, Scale, is_storable, rubric_faults
from scoring.policy.selection_reader import key_faults, read_advance, read_award, read_cutoff
from scoring.policy.settings import AdjustmentRule, Advance, AwardRule, Cutoff, Ranking, Source
from scoring.policy.source_faults import panel_faults, source_faults
from scoring.policy.step_rules import parse_step
from scoring.reading.cells import number_text
from scoring.reading.sections import Section
from scoring.text import text

# The digest of a policy has always covered a name in these two, one borrowing from the other; every digest ever
# published depends on it.
DIGESTED_LANGUAGES = ("ko", "en")


class PolicyFields(TypedDict):
    """The fields of a Policy."""

    rubric: Rubric
    ranking: Ranking
    carry_weight: Decimal | None
    sources: tuple[Source, ...]
    cutoff: Cutoff | None
    advance: Advance | None
    awards: tuple[AwardRule, ...]
    adjustments: AdjustmentRule | None


def read_policy(data: Mapping[str, Any]) -> PolicyFields:
    """The parts of a policy; raises ScoringError with every fault."""
    faults: list[Fault] = []
    top = Section(data, faults=faults)
    criteria = tuple(_criterion(section) for section in top.sections("criteria"))
    keys = tuple(criterion.key for criterion in criteria)
    known = {fault.column for fault in faults}
    faults += [fault for fault in rubric_faults(criteria) if fault.column not in known]
    ranking, sources = read_ranking(top, keys)
    faults += source_faults(sources, criteria)
    adjustments = read_adjustments(top.section("adjustments"), ranking, sources)
    carry = _carry(top.section("carry"))
    cutoff = read_cutoff(top.section("cutoff"), keys)
    advance = read_advance(top.section("advance"))
    names = [source.name for source in sources]
    awards = tuple(read_award(section, keys, names) for section in top.sections("awards"))
    top.close()
    faults += key_faults(awards)
    faults += panel_faults(_named_criteria(ranking, cutoff, awards, keys), sources, keys)
    raise_any(faults)
    marked = {source.name: source.criteria for source in sources if source.criteria}
    return PolicyFields(
        rubric=Rubric(criteria, marked), ranking=ranking, carry_weight=carry, sources=sources,
        cutoff=cutoff, advance=advance, awards=awards, adjustments=adjustments,
    )  # fmt: skip


def _named_criteria(
    ranking: Ranking, cutoff: Cutoff | None, awards: Sequence[AwardRule], keys: Sequence[str]
) -> dict[str, str | None]:
    """Place in the policy → the criterion that it names; only what the panel marks may be named."""
    steps = [(f"ranking.ties[{at}]", parse_step(written, keys)) for at, written in enumerate(ranking.ties, start=1)]
    named: dict[str, str | None] = {where: step.named for where, step in steps if step.kind == "criterion"}
    named |= {f"cutoff.criterion.{key}": key for key in (cutoff.criterion if cutoff else ())}
    named |= {f"cutoff.any_judge.{key}": key for key in (cutoff.any_judge if cutoff else ())}
    return named | {f"awards[{at}].by": award.criterion for at, award in enumerate(awards, start=1)}


def _criterion(section: Section) -> Criterion:
    key = section.required_text("key")
    points = section.required_number("points")
    name = _name(section, key)
    scale = _scale(section, points)
    section.close()
    return Criterion(key=key, name=name, points=points, scale=scale)


def _name(section: Section, key: str) -> dict[str, str]:
    """Language → name, for every language that the policy names the criterion in, and for those of the digest."""
    if not isinstance(section.peek("name"), dict):
        return dict.fromkeys(DIGESTED_LANGUAGES, section.text("name", default=key) or key)
    names = texts_by_language(section, "name")
    languages = [*DIGESTED_LANGUAGES, *(language for language in names if language not in DIGESTED_LANGUAGES)]
    borrowed = next((names[language] for language in languages if language in names), key)
    return {language: names.get(language, borrowed) for language in languages}


def _scale(section: Section, points: Decimal) -> Scale:
    table = section.section("scale")
    least = highest = step = None
    if table is not None:
        least, highest, step = table.number("min"), table.number("max"), table.number("step")
        table.close()
    if highest is None and points == 0:
        section.fault("scale-required", "scale")
    # A criterion that is faulty already gets a harmless scale, so that it is not blamed twice.
    harmless = points if points > 0 and is_storable(points) else Decimal(1)
    return Scale(
        min=Decimal(0) if least is None else least,
        max=harmless if highest is None else highest,
        step=Decimal(1) if step is None else step,
    )


def _carry(section: Section | None) -> Decimal | None:
    if section is None:
        return None
    weight = section.required_number("weight")
    if not 0 <= weight <= 100:
        section.fault(
            "out-of-range", "weight", number_text(weight), range=text("from {least} to {most}", least=0, most=100)
        )
    section.close()
    return weight
