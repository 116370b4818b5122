"""What Ctrl+C, or a notebook's stop button, does while something is waited for: the tasks go on, and are found again."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator, Sequence
from typing import Callable


@contextlib.contextmanager
def leaves_running(jobs: Callable[[], Sequence[str]]) -> Iterator[None]:
    """Says which jobs go on when the wait in it is interrupted."""
    try:
        yield
    except KeyboardInterrupt as interrupt:
        say_how_to_find(jobs(), interrupt)
        raise


def say_how_to_find(jobs: Sequence[str], error: BaseException) -> None:
    """Tells how to come back to jobs that go on although `error` ends the wait for them; once for each."""
    if not jobs or sys.stderr is None or getattr(error, "longshore_told", False):
        return
    try:
        error.longshore_told = True  # type: ignore[attr-defined]
    except AttributeError:  # a class without room for more: it is told twice
        pass
    names = " and ".join(jobs) if len(jobs) <= 3 else "%s and %d more" % (jobs[0], len(jobs) - 1)
    print(
        "\nNo longer waiting for %s, which go%s on. longshore.job(%r) finds it again, and its cancel() stops it."
        % (names, "es" if len(jobs) == 1 else "", jobs[0]),
        file=sys.stderr,
        flush=True,
    )
