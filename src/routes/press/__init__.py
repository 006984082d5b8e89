"""The press: many pages, fast, and never a bad one in place of a good one."""

from routes.press.job import Engine, Job, Limits, Outcome

__all__ = ["Engine", "Job", "Limits", "Outcome"]
