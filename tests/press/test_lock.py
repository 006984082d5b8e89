"""Two runs at once on one folder: the second waits or refuses, and says for whom."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from routes.press.lock import LOCK_FILE, BusyError, locked

HOLD = """
import sys, time
from pathlib import Path
from routes.press.lock import locked
with locked(Path(sys.argv[1]), wait=0, say=print):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def holder(folder, seconds):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder), str(seconds)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "held\n"
    return process


def test_the_second_refuses_and_names_the_first(tmp_path):
    with holder(tmp_path, 60) as other:
        with (
            pytest.raises(
                BusyError, match=rf"process {other.pid}, since \d{{4}}-\S+ \S+, is at work"
            ),
            locked(tmp_path, wait=0, say=print),
        ):
            pass
        other.kill()


def test_the_second_waits_says_so_once_and_goes_on(tmp_path):
    said = []
    with holder(tmp_path, 1) as other, locked(tmp_path, wait=60, say=said.append):
        assert other.wait(10) == 0
    (line,) = said
    assert f"process {other.pid}, since" in line
    assert line.endswith("is at work on it; waiting up to 60 s")


def test_a_lock_of_a_dead_process_never_blocks(tmp_path):
    with holder(tmp_path, 60) as other:
        other.send_signal(signal.SIGKILL)
        other.wait()
        assert (tmp_path / LOCK_FILE).read_text("utf-8").startswith('{"process"')
        with locked(tmp_path, wait=0, say=print):
            pass


def test_a_fork_that_outlives_its_parent_does_not_keep_the_lock(tmp_path):
    reader, writer = os.pipe()
    parent = os.fork()
    if parent == 0:
        # Ends without letting go, as SIGKILL would; its child stays.
        holding = locked(tmp_path, wait=0, say=print)
        holding.__enter__()
        if os.fork() == 0:
            os.write(writer, b".")
            time.sleep(5)
        os._exit(0)
    os.waitpid(parent, 0)
    assert os.read(reader, 1) == b"."
    with locked(tmp_path, wait=0, say=print):
        pass


def test_a_damaged_lock_file_names_nobody(tmp_path):
    with holder(tmp_path, 60) as other:
        (tmp_path / LOCK_FILE).write_text("", encoding="utf-8")
        with (
            pytest.raises(BusyError, match="another run is at work"),
            locked(tmp_path, wait=0, say=print),
        ):
            pass
        other.kill()
