"""Schemas of what a tablet may send: they check it, and the description of the protocol is made of them.

Unknown fields are ignored: a tablet that is newer than the server must not be turned away for knowing more.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import Annotated, Any, Literal, TypeVar

from flask import abort
from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    WithJsonSchema,
)

from hackathon.domain.ballots.revisions import is_number
from hackathon.web.http.errors import error_response
from hackathon.web.http.languages import gettext as _

MOST_REVISIONS = 1000
LONGEST_REASON = 500
_A_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_UNREADABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def readable(text: object) -> object:
    """No database keeps every control character, and half a character is none; whatever else was written stays."""
    if not isinstance(text, str):
        return text
    return _UNREADABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _code(text: object) -> object:
    return unicodedata.normalize("NFC", str(readable(text))).strip() if isinstance(text, str) else text


def _uuid(text: object) -> object:
    if not isinstance(text, str) or not _A_UUID.fullmatch(text):
        raise ValueError("no UUID")
    return text


def _mark(value: object) -> object:
    if not is_number(value):
        raise ValueError("no number")
    return value


def _moment(text: object) -> object:
    """A string of our centuries: a bare number would be taken for seconds, and year 1 has no time before it."""
    if not isinstance(text, str) or not re.match(r"(19|20|21)\d\d-", text):
        raise ValueError("no moment")
    return datetime.fromisoformat(text)


Id = Annotated[str, BeforeValidator(_uuid), WithJsonSchema({"type": "string", "format": "uuid"})]
Code = Annotated[str, StringConstraints(min_length=1, max_length=16), BeforeValidator(_code)]
Text = Annotated[str, BeforeValidator(readable)]
Mark = Annotated[Any, BeforeValidator(_mark), WithJsonSchema({"type": "number"})]
Moment = Annotated[AwareDatetime, BeforeValidator(_moment)]


_MANY = {
    "type": "array",
    "minItems": 1,
    "maxItems": MOST_REVISIONS,
    "items": {"$ref": "#/components/schemas/RevisionIn"},
}


class Request(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)


class RevisionIn(Request):
    """One revision of a ballot, as the judge left it."""

    id: Id = Field(description="Made by the tablet, once for each revision: sending it again changes nothing.")
    entry: Code
    base: Annotated[int, Field(ge=1, lt=2**31)] | None = Field(
        default=None, description="The number of the head that the judge saw; null if there was none."
    )
    marks: dict[str, Mark] = Field(description="By criterion key. A revision that is not sealed may omit some.")
    comment: Text | None = None
    note: Text | None = None
    sealed: bool
    made_at: Moment
    device: Text | None = None


class BallotsIn(Request):
    """Any number of revisions, each read for itself: one in the wrong shape does not stop the others."""

    revisions: Annotated[list[Any], WithJsonSchema(_MANY)] = Field(min_length=1)


class RecusalIn(Request):
    entry: Code
    kind: Literal["self"] = "self"
    reason: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_REASON),
        BeforeValidator(readable),
    ]


class PledgeIn(Request):
    version: Annotated[int, Field(ge=1, lt=2**31)] = Field(description="Of the text that the judge has read.")


class SignInIn(Request):
    code: Annotated[str, StringConstraints(min_length=1, max_length=200)] = Field(
        description="The code of a card. Case, spaces and hyphens do not matter."
    )


Model = TypeVar("Model", bound=BaseModel)


def checked(model: type[Model], body: object) -> Model:
    """The body in its shape; a wrong shape is refused with 422, naming the first place."""
    try:
        return model.model_validate(body, strict=True)
    except ValidationError as error:
        abort(error_response(422, _("{field}: not in the right form.", field=place_of(error) or _("The body"))))


def place_of(error: ValidationError) -> str:
    """Where the first fault lies; inside the marks it is the criterion."""
    where = [
        str(part) for part in error.errors(include_url=False, include_context=False, include_input=False)[0]["loc"]
    ]
    return where[1] if where[:1] == ["marks"] and len(where) > 1 else ".".join(where)
