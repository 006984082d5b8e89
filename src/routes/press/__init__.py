"""The press: many pages, fast, and never a bad one in place of a good one."""

from routes.press.engines import ENGINES, engine
from routes.press.job import Engine, Job, Limits, Outcome
from routes.press.kernels import KernelEngine
from routes.press.warm import WarmEngine

__all__ = [
    "ENGINES",
    "Engine",
    "Job",
    "KernelEngine",
    "Limits",
    "Outcome",
    "WarmEngine",
    "engine",
]
