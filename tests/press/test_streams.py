"""What a cell writes is kept up to a limit, and nothing is lost unsaid."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.press import streams
from routes.press.streams import CellStream


@given(st.lists(st.text()), st.integers(0, 40))
def test_what_is_kept_and_what_is_dropped_is_everything(texts, room):
    said: list[str] = []
    stream = CellStream("stdout", 1, lambda _, text: said.append(text))
    stream._room = room
    for text in texts:
        assert stream.write(text) == len(text)
    stream.next_cell()
    whole, came = "".join(texts), "".join(said)
    assert came.startswith(whole[:room])
    dropped = max(0, len(whole) - room)
    note = f"\n… {dropped:,} more characters are left out\n" if dropped else ""
    assert came == whole[:room] + note


def test_the_next_cell_has_room_again():
    said: list[str] = []
    stream = CellStream("stdout", 1, lambda _, text: said.append(text))
    stream.write("x" * (streams.LONGEST + 1))
    stream.next_cell()
    stream.write("y")
    stream.next_cell()
    assert said[-1] == "y"


def test_only_text_is_taken():
    with pytest.raises(TypeError, match="must be str"):
        CellStream("stdout", 1, print).write(b"bytes")
