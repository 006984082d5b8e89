"""A JupyterLab of its own, and notebooks run in it as a reader runs them."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.error import URLError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

OPTIONS = (
    *("--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1", "--ServerApp.port_retries=0"),
    *("--IdentityProvider.token=", "--ServerApp.disable_check_xsrf=True"),
    *("--ServerApp.terminals_enabled=False", "--LabApp.extension_manager=readonly"),
)
# News is asked for from the web; cells out of sight are otherwise not in the document.
PAGE = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}
CELLS = {"windowingMode": "none"}
# Tenths of a second without a cell at work, after which none will be.
QUIET = 30
SECONDS = 300
PROMPTS = """() => [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")]
  .map(prompt => prompt.textContent.trim())"""


@dataclass(frozen=True)
class Lab:
    """A server that runs: its address, and the folder it serves."""

    url: str
    root: Path
    seconds: float

    def stop_kernels(self, path: str) -> None:
        """End the kernel of a notebook: a dozen of them would fill the memory."""
        for session in json.load(urllib.request.urlopen(f"{self.url}/api/sessions")):  # noqa: S310
            if session["path"] == path:
                request = urllib.request.Request(  # noqa: S310
                    f"{self.url}/api/sessions/{session['id']}", method="DELETE"
                )
                urllib.request.urlopen(request).close()  # noqa: S310


@contextmanager
def jupyterlab(root: Path, home: Path) -> Iterator[Lab]:
    """Start JupyterLab on `root` with settings of its own in `home`; end it afterwards."""
    config, settings = home / "config", home / "settings"
    for path, content in (
        (config / "labconfig" / "page_config.json", PAGE),
        (settings / "@jupyterlab/notebook-extension/tracker.jupyterlab-settings", CELLS),
    ):
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(content), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folders = {
        "JUPYTER_CONFIG_DIR": config,
        "JUPYTERLAB_SETTINGS_DIR": settings,
        "JUPYTERLAB_WORKSPACES_DIR": home / "workspaces",
        "JUPYTER_RUNTIME_DIR": home / "runtime",
        "JUPYTER_DATA_DIR": home / "data",
        "IPYTHONDIR": home / "ipython",
    }
    command = [
        *(sys.executable, "-m", "jupyterlab", *OPTIONS),
        *(f"--ServerApp.port={port}", f"--ServerApp.root_dir={root}"),
    ]
    url, begun = f"http://127.0.0.1:{port}", time.monotonic()
    environment = os.environ | {name: str(path) for name, path in folders.items()}
    log = home / "server.log"
    with log.open("w") as file:
        server = subprocess.Popen(command, env=environment, stdout=file, stderr=file)
    try:
        while not _answers(url):
            assert server.poll() is None, log.read_text(encoding="utf-8")
            assert time.monotonic() - begun < SECONDS, log.read_text(encoding="utf-8")
            time.sleep(0.1)
        yield Lab(url, root, time.monotonic() - begun)
    finally:
        server.terminate()
        server.wait(30)


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(f"{url}/api").close()  # noqa: S310
    except URLError:
        return False
    return True


@dataclass
class Opened:
    """A notebook that is open in JupyterLab, and what its page asked of anyone else."""

    name: str
    page: Page
    begun: float
    strangers: list[str] = field(default_factory=list)
    seconds: float = 0.0
    first_map: float | None = None

    def run_all(self) -> None:
        """Choose Run → Run All Cells from the menu."""
        # Asked sooner, JupyterLab asks back which kernel is meant.
        self.page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
        self.page.get_by_role("menubar").get_by_text("Run", exact=True).click()
        self.page.locator('.lm-Menu-item[data-command="runmenu:run-all"]').click()

    def wait(self) -> list[str]:
        """Wait until no cell is busy; return the prompts of the code cells."""
        end = time.monotonic() + SECONDS
        quiet = 0
        while time.monotonic() < end:
            prompts: list[str] = self.page.evaluate(PROMPTS)
            begun = [prompt for prompt in prompts if re.search(r"\d", prompt)]
            if self.first_map is None and self.page.locator("iframe.map").count():
                self.maps()
                self.first_map = time.monotonic() - self.begun
            busy = any("*" in prompt for prompt in prompts)
            quiet = 0 if busy else quiet + 1
            # Between two cells none may be marked for a moment.
            if (len(begun) == len(prompts) and not busy) or (begun and quiet > QUIET):
                self.seconds = time.monotonic() - self.begun
                return prompts
            self.page.wait_for_timeout(100)
        raise AssertionError(f"{self.name}: busy after {SECONDS} s: {prompts}")

    def errors(self) -> list[str]:
        """Return what cells wrote as errors and to the error stream, a text each."""
        kinds = ("error", "stderr")
        shown = ",".join(f'[data-mime-type="application/vnd.jupyter.{kind}"]' for kind in kinds)
        return [text.strip() for text in self.page.locator(shown).all_inner_texts()]

    def maps(self) -> list[int]:
        """Return how many legs each live map draws inside its cell."""
        counts = []
        for frame in self.page.query_selector_all("iframe.map"):
            inside = frame.content_frame()
            assert inside is not None
            inside.wait_for_selector("path.leg", state="attached", timeout=30_000)
            counts.append(len(inside.query_selector_all("path.leg")))
        return counts

    def charts(self) -> list[int]:
        """Return how many texts each chart has: SVG keeps them texts.

        Small ones in a list have theirs beside them.
        """
        return self.page.evaluate(
            """() => [...document.querySelectorAll(".jp-OutputArea svg[role=img]")]
            .filter(chart => chart.checkVisibility() && !chart.closest(".smalls"))
            .map(chart => chart.querySelectorAll("text").length)"""
        )


def opened(lab: Lab, browser: Browser, path: str) -> Opened:
    """Open a notebook in a window of its own; only the server is answered."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    context.set_default_timeout(60_000)
    seen = Opened(path, context.new_page(), time.monotonic())
    own = (lab.url, lab.url.replace("http:", "ws:"), "data:", "blob:", "about:")

    def decide(route) -> None:
        if route.request.url.startswith(own):
            route.continue_()
        else:
            seen.strangers.append(route.request.url)
            route.abort()

    context.route("**/*", decide)
    seen.page.on(
        "websocket",
        lambda socket: None if socket.url.startswith(own) else seen.strangers.append(socket.url),
    )
    name = re.sub(r"\W+", "-", path)
    seen.page.goto(f"{lab.url}/lab/workspaces/{name}/tree/{path}", wait_until="domcontentloaded")
    return seen


def copied(notebooks: Path, root: Path) -> list[str]:
    """Copy the notebooks: JupyterLab saves nothing into the checkout. Return their paths."""
    folder = root / "notebooks"
    folder.mkdir(parents=True)
    names = sorted(path.name for path in notebooks.glob("*.ipynb"))
    for name in names:
        shutil.copy(notebooks / name, folder / name)
    return [f"notebooks/{name}" for name in names]
