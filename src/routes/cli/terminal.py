"""What goes to the terminal: text alone, whatever a file or a folder was made to hold."""

from __future__ import annotations

import re
import sys
from contextlib import redirect_stdout
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

# Controls would move the cursor, clear what was said or name the window; halves of a pair, such as
# stand for bytes of a file name that are no text, cannot be written at all.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class _Clean:
    """A stream that lets no control character through, and every other one somehow."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        said = _CONTROLS.sub("\ufffd", text)
        try:
            return self._stream.write(said)
        except UnicodeEncodeError:
            known = self._stream.encoding
            return self._stream.write(said.encode(known, "backslashreplace").decode(known))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def clean_output() -> AbstractContextManager[Any]:
    """Keep control characters out of what is printed."""
    return redirect_stdout(_Clean(sys.stdout))


def complain(text: object) -> None:
    """Print a line of the command to where errors go."""
    said = _UNSAFE.sub("\ufffd", str(text))
    known = sys.stderr.encoding or "utf-8"
    said = said.encode(known, "backslashreplace").decode(known)
    print(f"routes: {said}", file=sys.stderr, flush=True)
