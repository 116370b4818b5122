"""The future of one call, which is one task of a job."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Generator
from concurrent.futures import CancelledError, Future, InvalidStateError
from typing import TYPE_CHECKING, Any, TypeVar

from ._interrupt import leaves_running
from ._job import Job
from ._outcome import failure_of, load_error, load_value
from ._records import TASK_ENDED, Record, label
from ._task import Task
from ._waiting import finish
from .errors import LongshoreError, TaskCancelled

if TYPE_CHECKING:
    from ._batch import Call

T = TypeVar("T")


class BatchFuture(Future[T]):
    """What a call will have returned. A `concurrent.futures.Future`, which can be awaited too.

    It is done as soon as its own task has ended. What the task brought home is loaded when `result` or `exception` is
    called, which unpickles it. It can be cancelled also while its task runs: then the task is stopped.
    """

    def __init__(self, call: Call) -> None:
        super().__init__()
        self._call = call
        self._row: Record | None = None
        self._runs = False
        self._loading = threading.Lock()
        self._loaded = False
        self._value: Any = None
        self._error: BaseException | None = None
        self._told_cancelled = threading.Lock()

    @property
    def job(self) -> Job | None:
        """The job its task belongs to; None until it is handed over."""
        batch = self._call.batch
        return batch.job if batch else None

    @property
    def task(self) -> Task | None:
        """Its task, with state and output; None until it is handed over."""
        batch = self._call.batch
        return batch.task(self._call.place) if batch else None

    def cancel(self) -> bool:
        """Cancels the call: it does not run, or is stopped. False when it has ended already."""
        if not super().cancel():
            return False
        self._tell_waiters()
        self._call.cancel()
        return True

    def running(self) -> bool:
        """Whether its task runs, or is bringing its results home."""
        return self._runs and not self.done()

    def result(self, timeout: float | None = None) -> T:
        """What the call returned.

        Args:
            timeout: Seconds to wait for its end; None for as long as it takes.

        Raises:
            Exception: What the function raised, of the same class when that is here, with its traceback there as the
                cause, and with the attribute `longshore`, a `TaskFailed` with exit code and output.
            TaskFailed: The task ended otherwise, or the class of its exception is not here.
            TaskCancelled: A `concurrent.futures.CancelledError`.
            UnreadableResult: What it returned cannot be unpickled here.
            LongshoreError: It could not be submitted, or cannot go on without you.
            concurrent.futures.TimeoutError: It takes longer.
        """
        error = self.exception(timeout)
        try:
            if error is not None:
                raise error
            value: T = self._value
            return value
        finally:
            del self, error  # or the traceback would keep the future, which keeps the error

    def exception(self, timeout: float | None = None) -> BaseException | None:
        """What `result` would raise; None when the call returned.

        Raises:
            TaskCancelled: It was cancelled.
            concurrent.futures.TimeoutError: It takes longer.
        """
        self._call.hand_over()
        try:
            with leaves_running(self._job_ids):
                placeholder = super().exception(timeout)
        except CancelledError:
            raise self._cancelled() from None
        if self._row is None:
            return placeholder
        with self._loading:
            if not self._loaded:
                self._load(self._row)
            return self._error

    def __await__(self) -> Generator[Any, Any, T]:
        return self._awaited().__await__()

    async def _awaited(self) -> T:
        """The result, loaded on another thread than the event loop's. Who gives up waiting cancels the call."""
        self._call.hand_over()
        ended: Future[None] = Future()

        def tell(_future: Future[T]) -> None:
            if ended.set_running_or_notify_cancel():
                ended.set_result(None)

        self.add_done_callback(tell)
        try:
            await asyncio.wrap_future(ended)
        except asyncio.CancelledError:
            self.cancel()
            raise
        return await asyncio.to_thread(self.result)

    def __repr__(self) -> str:
        task = self.task
        where = "task %s of %s" % (task.id, self.job.id) if task and self.job else "not handed over yet"
        return "<%s: %s, %s>" % (type(self).__name__, where, self._state_word())

    def _state_word(self) -> str:
        if self.cancelled():
            return "cancelled"
        if self._row is not None:
            return label(str(self._row["state"]))
        if self.done():
            return "failed"
        return "running" if self._runs else "waiting"

    def task_changed(self, row: Record) -> None:
        """Its task runs, or has ended."""
        if row["state"] not in TASK_ENDED:
            self._runs = True
            return
        self._row = row
        try:
            if row["state"] == "succeeded":
                self.set_result(None)  # type: ignore[arg-type]  # loaded when asked for
            elif row["state"] == "failed":
                self.set_exception(failure_of(self._call.job_id, row))
            elif super().cancel():
                self._tell_waiters()
        except InvalidStateError:  # it was cancelled here meanwhile
            self._row = None

    def fail(self, error: BaseException) -> None:
        """Its task will not bring anything home."""
        try:
            self.set_exception(error)
        except InvalidStateError:
            pass

    def _tell_waiters(self) -> None:
        """Those in `concurrent.futures.wait` and `as_completed`, once."""
        if self._told_cancelled.acquire(blocking=False):
            self.set_running_or_notify_cancel()

    def _load(self, row: Record) -> None:
        batch = self._call.batch
        assert batch is not None
        if row["state"] == "succeeded":
            try:
                self._value = finish(load_value(batch.engine, batch.job.id, row))
            except LongshoreError as error:  # what is missing may be there the next time
                self._error = error
                return
            self._error = None
        else:
            self._error = finish(load_error(batch.engine, batch.job.id, row))
        self._loaded = True

    def _job_ids(self) -> list[str]:
        return [self._call.job_id] if self._call.job_id else []

    def _cancelled(self) -> TaskCancelled:
        task = self.task
        if task is None:
            return TaskCancelled("The call was cancelled before it was handed over.")
        job = self._call.job_id
        return TaskCancelled("Task %s of job %s was cancelled." % (task.id, job), job=job, task=task.id)
