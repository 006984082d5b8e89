"""Where the command ``routes`` begins: stopped at any moment, it says so in one line.

Only the standard library is imported before the signal is answered: the command's own modules take
a tenth of a second.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

STOPPED = 130


def _stop(_: int, __: FrameType | None) -> None:
    os.write(2, b"routes: stopped\n")
    os._exit(STOPPED)


def main() -> int:
    """Run the command with the words it was given; return its exit code."""
    asked = signal.getsignal(signal.SIGINT)
    if asked is signal.default_int_handler:
        signal.signal(signal.SIGINT, _stop)
    from routes.cli.main import main as run  # noqa: PLC0415

    code = run(sys.argv[1:], ready=lambda: signal.signal(signal.SIGINT, asked))
    # What was asked for is done; being stopped while Python leaves would only hide the code.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return code
