"""Whatever a table holds, neither a page nor a script of the map can be made to run it."""

from __future__ import annotations

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.escaping import inert

# Any text, and texts that are mostly made of what does harm.
TEXTS = st.text() | st.lists(
    st.sampled_from(
        [*"<>&\"'$`\\{}a\n", "</script", "${", "&lt;", "&#"]
    )
).map("".join)  # fmt: skip


@given(TEXTS)
def test_nothing_active_is_left(text):
    said = inert(text)
    assert not set(said) & set("<>\"'$`\\{}")
    assert "</script" not in said.lower()


@given(TEXTS)
def test_a_reader_sees_exactly_the_text(text):
    # An HTML parser reads a null as U+FFFD and \r as \n: not what is tested here.
    for character in text:
        if character.isprintable():
            assert unescape(inert(character)) == character


@given(TEXTS)
def test_an_ampersand_only_begins_an_entity(text):
    assert inert(text).count("&") == sum(text.count(c) for c in "&<>\"'$`\\{}")


@pytest.mark.parametrize(
    "text", ["Türkiye", "Côte d’Ivoire", "Алматы", "上海", "طهران", "a–b (c), d"]
)
def test_names_of_places_stay_as_they_are(text):
    assert inert(text) == text
