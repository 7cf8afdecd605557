"""Errors as pages that say what happened and what to do, and as JSON for the tablets."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, g, jsonify, render_template, request
from flask_babel import lazy_gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from hackathon.domain.base.errors import DomainError
from hackathon.extensions import db
from hackathon.web.http.languages import chosen_language
from scoring import ScoringError

TITLES = {
    400: _("요청을 알아듣지 못했습니다"),
    401: _("로그인이 필요합니다"),
    403: _("할 수 없는 일입니다"),
    404: _("그런 화면이 없습니다"),
    405: _("이 주소로는 할 수 없는 일입니다"),
    409: _("지금은 할 수 없습니다"),
    410: _("이 링크는 쓸 수 없습니다"),
    413: _("보낸 것이 너무 큽니다"),
    422: _("고칠 것이 있습니다"),
    429: _("요청이 너무 잦습니다"),
    500: _("서버에서 문제가 생겼습니다"),
}
ADVICE = {
    400: _("아무것도 바뀌지 않았습니다. 앞 화면으로 돌아가 새로 고친 다음 다시 해 보세요."),
    401: _("운영자에게 받은 로그인 링크를 여세요. 아무것도 바뀌지 않았습니다."),
    403: _("아무것도 바뀌지 않았습니다. 권한이 있어야 한다면 운영자에게 문의하세요."),
    404: _("주소가 바뀌었거나 이 화면을 볼 권한이 없습니다. 처음 화면에서 다시 찾아보세요."),
    405: _("아무것도 바뀌지 않았습니다. 앞 화면으로 돌아가 단추를 다시 누르세요."),
    410: _("운영자에게 새 링크를 받으세요."),
    413: _("아무것도 저장되지 않았습니다. 더 작은 파일로 다시 보내세요."),
    429: _("보낸 것은 남아 있습니다. 1분쯤 뒤에 다시 해 보세요."),
    500: _("저장이 끝나지 않은 것은 저장되지 않았습니다. 다시 해 보고, 또 그러면 운영자에게 알리세요."),
}
_CSRF = _(
    "화면을 연 지 오래되었거나 다른 곳에서 로그인했습니다. 아무것도 바뀌지 않았으니 새로 고친 다음 다시 해 보세요."
)
CODES = {
    400: "bad-request",
    401: "sign-in-needed",
    404: "not-found",
    413: "too-large",
    422: "invalid",
    429: "too-often",
}


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(CSRFError, lambda _error: error_response(400, _CSRF))
    app.register_error_handler(
        DomainError, lambda error: error_response(error.status, error.sentence(chosen_language()))
    )
    app.register_error_handler(ScoringError, _scoring)


def error_response(status: int, *sentences: object) -> Response:
    """The page or the JSON for a refusal; without sentences it says what is usual for its status."""
    shown = [str(sentence) for sentence in sentences or (ADVICE.get(status, ADVICE[400]),)]
    if request.path.startswith("/api/"):
        code = CODES.get(status, HTTPStatus(status).phrase.lower().replace(" ", "-"))
        body: Response = jsonify(error={"code": code, "message": " ".join(shown)})
    else:
        title = TITLES.get(status) or HTTPStatus(status).phrase
        body = Response(
            render_template("error.html", status=status, title=title, sentences=shown), mimetype="text/html"
        )
    body.status_code = status
    return body


def _refused(error: HTTPException) -> Response | HTTPException:
    """Also what nobody handled: Flask wraps it as a 500."""
    if error.code is None or error.code < 400:
        return error  # a redirect of the router is no error
    if error.code >= 500:
        db.session.rollback()
        g.bare = True  # what failed may be the database: this page asks it nothing
    response = error_response(error.code)
    for name in ("Allow", "Retry-After"):
        if name in dict(error.get_headers()):
            response.headers[name] = dict(error.get_headers())[name]
    return response


def _scoring(error: ScoringError) -> Response:
    return error_response(409, *(fault.line(chosen_language()) for fault in error.faults))
