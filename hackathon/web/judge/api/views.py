"""The tablet protocol: every module named here adds its own routes to the blueprint."""

from __future__ import annotations

from hackathon.web.judge.api import door, events, hands, me, openapi, packet, pledging, recusals, saving, signing_in

ROUTES = (events, hands, me, openapi, packet, pledging, recusals, saving, signing_in)
blueprint = door.blueprint
