"""Pages of accounts: every module named here has a blueprint of its own, for their endpoints have three names."""

from __future__ import annotations

from hackathon.web.accounts import account, card_sign_in, sign_in

PAGES = (sign_in, card_sign_in, account)
BLUEPRINTS = tuple(page.blueprint for page in PAGES)
