"""The surroundings of whatever runs notebooks: the same on every machine."""

from __future__ import annotations

import os
from pathlib import Path

from routes.reference.files import ENVIRONMENT_VARIABLE, NOTEBOOKS_VARIABLE

# One thread each: runs share the processors, and a fork takes along only the thread that forked.
# The seed of hashes fixes the order of sets.
_SET = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    # pyarrow's allocator would start a thread as soon as it is loaded.
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "PYTHONHASHSEED": "0",
    # Nothing is imported from the folder the command was started in.
    "PYTHONSAFEPATH": "1",
}
# How an interpreter of ours is started: what lies in the working folder is no module of it.
SAFE = ("-P", "-m")


def environment() -> dict[str, str]:
    """Return the environment a press is started with.

    Of ``PYTHONPATH`` only absolute folders stay: an empty entry is the working folder.

    Examples
    --------
    >>> environment()["PYTHONHASHSEED"]
    '0'
    """
    found = {**os.environ, **_SET}
    if path := found.pop("PYTHONPATH", None):
        folders = [folder for folder in path.split(os.pathsep) if os.path.isabs(folder)]  # noqa: PTH117
        found |= {"PYTHONPATH": os.pathsep.join(folders)} if folders else {}
    # A press works in no folder of its caller's.
    for name in (ENVIRONMENT_VARIABLE, NOTEBOOKS_VARIABLE):
        if found.get(name):
            found[name] = str(Path(found[name]).expanduser().absolute())
    return found
