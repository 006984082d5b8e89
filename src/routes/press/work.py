"""Run what is to be run, put out what is good, and leave alone what is up to date.

The day that a page prints is that of the first making of its content: a page whose inputs are
unchanged keeps its day, when it is left alone and also when it is made again (``--force``, or a
page that was lost), so that the same inputs give the same bytes. ``--as-of`` asks for a day; a
page with another day is then made again.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from threading import Thread
from typing import TYPE_CHECKING

from routes.errors import DataError
from routes.press.inputs import inputs_of, portable, versions
from routes.press.manifest import Bytes, Failure, Manifest, about_page, revision
from routes.press.site import now
from routes.press.store import StoreError
from routes.reference import check_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from routes.press.job import Engine, Job, Outcome
    from routes.press.programme import Run
    from routes.press.site import Site

PUBLISHED, STALE, NEW = "published", "stale", "new"
MADE, FAILED = "made", "failed"


@dataclass(frozen=True)
class Planned:
    """A run, and what is known of its page.

    Attributes
    ----------
    run : Run
    state : str
        "published", "stale" or "new".
    reason : str
        Why it is stale.
    inputs : dict
        As `inputs_of` returns them.
    day : str
        To be printed if the page is made.
    failed : bool
        Whether the last run failed.
    """

    run: Run
    state: str
    reason: str
    inputs: dict[str, str]
    day: str
    failed: bool = False


@dataclass(frozen=True)
class Done:
    """What came of a run: "made" or "failed", and why."""

    slug: str
    status: str
    seconds: float
    size: int = 0
    reason: str = ""

    def __str__(self) -> str:
        size = f"{self.size / 1000:,.0f} kB" if self.size else "–"
        return f"{self.slug}  {self.status}  {self.seconds:.1f} s  {size}  {self.reason}".rstrip()


@dataclass
class _Work:
    """What has been handed to the engine and not come back."""

    out: dict[str, Planned] = field(default_factory=dict)
    stopped: bool = False


def plan(runs: Iterable[Run], site: Site) -> list[Planned]:
    """Return what is known of the page of each run, every page read and every input hashed."""
    return [_planned(run, site) for run in runs]


def _planned(run: Run, site: Site) -> Planned:
    inputs = inputs_of(run.notebook, run.values())
    manifest, failure = site.manifest(run.slug), site.failure(run.slug)
    failed = failure is not None
    if manifest is None:
        return Planned(run, NEW, failure.fault if failure else "", inputs, run.day, failed)
    changed = [
        name
        for name in {**inputs, **manifest.inputs}
        if inputs.get(name) != manifest.inputs.get(name)
    ]
    printed = str(manifest.parameters.get("as_of", ""))
    reasons = [f"{', '.join(changed)} changed"] if changed else []
    if run.dated and printed != run.day:
        reasons.append(f"as of {run.day}, not {printed}")
    if not site.is_whole(manifest):
        reasons.append("the page is not as it was made")
    day = run.day if run.dated or changed or not printed else printed
    state = STALE if reasons else PUBLISHED
    return Planned(run, state, "; ".join(reasons), inputs, day, failed)


def work(
    planned: Sequence[Planned],
    site: Site,
    engine: Engine,
    *,
    engine_name: str,
    keep_going: bool = False,
) -> Iterator[Done]:
    """Make pages, put out each that is good, and the index over them at the end.

    After a failure no further run is begun unless `keep_going`; those under way are finished.

    Parameters
    ----------
    planned : sequence of Planned
        Those to be made.
    site : Site
        Whose lock is held.
    engine : Engine
        Takes a job when it has room for one.
    engine_name : str
        For the manifest.
    keep_going : bool

    Yields
    ------
    Done

    Raises
    ------
    StoreError
        If the place cannot be written; what was put out before stays, whole.
    DataError
        If a run failed and the tables are damaged.
    """
    state = _Work()
    # The index takes seconds to import: while the engine works.
    ready = Thread(target=site.get_ready, daemon=True)
    ready.start()
    try:
        for outcome in engine.run(_jobs(planned, state, keep_going=keep_going)):
            one = state.out.pop(outcome.slug)
            done = _settled(one, outcome, site, engine_name)
            state.stopped = state.stopped or done.status == FAILED
            yield done
        for one in list(state.out.values()):
            yield _failed(one, site, "the engine gave no answer", None, 0.0)
    except (StoreError, DataError):
        # The place itself fails, or all that pages are made from: nothing more is written.
        raise
    except BaseException:
        site.finish()
        raise
    ready.join()
    site.finish()


def _jobs(planned: Sequence[Planned], state: _Work, *, keep_going: bool) -> Iterator[Job]:
    for one in planned:
        if state.stopped and not keep_going:
            return
        state.out[one.run.slug] = one
        yield one.run.job(one.day)


def _settled(one: Planned, outcome: Outcome, site: Site, engine_name: str) -> Done:
    if outcome.page is None or outcome.fault:
        fault = outcome.fault or "no page"
        return _failed(one, site, fault, outcome.notebook, outcome.seconds)
    page = outcome.page.encode()
    finished = now()
    run = one.run
    manifest = Manifest(
        slug=run.slug,
        notebook=run.notebook,
        kind=run.parameters.kind,
        heading=run.heading,
        parameters=portable(run.values() | {"as_of": one.day}),
        inputs=one.inputs,
        versions=versions(),
        revision=revision(),
        engine=engine_name,
        started=(finished - dt.timedelta(seconds=round(outcome.seconds))).isoformat(),
        finished=finished.isoformat(),
        seconds=round(outcome.seconds, 3),
        peak_mb=outcome.peak_mb,
        warnings=list(outcome.warnings),
        page=Bytes.of(page),
        about=about_page(outcome.page),
    )
    site.publish(manifest, page)
    return Done(run.slug, MADE, outcome.seconds, len(page), one.reason)


def _failed(one: Planned, site: Site, fault: str, notebook: str | None, seconds: float) -> Done:
    # Damaged tables fail every run: their faults are told, all at once, and nothing is kept.
    check_tables()
    run, when = one.run, now().isoformat()
    # The line that is printed begins with the slug already.
    line = " ".join(fault.split()).removeprefix(f"{run.slug}: ")
    failure = Failure(
        slug=run.slug,
        notebook=run.notebook,
        kind=run.parameters.kind,
        heading=run.heading,
        parameters=portable(run.values()),
        fault=line,
        since=when,
        last=when,
    )
    site.fail(failure, notebook)
    return Done(run.slug, FAILED, seconds, 0, line)


def settle(planned: Iterable[Planned], site: Site) -> None:
    """Forget failures that are none any more: the page is up to date."""
    for one in planned:
        if one.failed and one.state == PUBLISHED:
            site.forget_failure(one.run.slug)
