"""Pages of the manual, open to everybody, and the judges' page for tablets, which works without a network."""

from __future__ import annotations

from flask import Blueprint, Response, abort, g, render_template, send_from_directory

from hackathon.web.http.guard import policy
from hackathon.web.http.languages import chosen_language
from hackathon.web.http.sessions import may_be, viewer
from hackathon.web.manual.chapters import CHAPTERS, FOLDER, Chapter, find_chapter, page_of
from hackathon.web.manual.tablet import tablet_page

blueprint = Blueprint("manual", __name__, template_folder=str(FOLDER))


@blueprint.get("/help")
@policy("public")
def contents() -> str:
    pages = [(each, page_of(each, chosen_language())) for each in CHAPTERS]
    mine = [page for chapter, page in pages if _is_for_viewer(chapter)]
    return render_template("manual/contents.html", mine=mine, others=[page for _, page in pages if page not in mine])


@blueprint.get("/help/<chapter>")
@policy("public")
def chapter(chapter: str) -> str:
    found = find_chapter(chapter) or abort(404)
    pages = [page_of(each, chosen_language()) for each in CHAPTERS]
    page = next(each for each in pages if each.key == found.key)
    return render_template("manual/chapter.html", page=page, pages=pages)


@blueprint.get("/help/pictures/<name>")
@policy("public")
def picture(name: str) -> Response:
    return send_from_directory(FOLDER / "pictures", name)


@blueprint.get("/judge/help/<language>")
@policy("public")
def tablet(language: str) -> Response:
    """The same for everybody, whatever they chose: the tablet's worker knows it by its digest."""
    g.bare = True
    response = Response(tablet_page(language), mimetype="text/html")
    response.headers["Cache-Control"] = "public, no-cache"
    return response


def _is_for_viewer(chapter: Chapter) -> bool:
    person = viewer()
    return bool(person and chapter.readers and may_be(person, chapter.readers))
