"""A fault of a run is told in one line and harms no other; what is left is ended."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from routes.press import WarmEngine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routes.press import Job

# A page of one section, without the library.
ABOUT = {"section": "headline", "title": "T", "language": "en", "direction": "ltr", "lead": "L"}
SHOW = (
    "from IPython.display import display\n"
    "display({'text/html': f'<p id=\"headline\">{number}</p>'}, raw=True, "
    f"metadata={{'routes': {ABOUT!r}}})"
)


def text_of(outcome) -> str:
    cells = json.loads(outcome.notebook)["cells"]
    return "".join(
        "".join(output["text"])
        for cell in cells
        for output in cell.get("outputs", ())
        if output["output_type"] == "stream"
    )


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def gone(pids, seconds=20) -> bool:
    until = time.monotonic() + seconds
    while any(alive(pid) for pid in pids):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def test_a_page_comes_out_with_what_the_parameters_say(run, write):
    (outcome,) = run(write("good", SHOW)).values()
    assert outcome.fault is None
    assert '<p id="headline">7</p>' in outcome.page
    assert outcome.seconds > 0
    assert 50 < outcome.peak_mb < 2000
    notebook = json.loads(outcome.notebook)
    assert [cell["execution_count"] for cell in notebook["cells"]] == [1, 2, 3]
    assert notebook["cells"][1]["metadata"]["tags"] == ["injected-parameters"]
    assert {c["metadata"]["papermill"]["status"] for c in notebook["cells"]} == {"completed"}


# What a cell does, and the line it comes to; the third cell is the first after the parameters.
ENDS = {
    "raises": ("raise ValueError('no such year\\nat all')", "ValueError: no such year"),
    "huge": ("bytearray(50 * 10**9)", "MemoryError"),
}
STOPS = {
    "ends": ("import os; os._exit(0)", "the process ended by itself in cell 3, with exit status 0"),
    "kills": (
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "the process was killed by SIGKILL in cell 3",
    ),
    "crashes": (
        "import ctypes; ctypes.string_at(0)",
        "the process was killed by SIGSEGV in cell 3",
    ),
    "hangs": (
        (
            "import signal\nfor n in (signal.SIGALRM, signal.SIGTERM, signal.SIGINT):\n"
            "    signal.signal(n, signal.SIG_IGN)\nimport re\nre.match('(a+)+b', 'a' * 60)"
        ),
        "cell 3 took more than 2 s and was stopped",
    ),
    "closes": (
        "import os, time\nos.closerange(3, 70000)\ntime.sleep(60)",
        "cell 3 broke the line to the press and was stopped",
    ),
    "babbles": (
        (
            "import os, time\nfor line in range(3, 200):\n    try:\n"
            "        os.write(line, b'nonsense' * 100)\n    except OSError:\n        pass\n"
            "time.sleep(60)"
        ),
        "cell 3 broke the line to the press and was stopped",
    ),
}


@pytest.mark.parametrize("name", STOPS)
def test_a_run_that_does_not_come_back_is_named_and_harms_no_other(run, write, name):
    does, said = STOPS[name]
    done = run(write("bad", "print('so far')", does), write("good", SHOW), cell_seconds=2)
    said = said.replace("cell 3", "cell 4")
    assert done["bad"].fault == f"bad: {said}"
    assert done["bad"].page is None
    assert done["good"].fault is None
    # What was run before is kept, and the cell it was stopped in is marked.
    assert text_of(done["bad"]) == "so far\n"
    cells = json.loads(done["bad"].notebook)["cells"]
    assert [c["metadata"]["papermill"]["status"] for c in cells][2:] == ["completed", "failed"]


@pytest.mark.parametrize("name", ENDS)
def test_a_cell_that_fails_is_named_and_its_notebook_kept(run, write, name):
    does, said = ENDS[name]
    outcome = run(write("bad", "print('so far')", does, "print('never')"))["bad"]
    assert outcome.fault.splitlines() == [f"bad: cell 4 failed: {said}"]
    assert outcome.page is None
    cells = json.loads(outcome.notebook)["cells"]
    assert "An Exception was encountered" in "".join(cells[0]["source"])
    assert text_of(outcome) == "so far\n"


def test_fifty_gigabytes_of_numbers_are_a_memory_error(run, write):
    does = "import numpy as np\nnp.ones(50 * 10**9 // 8)"
    fault = run(write("bad", does))["bad"].fault
    assert fault.startswith("bad: cell 3 failed: MemoryError: Unable to allocate 46.6 GiB")


def test_memory_that_is_held_is_watched(run, write):
    fault = run(write("bad", "import time; time.sleep(60)"), memory_mb=40)["bad"].fault
    assert fault.startswith("bad: cell ")
    assert fault.endswith(" took more than 40 MB of memory and was stopped")


def test_a_run_has_a_limit_of_time_too(run, write):
    job = write("bad", *["import time; time.sleep(1)"] * 9)
    fault = run(job, cell_seconds=30, run_seconds=3)["bad"].fault
    assert fault.startswith("bad: the run took more than 3 s and was stopped in cell ")


LEAVES = {
    "a session of its own": "import subprocess\nprint(subprocess.Popen(['sleep', '300'], "
    "start_new_session=True).pid)",
    "a daemon": "import subprocess\nprint(subprocess.run(['sh', '-c', "
    "'setsid sleep 300 >/dev/null 2>&1 & echo $!'], capture_output=True, text=True).stdout)",
}


@pytest.mark.parametrize("how", LEAVES)
def test_what_a_run_leaves_running_is_ended_with_it_and_said(run, write, how):
    outcome = run(write("leaves", LEAVES[how], SHOW))["leaves"]
    assert outcome.fault is None
    assert outcome.warnings == ("the run left a process running; ended with it",)
    assert gone([int(text_of(outcome))])


def test_a_thread_left_running_delays_nothing(run, write):
    does = "import threading, time\nthreading.Thread(target=time.sleep, args=(300,)).start()"
    outcome = run(write("leaves", does, SHOW))["leaves"]
    assert outcome.fault is None
    assert outcome.seconds < 100


def test_a_hundred_megabytes_are_cut_and_counted(run, write):
    outcome = run(write("loud", "print('x' * 10**8)", SHOW))["loud"]
    assert outcome.fault is None
    assert len(outcome.notebook) < 3_000_000
    assert "99,000,001 more characters are left out" in text_of(outcome)


def test_what_is_written_past_python_stays_in_the_notebook(run, write, capfd):
    does = (
        "import os, sys\nos.write(1, b'by the descriptor\\n')\nos.system('echo by a shell; "
        "echo loud >&2')\nsys.__stdout__.write('by the old stream\\n'); sys.__stdout__.flush()"
    )
    outcome = run(write("loud", does, SHOW))["loud"]
    assert text_of(outcome) == "by the descriptor\nby a shell\nby the old stream\nloud\n"
    assert capfd.readouterr() == ("", "")


def test_a_cell_may_close_its_streams(run, write):
    does = "import os\nos.close(1); os.close(2)"
    assert run(write("quiet", does, SHOW))["quiet"].fault is None


def test_warnings_come_without_paths(run, write):
    outcome = run(write("old", "import warnings\nwarnings.warn('old file')", SHOW))["old"]
    assert outcome.warnings == ("UserWarning: old file",)
    assert "cell-3.py:2: UserWarning: old file" in text_of(outcome)


@pytest.mark.parametrize(
    ("tagged", "said"),
    [(0, "no cell is tagged 'parameters'"), (2, "2 cells are tagged 'parameters'")],
)
def test_a_notebook_without_one_parameters_cell_is_refused(run, write, tmp_path, tagged, said):
    does = f"open({str(tmp_path / 'ran')!r}, 'w')"
    outcome = run(write("odd", does, SHOW, tagged=tagged))["odd"]
    assert outcome.fault == f"odd: odd.ipynb: {said}; exactly one is needed"
    assert outcome.notebook is None
    assert not (tmp_path / "ran").exists()


def test_an_unknown_notebook_is_refused_with_the_nearest(run, write):
    job = write("good", SHOW)
    wrong = type(job)("page", "goood.ipynb", {}, ("headline",))
    assert run(wrong)["page"].fault == (
        "page: unknown notebook 'goood.ipynb'; did you mean 'good.ipynb'? Valid: good.ipynb"
    )


def test_a_page_that_is_not_fit_is_no_page(run, write):
    job = write("good", SHOW)
    asked = type(job)("page", job.notebook, job.parameters, ("headline", "map"))
    outcome = run(asked)["page"]
    assert outcome.fault == "page: the page lacks map"
    assert outcome.page is None
    assert run(write("empty", "1"))["empty"].fault.startswith("empty: no section in the notebook")


def test_random_draws_depend_on_the_inputs_alone(run, write):
    does = "import random, numpy\nprint(random.random(), numpy.random.random())"
    one, other = write("one", does, SHOW), write("other", does, SHOW, "'another notebook'")
    first, again, different = (text_of(run(job)[job.slug]) for job in (one, one, other))
    assert first == again
    assert first != different


def test_runs_share_no_state(run, write):
    does = "import routes.errors\nprint(hasattr(routes.errors, 'mark'))\nroutes.errors.mark = 1"
    jobs = [write(name, does, SHOW) for name in ("one", "two", "three")]
    assert [text_of(outcome) for outcome in run(*jobs).values()] == ["False\n"] * 3


SCRIPT = """
import sys
from pathlib import Path
from routes.press import Job, WarmEngine
engine = WarmEngine(jobs=2, notebooks=Path(sys.argv[1]))
for _ in engine.run([Job("bad", "bad.ipynb", {"number": 1}, ())]):
    pass
