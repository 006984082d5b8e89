"""Briefings made once, and a browser without a network to open them in."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Frame, Page

ROUTES = "import sys; from routes.cli import main; sys.exit(main())"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
OPTIONS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


def brief(folder: Path, *routes: str) -> set[str]:
    """Make briefings for a fixed date, as a user does; return what came to lie in the work folder.

    Each run has a work folder of its own, so that two cannot meet in it.
    """
    options = ["--out", str(folder), "--quiet", "--as-of", "2026-01-02"]
    command = [sys.executable, "-c", ROUTES, "brief", *routes, *options]
    seen: set[str] = set()
    with tempfile.TemporaryDirectory() as here:
        log = folder.with_suffix(".log")
        with log.open("w") as file, subprocess.Popen(command, cwd=here, stderr=file) as running:
            while running.poll() is None:
                seen |= {path.name for path in Path(here).iterdir()}
                time.sleep(0.05)
        assert running.returncode == 0, log.read_text(encoding="utf-8")
    return seen


@pytest.fixture(scope="session")
def briefings(tmp_path_factory):
    """Return the folder of the three briefings and their index, made once for all workers."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "briefings"
    with (shared / "briefings.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # let go when the file is closed
        if not (folder / "southern.html").is_file():
            brief(folder)
    return folder


@pytest.fixture(scope="session")
def northern_again(briefings, tmp_path_factory):
    """Return the folder of a second run for one route, and what lay in its work folder."""
    folder = tmp_path_factory.mktemp("again")
    return folder, brief(folder, "northern")


# Not for the session: as long as Playwright runs, no other test could start an event loop.
@pytest.fixture(scope="module")
def browser():
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        say = pytest.fail if os.environ.get("CI") else pytest.skip
        say(f"no browser: none of {', '.join(BROWSERS)} is on the path")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(OPTIONS))
        yield running
        running.close()


@dataclass
class Opened:
    """A page that is open, and what it asked for and complained of."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @property
    def map(self) -> Frame:
        """The document of the live map."""
        # It is read when it comes near the screen.
        self.page.locator("iframe.map").scroll_into_view_if_needed()
        frame = self.page.query_selector("iframe.map").content_frame()
        frame.wait_for_selector("path.leg", state="attached")
        return frame


@pytest.fixture(scope="module")
def open_page(browser):
    """Return a context manager that opens a file without a network."""

    @contextmanager
    def opened(path, *, width=1400, height=900, script=True) -> Iterator[Opened]:
        context = browser.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=script
        )
        context.set_offline(True)
        context.set_default_timeout(10_000)
        seen = Opened(context.new_page())

        def decide(route) -> None:
            if route.request.url == path.as_uri():
                route.continue_()
            else:
                seen.requests.append(route.request.url)
                route.abort()

        context.route("**/*", decide)
        seen.page.on(
            "console",
            lambda m: seen.complaints.append(m.text) if m.type in {"error", "warning"} else None,
        )
        seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        seen.page.on("dialog", lambda dialog: (seen.complaints.append("dialog"), dialog.dismiss()))
        seen.page.goto(path.as_uri(), wait_until="load")
        yield seen
        context.close()

    return opened
