"""A press to do harm to: it runs the command itself, in processes of its own."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from faults import reader

ROUTES = ("northern", "balkan", "southern")
# Long enough for a busy machine; a command that takes longer hangs.
PATIENCE_SECONDS = 600
# Set for every process that a press starts, and for whatever those start.
MARK = "ROUTES_RELIABILITY"


@dataclass
class Result:
    """One row of the table: what was done, what came of it, and what is not as it must be."""

    fault: str
    done: str
    whole: str
    named: str
    code: str
    wrong: list[str] = field(default_factory=list)

    def expect(self, fact: object, otherwise: str) -> None:
        """Note what is wrong unless a fact holds."""
        if not fact:
            self.wrong.append(otherwise)


@dataclass(frozen=True)
class Done:
    """What a command said and how it ended."""

    code: int
    said: str
    error: str

    @property
    def named(self) -> str:
        """The last line of standard error."""
        return (self.error.strip().splitlines() or ["nothing"])[-1]


class Press:
    """A programme, a site and the command, in a folder of their own.

    Parameters
    ----------
    folder : Path
    runs : int
        Of the programme: three routes, so many years.
    shelf : Path
        Where sites are kept that were made before, to be copied.
    engine : str
    """

    def __init__(self, folder: Path, *, runs: int = 12, shelf: Path, engine: str = "warm") -> None:
        self.folder = folder
        self.shelf = shelf
        self.site = folder / "site"
        self.engine = engine
        self.mark = uuid.uuid4().hex
        self.programme = self.write_programme([2023 - n for n in range(max(1, runs // 3))])
        self.environment: dict[str, str] = {}

    def write_programme(self, years: list[int], *others: str) -> Path:
        """Write a programme: every route for each year, and one page each of other notebooks."""
        text = (
            f'[[page]]\nnotebook = "briefing.ipynb"\n[page.cross]\n'
            f"route = {list(ROUTES)}\nlast_year = {years}\n"
        )
        text += "".join(f'[[page]]\nnotebook = "{name}"\n' for name in others)
        path = self.folder / "programme.toml"
        path.write_text(text, encoding="utf-8")
        return path

    def start(self, *arguments: str, python: str = sys.executable) -> subprocess.Popen[str]:
        """Start the command."""
        return subprocess.Popen(  # noqa: S603 - our own command
            [python, "-P", "-m", "routes.cli", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.folder,
            start_new_session=True,
            env={**os.environ, **self.environment, MARK: self.mark},
        )

    def start_brief(self, *more: str, day: str = "2026-01-01") -> subprocess.Popen[str]:
        """Start to make the programme."""
        asked = [
            "brief",
            "--programme",
            str(self.programme),
            "--as-of",
            day,
            "--out",
            str(self.site),
        ]
        engine = [] if "--dask" in more else ["--engine", self.engine]
        return self.start(*asked, "--keep-going", "--quiet", *engine, *more)

    def brief(self, *more: str, day: str = "2026-01-01") -> Done:
        """Make the programme."""
        return finished(self.start_brief(*more, day=day))

    def published(self, result: Result) -> dict[str, str]:
        """Have the site of the first day, made once and then copied; return its pages."""
        key = hashlib.sha256(self.programme.read_bytes()).hexdigest()
        kept = self.shelf / key
        if kept.is_dir():
            shutil.copytree(kept, self.site)
        else:
            done = self.brief()
            result.expect(done.code == 0, f"the first run ends with {done.code}: {done.named}")
            shutil.copytree(self.site, kept)
        return self.pages()

    def verify(self) -> Done:
        """Have the site verified."""
        return finished(self.start("verify", str(self.site)))

    def processes(self) -> set[int]:
        """Return the processes that were started here and still run."""
        found = set()
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if f"{MARK}={self.mark}".encode() in (folder / "environ").read_bytes():
                    found.add(int(folder.name))
        return found

    def kill_all(self) -> None:
        """Kill every process that was started here at once, as a power cut would."""
        while running := self.processes():
            for pid in running:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.01)

    def left_running(self, *, seconds: float = 30) -> int:
        """Return how many processes are left once they have had time to end."""
        until = time.monotonic() + seconds
        while (left := self.processes()) and time.monotonic() < until:
            time.sleep(0.05)
        return len(left)

    def pages(self) -> dict[str, str]:
        """Return the SHA-256 of each page, by file name."""
        return reader.pages(self.site)

    def whole(self, result: Result, before: dict[str, str], when: str = "") -> tuple[int, int]:
        """Check that all pages are whole and none is lost; return how many of how many are."""
        wrong = reader.faults(self.site)
        now = self.pages()
        lost = sorted(before.keys() - now.keys())
        result.wrong += [f"{when}{line}" for line in [*wrong, *(f"{name}: lost" for name in lost)]]
        torn = {line.partition(":")[0] for line in wrong} & now.keys()
        return len(now) - len(torn), len({*now, *before})

    def recovers(self, result: Result, *, day: str = "2026-01-01") -> None:
        """Check that the next run completes, that nothing is left over and all is verified."""
        done = self.brief(day=day)
        result.expect(done.code == 0, f"the next run ends with {done.code}: {done.named}")
        verified = self.verify()
        result.expect(verified.code == 0, f"afterwards verify says {verified.said.strip()}")
        left = reader.unfinished(self.site)
        result.expect(not left, f"left over: {', '.join(left)}")
        self.whole(result, {}, "afterwards ")


def finished(command: subprocess.Popen[str]) -> Done:
    """Wait for a command."""
    try:
        said, error = command.communicate(timeout=PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        command.kill()
        said, error = command.communicate()
        error += "\nit never ended"
    return Done(command.returncode, said, error)
