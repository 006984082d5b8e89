"""Messages come through whole however they are cut; what is no message is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.press.wire import BrokenLineError, Incoming, Kind, pack, unpack

CONTENT = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=9,
)
MESSAGES = st.lists(st.tuples(st.sampled_from(Kind), CONTENT), max_size=5)


@given(MESSAGES, st.lists(st.integers(1, 40), min_size=1))
def test_messages_come_whole_however_they_are_cut(messages, cuts):
    data = b"".join(pack(kind, content) for kind, content in messages)
    incoming, came, at = Incoming(), [], 0
    while at < len(data):
        size = cuts[at % len(cuts)]
        came += [(kind, unpack(body)) for kind, body in incoming.feed(data[at : at + size])]
        at += size
    assert came == messages


def test_half_a_surrogate_comes_through():
    ((_, body),) = Incoming().feed(pack(Kind.DONE, "\ud83d"))
    assert unpack(body) == "\ud83d"


@given(st.binary(min_size=9))
def test_what_is_no_message_is_refused(data):
    if data[:4] != b"rpr1":
        with pytest.raises(BrokenLineError):
            list(Incoming().feed(data))


def test_a_message_that_is_too_long_is_never_waited_for():
    with pytest.raises(BrokenLineError):
        list(Incoming().feed(b"rpr1" + bytes([Kind.DONE]) + b"\xff\xff\xff\xff"))
