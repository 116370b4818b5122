"""What the engine tells, as it comes: dicts of plain values, named as in the `model` crate."""

from __future__ import annotations

from typing import Any

Record = dict[str, Any]

#: States of a job after which nothing more happens.
JOB_ENDED = frozenset({"succeeded", "failed", "cancelled"})

#: States of a task after which nothing more happens.
TASK_ENDED = frozenset({"succeeded", "failed", "cancelled"})

#: The others.
TASK_OPEN = ("waiting", "running", "retrieving")

#: Tasks that are asked for at once: enough that 10,000 are few questions, and little enough to hold.
PAGE = 1_000

_LABELS = {"needs_attention": "needs attention", "retrieving": "fetching results"}


def label(state: str) -> str:
    """A state's word for people."""
    return _LABELS.get(state, state)
