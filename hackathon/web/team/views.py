"""Pages of a team: every module named here adds its own to the blueprint."""

from __future__ import annotations

from hackathon.web.team import access, captain, file_upload, home, membership, submission

PAGES = (home, membership, captain, submission, file_upload)
blueprint = access.blueprint