"""


@pytest.mark.slow
@pytest.mark.parametrize("killed", ["owner", "press"])
def test_nothing_outlives_whoever_started_it(write, tmp_path, killed):
    write("bad", f"import os\nopen({str(tmp_path / 'pids')!r}, 'w').write("
          "f'{os.getpid()} {os.getppid()}')\nimport time\ntime.sleep(300)")  # fmt: skip
    owner = subprocess.Popen([sys.executable, "-c", SCRIPT, str(tmp_path)])
    try:
        until = time.monotonic() + 120
        while not (tmp_path / "pids").exists() or not (tmp_path / "pids").read_text():
            assert time.monotonic() < until
            time.sleep(0.1)
        run_pid, press_pid = map(int, (tmp_path / "pids").read_text().split())
        os.kill(owner.pid if killed == "owner" else press_pid, signal.SIGKILL)
        assert gone([run_pid, press_pid])
        assert owner.wait(60) == (-signal.SIGKILL if killed == "owner" else 0)
    finally:
        owner.kill()


@pytest.mark.slow
def test_a_press_that_is_killed_costs_its_runs_alone(write, run):
    engine = WarmEngine(jobs=1)
    # In the first cell after the parameters: what the press has not passed on yet is lost with it.
    kills = "import os, signal, time\nos.kill(os.getppid(), signal.SIGKILL)\ntime.sleep(60)"
    done = run(write("bad", kills), write("good", SHOW), engine=engine)
    said = "bad: the press itself ended; the run was last heard of in cell "
    assert done["bad"].fault in {f"{said}{number}" for number in (1, 2, 3)}
    assert done["good"].fault is None


def test_a_press_that_cannot_start_is_told_once_for_every_job(write, run, monkeypatch, tmp_path):
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "papermill.py").write_text("raise ImportError('papermill is broken')")
    monkeypatch.setenv("PYTHONPATH", f"{broken}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    done = run(write("one", SHOW), write("two", SHOW), write("three", SHOW), engine=WarmEngine())
    said = "the press did not start: ImportError: papermill is broken"
    assert {slug: outcome.fault for slug, outcome in done.items()} == {
        slug: f"{slug}: {said}" for slug in ("one", "two", "three")
    }


def test_a_job_is_taken_when_there_is_room_for_it(run, write, press):
    taken = []

    def jobs() -> Iterator[Job]:
        for name in ("one", "two", "three", "four"):
            taken.append(name)
            yield write(name, SHOW)

    press.jobs = 1
    try:
        run()  # sets the folder
        seen = [(outcome.slug, len(taken)) for outcome in press.run(jobs())]
    finally:
        press.jobs = 2
    assert seen == [("one", 1), ("two", 2), ("three", 3), ("four", 4)]
