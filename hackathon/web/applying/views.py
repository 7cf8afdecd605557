"""Pages of applying: every module named here adds its own to the blueprint; the board has one of its own."""

from __future__ import annotations

from hackathon.web.applying import access, application, apply, board, guardian

PAGES = (apply, application, guardian, board)
BLUEPRINTS = (access.blueprint, board.blueprint)
