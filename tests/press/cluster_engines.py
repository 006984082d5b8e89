"""An engine for the tests of the cluster; a module, so that workers can import it by name."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from routes.press import Outcome


class Typewriter:
    """Makes a page of its parameters; what else it does, its parameters say."""

    def __init__(self, limits) -> None:
        self.limits = limits
        self.closed = False

    def run(self, jobs):
        """Yield a page for each job."""
        for job in jobs:
            does = job.parameters
            if "mark" in does:
                Path(does["mark"]).write_text(f"{os.getpid()} begun", encoding="utf-8")
            if does.get("kills", False):
                os.kill(os.getpid(), signal.SIGKILL)
            if does.get("raises", False):
                raise RuntimeError("no ink\nand a second line")
            # A test that fails must not wait for ever for its workers.
            last = time.monotonic() + 60
            while "until" in does and not Path(does["until"]).exists():
                if self.closed or time.monotonic() > last:
                    Path(does["mark"]).write_text("closed", encoding="utf-8")
                    raise RuntimeError("closed")
                time.sleep(0.01)
            page = f"{job.slug} {does.get('text', '')} {self.limits.memory_mb}"
            yield Outcome(job.slug, page, "{}", None, ("a warning",), 0.1, 50.0)

    def close(self):
        """End what is running."""
        self.closed = True
