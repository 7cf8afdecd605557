"""Forms of a result: what a published result of an older form was recomputed by, so that it can be for ever."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Form:
    """Which promises a result was made under. A new promise that changes what an older policy gives is a flag here.

    `panel_is_first_source`: criteria, tie steps and cut-offs read the first source alone, not the ballots of all.
    `minimum_is_on_its_order`: an award's minimum is measured on what the award orders by, not on the score.
    `open_awards_spread`: whoever may still win an open award is in question for the exclusive awards below it.
    `names_candidates`: an open award names its candidates.
    `caps_award_rows`: an award has at most as many rows as there are entries.
    `names_passed_over`: who is barred, waived or kept out by a quota is listed with the reason.
    `names_awards_apart`: no two awards may be called the same.
    `digests_all_inputs`: entries, adjustments and carried scores have digests of their own.
    `warns_of_inputs`: readers are told of look-alike codes, capped points, judges that cannot be standardised.
    """

    number: int
    panel_is_first_source: bool = True
    minimum_is_on_its_order: bool = True
    open_awards_spread: bool = True
    names_candidates: bool = True
    caps_award_rows: bool = True
    names_passed_over: bool = True
    names_awards_apart: bool = True
    digests_all_inputs: bool = True
    warns_of_inputs: bool = True


FORM_1 = Form(1, *(False,) * (len(fields(Form)) - 1))
FORM_2 = Form(2)
FORMS = {form.number: form for form in (FORM_1, FORM_2)}
