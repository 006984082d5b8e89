"""What every command that makes pages shares: where they go, how many at once, what is said."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from routes.cli.exits import DONE, FAILED
from routes.cli.terminal import complain
from routes.press.engines import ENGINES, engine
from routes.press.inputs import inputs_of
from routes.press.job import Limits
from routes.press.programme import selected
from routes.press.site import Site
from routes.press.store import open_store
from routes.press.work import FAILED as RUN_FAILED
from routes.press.work import PUBLISHED, plan, settle, work

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from routes.press.job import Engine
    from routes.press.programme import Run
    from routes.press.work import Done, Planned


def add_making(parser: argparse.ArgumentParser, *, out: str) -> None:
    """Add the options on making."""
    parser.add_argument(
        "--out", default=out, metavar="DIR", help=f"folder or fsspec URL; default: {out}"
    )
    parser.add_argument("--only", metavar="PATTERN", help="only these pages, such as 'balkan*'")
    parser.add_argument("--limit", type=int, metavar="N", help="at most so many")
    parser.add_argument("--dry-run", action="store_true", help="say what would be made, and why")
    parser.add_argument(
        "--jobs", type=int, metavar="N", help="at once; default: one for each processor"
    )
    parser.add_argument("--keep-going", action="store_true", help="go on after a run has failed")
    parser.add_argument("--force", action="store_true", help="make unchanged pages too")
    parser.add_argument(
        "--engine",
        choices=ENGINES,
        default=ENGINES[0],
        help="forks of a warm process, or a kernel each; default: warm",
    )
    parser.add_argument(
        "--dask", metavar="ADDRESS", help="run on a Dask cluster, such as tcp://10.0.0.5:8786"
    )
    limits = Limits()
    parser.add_argument(
        "--cell-seconds", type=float, default=limits.cell_seconds, metavar="S",
        help=f"for one cell; default: {limits.cell_seconds:g}",
    )  # fmt: skip
    parser.add_argument(
        "--run-seconds", type=float, default=limits.run_seconds, metavar="S",
        help=f"for one page; default: {limits.run_seconds:g}",
    )  # fmt: skip
    parser.add_argument(
        "--memory-mb", type=int, default=limits.memory_mb, metavar="MB",
        help=f"for one page; default: {limits.memory_mb}",
    )  # fmt: skip
    parser.add_argument(
        "--wait", type=float, default=60, metavar="S", help="for another run; default: 60 seconds"
    )
    shown = parser.add_mutually_exclusive_group()
    shown.add_argument("--quiet", action="store_true", help="no progress bar")
    shown.add_argument("--progress", action="store_true", help="a progress bar, terminal or not")


def make(runs: Sequence[Run], given: argparse.Namespace) -> int:
    """Make the pages that are not up to date, print a line for each and one for all."""
    for name in ("limit", "jobs", "cell_seconds", "run_seconds", "memory_mb"):
        value = getattr(given, name)
        if value is not None and value < 1:
            given.parser.error(f"argument --{name.replace('_', '-')}: is 1 or more, not {value:g}")
    runs = selected(runs, only=given.only, limit=given.limit)
    if "://" not in given.out and not _may_be_a_folder(Path(given.out)):
        given.parser.error(f"--out {given.out}: a file of that name exists; a folder is needed")
    site = Site(open_store(given.out))
    if given.dry_run:
        for one in plan(runs, site):
            print(_would(one, force=given.force))
        return DONE
    _refuse_bad_inputs(runs, site)
    started = time.perf_counter()
    with site.store.lock(wait=given.wait, say=_say):
        for line in site.repair():
            _say(line)
        planned = plan(runs, site)
        todo = [one for one in planned if given.force or one.state != PUBLISHED]
        settle(planned, site)
        done = _worked(todo, site, given) if todo else []
        if not todo:
            site.finish()
    counts = Counter(one.status for one in done)
    counts["unchanged"] = len(planned) - len(todo)
    counts["not begun"] = len(todo) - len(done)
    parts = ", ".join(f"{number} {status}" for status, number in counts.items() if number)
    total = f"{len(runs)} run{'s' if len(runs) != 1 else ''}"
    seconds = time.perf_counter() - started
    print(f"{total}: {parts} in {seconds:.1f} s; open {_address(given.out)}", flush=True)
    left_out = site.left_out()
    for line in left_out:
        _say(line)
    failed = [one.slug for one in done if one.status == RUN_FAILED]
    if failed:
        first = next(one.reason for one in done if one.status == RUN_FAILED)
        others = f"; failed too: {', '.join(failed[1:])}" if failed[1:] else ""
        _say(f"{failed[0]}: {first}{others}")
    return FAILED if failed or left_out else DONE


def _worked(todo: Sequence[Planned], site: Site, given: argparse.Namespace) -> list[Done]:
    chosen, engine_name = _engine(given)
    bar = None
    if given.progress or (sys.stderr.isatty() and not given.quiet):
        from tqdm import tqdm  # noqa: PLC0415 - only a terminal needs it

        bar = tqdm(total=len(todo), unit="page", leave=False, ncols=72)
    done = []
    news = work(todo, site, chosen, engine_name=engine_name, keep_going=given.keep_going)
    for new in news:
        done.append(new)
        if bar is None:
            print(new, flush=True)
        else:
            bar.write(str(new))
            bar.update()
    if bar is not None:
        bar.close()
    return done


def _engine(given: argparse.Namespace) -> tuple[Engine, str]:
    limits = Limits(given.cell_seconds, given.run_seconds, given.memory_mb)
    if given.dask:
        from routes.press.cluster import ClusterEngine  # noqa: PLC0415 - Dask is an extra

        cluster = ClusterEngine(given.dask, limits)
        cluster.check()
        return cluster, "dask"
    return engine(given.engine, jobs=given.jobs or os.cpu_count() or 1, limits=limits), given.engine


def _may_be_a_folder(path: Path) -> bool:
    """Return whether a folder lies there or can be made there, as far as names go."""
    for place in (path, *path.parents):
        if place.exists():
            return place.is_dir()
    return True


def _refuse_bad_inputs(runs: Sequence[Run], site: Site) -> None:
    """Refuse a file of seizures that cannot be read, or holds no events, before a page is begun."""
    for run in runs:
        if run.values().get("seizures") is None:
            continue
        manifest = site.manifest(run.slug)
        inputs = inputs_of(run.notebook, run.values(), run.alternates)
        if manifest is None or manifest.inputs != inputs:
            from routes.briefing.content import Briefing  # noqa: PLC0415 - pandas

            _ = Briefing(run.parameters).events
            return


def _would(one: Planned, *, force: bool) -> str:
    if one.state == PUBLISHED:
        return f"{one.run.slug}  {'make' if force else 'leave'}  unchanged"
    return f"{one.run.slug}  make  {one.state}{f': {one.reason}' if one.reason else ''}"


def _say(text: str) -> None:
    complain(text)


def _address(out: str) -> str:
    return f"{out.rstrip('/')}/index.html"
