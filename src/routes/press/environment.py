"""The surroundings of whatever runs notebooks: the same on every machine."""

from __future__ import annotations

import os

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
}


def environment() -> dict[str, str]:
    """Return the environment a press is started with.

    Examples
    --------
    >>> environment()["PYTHONHASHSEED"]
    '0'
    """
    return {**os.environ, **_SET}
