"""Contents that the installation's key signs of a result. From form 2 on each says for what purpose, so that no signature can be
passed off as another's: receipts came first and name none."""

from __future__ import annotations

from typing import Any

from hackathon import clock
from hackathon.models import Signature
from scoring.standings.forms import FORM_1, Form


def of_result(digest: str, *, form: Form) -> dict[str, str]:
    return {"result": digest} if form == FORM_1 else {"purpose": "hackathon-result/2", "result": digest}


def of_signature(row: Signature) -> dict[str, Any]:
    """What is signed when a person signs a result."""
    at = clock.rfc3339(row.signed_at, precision="microseconds")
    signed = {"result": row.digest, "person": row.person_id, "capacity": row.capacity, "at": at}
    return {"purpose": "hackathon-signature/2", **signed}
