"""What the commands share: their exit codes, and the type of the list they join."""

from __future__ import annotations

from typing import TYPE_CHECKING

DONE = 0
# A briefing could not be made, or rows of a file were set aside.
FAILED = 1
# The input is wrong: nothing was made.
WRONG_INPUT = 2

if TYPE_CHECKING:
    import argparse

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - no public name
