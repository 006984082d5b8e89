"""SIGKILL at any moment of a run."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

from faults.press import Result, finished

if TYPE_CHECKING:
    from faults.press import Press


# Kills between two runs that may end: what a killed run left is met by another that is killed.
RECOVERED = 10


def kills(press: Press, *, times: int, seed: int, minutes: float) -> list[Result]:
    """Kill a run that makes every page anew, again and again, each time at another moment.

    In turn everything at once, as a power cut does, and the command alone, whose helpers must then
    end by themselves. Fewer times than asked for when the minutes are over, and said so.
    """
    result = Result("SIGKILL", "", "", "", "−9")
    moments = random.Random(seed)  # noqa: S311 - moments, no secrets
    started = time.monotonic()
    first = press.brief(day="2026-01-01")
    longest = time.monotonic() - started
    result.expect(first.code == 0, f"the first run ends with {first.code}: {first.named}")
    whole = total = parts = ended = 0
    until = time.monotonic() + 60 * minutes
    for number in range(times):
        before, day = press.pages(), f"{2027 + number // 12}-{number % 12 + 1:02}-01"
        alone = number % 2 == 1
        run = press.start_brief(day=day)
        moment = moments.uniform(0, longest)
        time.sleep(moment)
        if run.poll() is not None:
            ended += 1
        if alone:
            run.kill()
            result.expect(not press.left_running(), f"kill {number}: helpers run on")
        else:
            press.kill_all()
        finished(run)
        when = f"kill {number} at {moment:.2f} s: "
        after = press.pages()
        parts += bool(
            changed := sum(after[name] != before.get(name) for name in after)
        ) and changed < len(after)
        good, of = press.whole(result, before, when)
        whole, total = whole + good, total + of
        last = number == times - 1 or time.monotonic() > until
        if last or number % RECOVERED == RECOVERED - 1:
            press.recovers(result, day=day)
        if last:
            break
    result.done = (
        f"{number + 1} random moments (seed {seed}) of a run of {len(press.pages())} that takes "
        f"{longest:.1f} s, in turn all processes at once and the command alone; {parts} of them "
        f"amid the putting out of pages, {ended} after its end; after every {RECOVERED} of them "
        f"a run that may end"
    )
    result.whole = f"{whole:,} of {total:,}"
    result.named = "the next run completes; verify: everything matches"
    result.code = "0 of the next run"
    return [result]


def two_at_once(press: Press) -> list[Result]:
    """Start a second run, and a third that waits, while one is at work."""
    day = "2026-02-01"
    result = Result("two runs at once", "", "", "", "")
    before = press.published(result)
    result.done = "a second run that does not wait, a third that does"
    first = press.start_brief(day=day)
    lock = press.site / ".routes.lock"
    until = time.monotonic() + 60
    while f'"process": {first.pid}' not in lock.read_text() and time.monotonic() < until:
        time.sleep(0.01)
    second = press.brief("--wait", "0", day=day)
    third = press.start_brief("--wait", "600", day=day)
    one, three = finished(first), finished(third)
    good, of = press.whole(result, before)
    result.whole, result.named = f"{good} of {of}", second.named
    result.code = f"{second.code}; {one.code} of the first, {three.code} of the third"
    result.expect(second.code == 1, f"the second ends with {second.code}")
    result.expect(f"process {first.pid}" in second.named, "the second does not say who is at work")
    result.expect(one.code == 0, f"the first ends with {one.code}: {one.named}")
    result.expect(three.code == 0, f"the third ends with {three.code}: {three.named}")
    result.expect("waiting up to 600 s" in three.error, "the third does not say that it waits")
    made = one.said.count("  made  ") + three.said.count("  made  ")
    result.expect(made == len(before), f"{made} pages made by the two, not {len(before)}")
    press.recovers(result, day=day)
    return [result]
