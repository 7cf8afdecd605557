"""Routes of the tablet protocol: every module named here adds its own to the blueprint."""

from __future__ import annotations

from hackathon.web.judge.api import (
    access,
    ballots,
    events,
    judge_header,
    me,
    openapi,
    packet,
    pledges,
    recusals,
    sign_in,
)

PAGES = (ballots, events, judge_header, me, openapi, packet, pledges, recusals, sign_in)
blueprint = access.blueprint
