"""The tablet protocol. Each module beside this one adds its own routes to the blueprint when it is imported."""

from __future__ import annotations

from hackathon.web.api import (  # noqa: F401 (they add their routes)
    events,
    hands,
    me,
    openapi,
    packet,
    pledging,
    recusals,
    saving,
    signing_in,
)
from hackathon.web.api.door import blueprint as blueprint
