"""Escaping has one home, and what comes out of it is text wherever it is put."""

from __future__ import annotations

import ast
import json
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import routes
from routes.escaping import block, escape, plain, shown

SOURCE = Path(routes.__file__).parent
TEXTS = st.text() | st.lists(
    st.sampled_from([*"<>&\"'$`\\{}a \n", "</script>", "<!--", "]]>", "\u202e", "\u2066", "\x00"])
).map("".join)


def test_nobody_else_escapes():
    wrong = []
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = (
                [f"{node.module}.{one.name}" for one in node.names]
                if isinstance(node, ast.ImportFrom)
                else [one.name for one in node.names]
                if isinstance(node, ast.Import)
                else []
            )
            if {"html.escape", "html", "markupsafe"} & set(names) and path.stem != "escaping":
                wrong.append(str(path.relative_to(SOURCE)))
    assert not wrong


class Reader(HTMLParser):
    def __init__(self, html) -> None:
        super().__init__()
        self.tags, self.values = [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.values += [value for _, value in attrs]


@given(TEXTS)
def test_a_text_makes_no_element_and_no_attribute(text):
    for quote in "\"'":
        read = Reader(f"<p title={quote}{escape(text)}{quote}>{escape(text)}</p>")
        assert read.tags == ["p"]
        assert len(read.values) == 1


@given(TEXTS)
def test_a_block_of_data_cannot_end_its_element_and_is_read_as_it_was(text):
    said = block({"name": [text, {text: 1}]})
    assert not set(said) & set("<>&\u2028\u2029")
    assert json.loads(said) == {"name": [plain(text), {plain(text): 1}]}


@given(TEXTS)
def test_no_text_turns_what_follows_it_round(text):
    said = plain(text)
    assert not set(said) & set("\x00\u202a\u202b\u202c\u202d\u202e\u2067")
    depth = 0
    for sign in said:
        depth += (sign in "\u2066\u2068") - (sign == "\u2069")
        assert depth >= 0
    assert depth == 0


@given(st.text(max_size=60))
def test_a_printed_text_comes_back_as_it_was(text):
    if text.isprintable():
        assert unescape(escape(text)) == text


def test_a_very_long_text_is_cut():
    assert len(shown("W" * 100_000)) == 400
    assert len(escape("W" * 100_000)) == 6000
