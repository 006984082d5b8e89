"""The engine of kernels says the same of the same faults; it is slower and limits less."""

from __future__ import annotations

import pytest

from routes.errors import UnknownNameError
from routes.press import KernelEngine, Limits, WarmEngine, engine


def test_engines_have_names():
    assert isinstance(engine("warm"), WarmEngine)
    assert isinstance(engine("kernel"), KernelEngine)
    with pytest.raises(UnknownNameError, match="did you mean 'kernel'"):
        engine("kernels")


def test_a_job_is_refused_before_a_kernel_starts(write, tmp_path):
    (outcome,) = KernelEngine(notebooks=tmp_path).run([write("odd", "1", tagged=2)])
    assert outcome.fault == "odd: odd.ipynb: 2 cells are tagged 'parameters'; exactly one is needed"


@pytest.mark.slow
def test_faults_are_said_in_the_same_words(write, tmp_path):
    jobs = [
        write("fails", "1 / 0"),
        write("hangs", "import time; time.sleep(60)"),
        write("ends", "import os; os._exit(0)"),
    ]
    engine = KernelEngine(notebooks=tmp_path, limits=Limits(cell_seconds=2))
    faults = [outcome.fault for outcome in engine.run(jobs)]
    assert faults == [
        "fails: cell 3 failed: ZeroDivisionError: division by zero",
        "hangs: cell 3 took more than 2 s and was stopped",
        "ends: the kernel died in cell 3",
    ]
