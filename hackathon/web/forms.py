"""The protection that every form shares; an API that is guarded by headers exempts its blueprint."""

from __future__ import annotations

from flask_wtf import CSRFProtect

csrf = CSRFProtect()
