"""Which tasks of a job have begun or ended since the last look, without reading all of them at each.

Tasks begin about in the order in which they were submitted. So those that have not ended are asked for from the front, as
far as any can have begun: whatever is missing there has ended, and is read by its place. When the job's own counts say
that more have ended than were found so, it is looked further.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Callable

from . import _native
from ._records import PAGE, TASK_ENDED, TASK_OPEN, Record

#: Tasks that are looked at beyond those that run.
_MARGIN = 50
#: Places between two ended tasks that are read along rather than asking twice.
_GAP = 25

#: Is called with a task's place in the job and its row, when it runs for the first time and when it has ended.
TaskListener = Callable[[int, Record], None]


class FollowedJob:
    """The tasks of one job that are not known to have ended."""

    def __init__(self, engine: _native.Engine, job: str, listener: TaskListener) -> None:
        self._engine = engine
        self._job = job
        self._listener = listener
        self._open: dict[str, int] = {}  # their places by id, in order
        self._running: set[int] = set()
        self._ended = 0
        self._places: dict[str, int] = {}
        self._window = _MARGIN

    def begin(self) -> list[str]:
        """Reads what tasks there are; their ids in order. What already happened is told by the first look."""
        self._learn()
        return list(self._places)

    def _learn(self) -> None:
        """Reads what tasks have come since the last time: they follow those that were there."""
        while True:
            page = self._page([], len(self._places), PAGE)
            for row in page["tasks"]:
                self._open[row["id"]] = self._places[row["id"]] = len(self._places)
            if len(self._places) >= page["total"] or not page["tasks"]:
                return

    @property
    def done(self) -> bool:
        """Whether all have ended."""
        return not self._open

    def look(self, counts: Record) -> None:
        """Tells what is new. `counts` are the job's by state, as they came with the reason to look."""
        if counts["total"] > len(self._places):
            self._learn()
        said = counts["succeeded"] + counts["failed"] + counts["cancelled"]
        if said <= self._ended and counts["running"] == len(self._running):
            return
        window = max(self._window, counts["running"] + _MARGIN)
        while self._open:
            reach = self._look_from_front(window)
            if self._ended >= said or reach >= len(self._places):
                return
            window *= 4

    def _look_from_front(self, window: int) -> int:
        """Looks at so many open tasks; answers the place up to which that tells everything."""
        page = self._page(list(TASK_OPEN), 0, window)
        rows = page["tasks"]
        if any(row["id"] not in self._places for row in rows):
            self._learn()
        still = {row["id"] for row in rows}
        whole = page["total"] <= len(rows)
        reach = len(self._places) if whole else self._places[rows[-1]["id"]] + 1
        gone = []
        for id, place in self._open.items():
            if place >= reach:
                break
            if id not in still:
                gone.append(place)
        self._tell_running(rows)
        self._tell_ended(gone)
        # What runs lies in front of what waits: the next look need not go much further.
        last = max((n for n, row in enumerate(rows) if row["state"] != "waiting"), default=0)
        self._window = last + _MARGIN
        return reach

    def _tell_running(self, rows: Sequence[Record]) -> None:
        running = set()
        for row in rows:
            if row["state"] == "waiting":
                continue
            place = self._places[row["id"]]
            running.add(place)
            if place not in self._running:
                self._listener(place, row)
        self._running = running

    def _tell_ended(self, places: Sequence[int]) -> None:
        for first, number in _stretches(places):
            for offset in range(0, number, PAGE):
                page = self._page([], first + offset, min(PAGE, number - offset))
                for row in page["tasks"]:
                    if row["state"] in TASK_ENDED and row["id"] in self._open:
                        place = self._open.pop(row["id"])
                        self._running.discard(place)
                        self._ended += 1
                        self._listener(place, row)

    def _page(self, states: list[str], offset: int, limit: int) -> Record:
        query = {"job": self._job, "states": states, "offset": offset, "limit": limit}
        return self._engine.tasks(query).result()


def _stretches(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Places in order, gathered: the first of each stretch and how long it is."""
    if not places:
        return
    first = last = places[0]
    for place in places[1:]:
        if place - last > _GAP:
            yield first, last - first + 1
            first = place
        last = place
    yield first, last - first + 1
