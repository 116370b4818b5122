"""Calls that go as one job, and what becomes of them."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Callable

from ._concerns import Concerns
from ._followed_job import FollowedJob
from ._job import Job
from ._records import JOB_ENDED, Record
from ._task import Task, stuck
from .errors import Conflict, LongshoreError, NotFound

if TYPE_CHECKING:
    from ._future import BatchFuture
    from ._installation import Installation

_LOG = logging.getLogger("longshore")


class Call:
    """One call: its payload, its future, and the batch it went with."""

    def __init__(self, path: str, name: str, send: Callable[[], None]) -> None:
        from ._future import BatchFuture

        self.path = path
        self.name = name
        self.future: BatchFuture[Any] = BatchFuture(self)
        self.batch: Batch | None = None
        self.place = 0
        self._send = send

    @property
    def job_id(self) -> str:
        """The job's; empty until it is in one."""
        return self.batch.job.id if self.batch else ""

    def hand_over(self) -> None:
        """Somebody waits for it: it is not held back any longer."""
        if self.batch is None and not self.future.done():
            self._send()

    def cancel(self) -> None:
        """Its future was cancelled. One that is not handed over yet is left out when it would be."""
        if self.batch is not None:
            self.batch.cancel(self.place)

    def discard(self) -> None:
        """It is not going to run: its payload is of no use."""
        try:
            os.remove(self.path)
        except OSError:
            _LOG.debug("the payload %s stays", self.path)


class Batch:
    """The job of some calls, one task each."""

    def __init__(
        self, installation: Installation, job: str, calls: Sequence[Call], show: Callable[[str, Record], None]
    ) -> None:
        self.engine = installation.engine
        self.job = Job(installation, job)
        self._installation = installation
        self._calls = calls
        self._show = show
        self._followed = FollowedJob(self.engine, job, self._task_changed)
        self._ids = self._followed.begin()
        self._over = False
        self._concerns = Concerns()
        self._cancel: set[int] = set()
        self._lock = threading.Lock()
        for place, call in enumerate(calls):
            call.place = place
            call.batch = self
        # Waiting for it, the engine also sees to it that somebody works at the job, and says when nobody can.
        self._end = self.engine.wait(job)
        self._end.add_done_callback(lambda _: installation.tracker.look_at(job))
        installation.tracker.follow(job, self._news)
        for call in calls:
            if call.future.cancelled():  # while it was being handed over
                self.cancel(call.place)

    @property
    def done(self) -> bool:
        """Whether nothing more is expected of it."""
        return self._over or self._followed.done

    def task(self, place: int) -> Task:
        """The task of a call."""
        row = {"id": self._ids[place], "name": "", "state": "waiting"}
        return Task(self._installation, self.job.id, place, row)

    def cancel(self, place: int) -> None:
        """Stops a task, together with others that are cancelled about now."""
        with self._lock:
            first = not self._cancel
            self._cancel.add(place)
        if first:
            self._installation.tracker.do(self.send_cancels)

    def send_cancels(self) -> None:
        """Hands over to the engine what was cancelled since the last time, and waits until it has noted that."""
        with self._lock:
            places, self._cancel = self._cancel, set()
        if not places:
            return
        try:
            if len(places) == len(self._calls):
                self.engine.cancel(self.job.id).result()
            else:
                self.engine.cancel_tasks(self.job.id, [self._ids[place] for place in sorted(places)]).result()
        except (Conflict, NotFound):  # it has ended meanwhile
            pass
        except LongshoreError as error:
            _LOG.warning("tasks of job %s could not be cancelled: %s", self.job.id, error)

    def _task_changed(self, place: int, row: Record) -> None:
        self._calls[place].future.task_changed(row)

    def _news(self, row: Record | None) -> None:
        """On the tracker's thread: the job has changed."""
        if row is None:
            self._fail(NotFound("Job %s was removed from the history." % self.job.id, ""))
            return
        self._concerns.tell(row)
        self._show(self.job.id, row["tasks"])
        self._followed.look(row["tasks"])
        if not self._followed.done and self._end.done():
            self._at_its_end()
        if self._followed.done:
            self._installation.tracker.leave(self.job.id, self._news)

    def _at_its_end(self) -> None:
        """Nothing more will happen to the job by itself."""
        try:
            job = self._end.result()
        except LongshoreError as error:
            self._fail(error)
            return
        self._concerns.tell(job)
        self._followed.look(job["tasks"])
        if not self._followed.done or job["state"] not in JOB_ENDED:
            self._fail(stuck(job))

    def _fail(self, error: Exception) -> None:
        self._over = True
        self._installation.tracker.leave(self.job.id, self._news)
        for call in self._calls:
            if not call.future.done():
                call.future.fail(error)


def name_of(calls: Sequence[Call]) -> str:
    """What a job is called that its maker gave no name: like its functions."""
    names: dict[str, None] = dict.fromkeys(call.name for call in calls)
    name = next(iter(names)) + (" and others" if len(names) > 1 else "")
    return name if len(calls) == 1 else "%s, %d calls" % (name, len(calls))


def paths_of(calls: Sequence[Call]) -> list[str]:
    """Where their payloads are."""
    return [call.path for call in calls]
