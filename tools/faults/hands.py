"""What other hands may do: to the tables, to a shared site, where the command is started."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from faults.press import Result, finished

if TYPE_CHECKING:
    from collections.abc import Callable

    from faults.press import Done, Press

SOURCE = Path(__file__).resolve().parents[2]
LATER = "2026-02-01"
# Of the standard library, of ours and of what we depend on.
PLANTED = ("random.py", "json.py", "pandas.py", "ipykernel_launcher.py", "routes/__init__.py")
WRONG_INPUT, FAILED, STOPPED = 2, 1, 130


def cut_tables(press: Press) -> list[Result]:
    """Cut the annual totals in half; empty a layer of the basemap."""
    results = []
    for name, what, cut in (
        (
            "annual_seizures.csv",
            "a table cut in half",
            lambda content: content[: len(content) // 2],
        ),
        ("basemap_countries.geojson", "an empty basemap", lambda _: b""),
    ):
        result = Result(what, f"{name} of a copy of the tables, not signed anew", "", "", "")
        shutil.rmtree(press.site, ignore_errors=True)
        before = press.published(result)
        tables = press.folder / f"tables-{name}"
        shutil.copytree(SOURCE / "data", tables)
        (tables / name).write_bytes(cut((tables / name).read_bytes()))
        press.environment = {"ROUTES_DATA": str(tables)}
        done = press.brief(day=LATER)
        press.environment = {}
        result.expect("not as it was signed" in done.error, "the fault is not named")
        _told(result, press, before, done, WRONG_INPUT)
        result.named = f"{name}: not as it was signed: …"
        results.append(result)
    return results


def other_hands(press: Press) -> list[Result]:
    """Damage, delete and replace what lies in a site."""
    first = min(press.published(Result("", "", "", "", ""))).removesuffix(".html")

    def damaged(site: Path) -> None:
        path = site / f"manifests/{first}.json"
        record = json.loads(path.read_text(encoding="utf-8"))
        record["about"].pop("made")
        path.write_text(json.dumps(record), encoding="utf-8")

    def deleted(site: Path) -> None:
        (site / f"{first}.html").unlink()

    def linked(site: Path) -> None:
        aside = press.folder / "aside"
        shutil.move(site / "manifests", aside)
        (site / "manifests").symlink_to(aside)

    def unlinked(site: Path) -> None:
        (site / "manifests").unlink()
        shutil.move(press.folder / "aside", site / "manifests")

    def lock(site: Path) -> None:
        (site / ".routes.lock").unlink(missing_ok=True)
        victim = press.folder / "victim"
        victim.write_text("mine", encoding="utf-8")
        (site / ".routes.lock").symlink_to(victim)

    def unlock(site: Path) -> None:
        (site / ".routes.lock").unlink()

    def nothing(_: Path) -> None:
        """Leave it to the next run."""

    return [
        _by_hand(press, *one)
        for one in (
            ("a damaged record", "`about.made` of a manifest is gone; a run of other pages",
             damaged, nothing, "damaged; left out of the index"),
            ("a page deleted", "a page of the index; a run of other pages", deleted, nothing,
             "the page is gone; left out of the index"),
            ("a link for a folder", "`manifests` leads elsewhere", linked, unlinked, "a link"),
            ("a link for the lock", "leads to a file of the user", lock, unlock, "no lock of ours"),
        )
    ]  # fmt: skip


def _by_hand(
    press: Press, fault: str, what: str, spoil: Callable[[Path], None],
    mend: Callable[[Path], None], words: str,
) -> Result:  # fmt: skip
    result = Result(fault, what, "", "", "")
    shutil.rmtree(press.site, ignore_errors=True)
    before = press.published(result)
    spoil(press.site)
    there = press.pages()
    last = max(before).removesuffix(".html")
    done = press.brief("--force", "--only", last)
    result.expect(words in done.error, f"the fault is not named: {done.error}")
    result.expect(press.pages().keys() >= there.keys(), "pages are lost")
    victim = press.folder / "victim"
    if victim.exists():
        result.expect(victim.read_text(encoding="utf-8") == "mine", "a link was followed")
    # What a stranger finds: a record that is damaged is not the page's fault.
    result.whole = f"{len(there)} of {len(there)}"
    result.named, result.code = done.named, str(done.code)
    result.expect(done.code == FAILED, f"it ends with {done.code}")
    mend(press.site)
    press.recovers(result)
    return result


def planted_code(press: Press) -> list[Result]:
    """Start where modules lie that are called as ours or as those we import."""
    what = f"{len(PLANTED)} modules, among them `random.py` and a folder `routes`"
    result = Result("code where the command is started", what, "", "", "")
    before = press.published(result)
    mark = press.folder / "mark"
    for name in PLANTED:
        path = press.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"open({str(mark)!r}, 'a').write({name!r})\n", encoding="utf-8")
    done = press.brief(day=LATER)
    result.expect(not mark.exists(), "it ran")
    _told(result, press, before, done, 0)
    for name in PLANTED:
        (press.folder / name).unlink()
    result.named = "none: nothing of it runs"
    return [result]


def stopped(press: Press, *, times: int = 20, seed: int = 20260102) -> list[Result]:
    """Stop the command with Ctrl-C at random moments, the first after 0.03 s."""
    result = Result("Ctrl-C", f"{times} random moments (seed {seed}), the first after 0.03 s", "",
                    "", str(STOPPED))  # fmt: skip
    before = press.published(result)
    chance = random.Random(seed)  # noqa: S311 - moments, no secrets
    # A command in the background does not hear the signal unless it asks for it.
    hears = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    runs = "print(1, flush=True); import sys; from routes.command import main; sys.exit(main())"
    code = f"{hears}; {runs}"
    good = of = 0
    for number in range(times):
        run = subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-P", "-c", code, "brief", "--programme", str(press.programme),
             "--out", str(press.site), "--as-of", LATER, "--quiet"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=press.folder,
            start_new_session=True, env={**os.environ, "ROUTES_RELIABILITY": press.mark},
        )  # fmt: skip
        assert run.stdout is not None  # noqa: S101 - a pipe
        run.stdout.readline()
        seconds = 0.03 if number == 0 else chance.uniform(0, 12)
        time.sleep(seconds)
        run.send_signal(signal.SIGINT)
        done = finished(run)
        ended = done.code == 0
        if not ended:
            result.expect(done.code == STOPPED, f"after {seconds:.2f} s it ends with {done.code}")
            result.expect(done.error == "routes: stopped\n", f"after {seconds:.2f} s: {done.error}")
        whole = press.whole(result, before, f"after {seconds:.2f} s ")
        good, of = good + whole[0], of + whole[1]
    result.whole, result.named = f"{good} of {of}", "stopped"
    press.recovers(result, day=LATER)
    return [result]


def _told(result: Result, press: Press, before: dict[str, str], done: Done, code: int) -> None:
    good, of = press.whole(result, before)
    result.whole, result.named, result.code = f"{good} of {of}", done.named, str(done.code)
    result.expect(done.code == code, f"it ends with {done.code}")
    if code:
        result.expect(press.pages() == before, "pages changed")
    press.recovers(result, day="2026-01-01" if code else LATER)
