"""A comparison that cannot fail proves nothing: every kind of difference is found."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.baseline import texts
from tests.baseline.comparing import differences


def write(folder: Path, files: Mapping[str, bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


@pytest.mark.parametrize(
    ("after", "said"),
    [
        ({"a/page.txt": b"one\ntwo\n"}, []),
        ({"a/page.txt": b"one\ntoo\n"}, ["-two\n+too"]),
        ({"a/page.txt": b"one\ntwo\n", "b.txt": b""}, ["only after: b.txt"]),
        ({"b.txt": b""}, ["only before: a/page.txt", "only after: b.txt"]),
        ({"a/page.txt": b"one\r\ntwo\n"}, ["other line ends: a/page.txt"]),
        ({"a/page.txt": b"\xff\xfe"}, ["other bytes: a/page.txt"]),
    ],
)
def test_every_difference_is_said(tmp_path: Path, after: Mapping[str, bytes], said: list[str]) -> None:
    before = write(tmp_path / "before", {"a/page.txt": b"one\ntwo\n"})
    found = differences(before, write(tmp_path / "after", after))
    assert len(found) == len(said)
    assert all(words in text for words, text in zip(said, found, strict=True))


def test_two_empty_folders_are_no_comparison(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="holds a file"):
        differences(tmp_path / "a", tmp_path / "b")


def page(body: str) -> str:
    return texts.of_html(f"<!doctype html><html><body><main>{body}</main></body></html>")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>Rank</p>", "<p>Place</p>"),
        ('<a href="/a">x</a>', '<a href="/b">x</a>'),
        ('<button value="yes">x</button>', '<button value="no">x</button>'),
        ('<input name="code" placeholder="K7Q4M">', '<input name="code">'),
        ('<img alt="a tie">', '<img alt="a lot">'),
        ('<svg aria-label="a"></svg>', '<svg aria-label="b"></svg>'),
        ('<td title="a">1</td>', '<td title="b">1</td>'),
        ("<option selected>1</option>", "<option>1</option>"),
        ("<p hidden>1</p>", "<p>1</p>"),
    ],
)
def test_what_a_person_perceives_is_kept(before: str, after: str) -> None:
    assert page(before) != page(after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<p class="a">Rank</p>', '<div class="b"><p id="c">Rank\n </p></div>'),
        ('<input name="csrf_token" value="a">', '<input name="csrf_token" value="b">'),
        ('<script src="/static/a.js"></script>', '<script src="/static/b.js">1</script>'),
        ('<img src="/static/a.svg?v=1" alt="x">', '<img src="/static/b.svg?v=2" alt="x">'),
    ],
)
def test_how_a_page_is_made_is_left_out(before: str, after: str) -> None:
    assert page(before) == page(after)
