"""`BatchExecutor`: Azure Batch, or this computer's own, behind the interface of `concurrent.futures`."""

from __future__ import annotations

import concurrent.futures
import itertools
import os
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Callable, TypeVar

from . import _installation
from ._batch import Batch, Call, name_of, paths_of
from ._chunk import each_of
from ._future import BatchFuture
from ._interrupt import leaves_running, say_how_to_find
from ._records import Record
from ._request import Folder, overrides, request
from .errors import BadInput
from .payload import payload_name
from .progress import Progress

__all__ = ["BatchExecutor", "BatchFuture"]

T = TypeVar("T")

#: How many times its window a batch is held back at most while more calls come.
_PATIENCE = 20


class BatchExecutor(concurrent.futures.Executor):
    """Runs calls as tasks of Batch jobs.

    Calls that are submitted together become one job with a task each: those that follow each other within
    `batch_window`, at most `batch_size` of them, and no longer than until somebody waits for one. `map` makes one job.

    In a `with` statement it waits for all calls at the end. When the block is left by an exception, calls that have not
    begun are cancelled, those that run go on, and nothing is waited for.

    Args:
        account: The account's name; the active one where none is named.
        name: A name for its jobs; made from the functions' names where none is given.
        packages: Python packages to install where the calls run, as pip reads them.
        env: Environment variables of the tasks.
        retries: Tries after the first; 0 for none, −1 without limit; the account's setting where it is None.
        time_limit: Seconds that one try may run; the account's setting where it is None.
        image: The container image; an empty text for none; the account's setting where it is None.
        pool: The pool; the account's where it is None.
        batch_window: Seconds to wait for a further call before those that came are handed over.
        batch_size: Calls that are handed over at once, without waiting for more.
        progress: Whether a bar is shown; None for where a person sees it.

    Raises:
        BadInput: An argument is wrong.
    """

    def __init__(
        self,
        *,
        account: str | None = None,
        name: str | None = None,
        packages: Sequence[str] = (),
        env: Mapping[str, str] | None = None,
        retries: int | None = None,
        time_limit: float | None = None,
        image: str | None = None,
        pool: str | None = None,
        batch_window: float = 0.1,
        batch_size: int = 1_000,
        progress: bool | None = False,
    ) -> None:
        if batch_window < 0 or batch_size < 1:
            raise BadInput("A batch has a window of 0 seconds or more, and room for 1 call or more.", "")
        self._account = account
        self._name = name
        self._how = overrides(packages, env, (), retries, time_limit, image, pool)
        self._window = batch_window
        self._size = batch_size
        self._process = os.getpid()
        self._folder: Folder | None = None
        self._totals = _Totals(name or "calls", progress)
        # Guards what follows, and tells when a batch is to go, and when it has gone.
        self._changed = threading.Condition()
        self._calls: list[Call] = []
        self._first = self._latest = 0.0
        self._now = False
        self._sends = False
        self._batches: list[Batch] = []
        self._open: set[BatchFuture[Any]] = set()
        self._shut_down = False

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> BatchFuture[T]:
        """Calls `fn(*args, **kwargs)` in a task of its own. Function and arguments are pickled now.

        Raises:
            BadInput: Something does not pickle: the error says which argument, and what in it.
            RuntimeError: The executor was shut down, or was made in the process that this one was forked from.
        """
        call = self._call(fn, args, kwargs, payload_name(fn))
        self._add([call], now=False)
        return call.future

    def map(
        self,
        fn: Callable[..., T],
        *iterables: Iterable[Any],
        timeout: float | None = None,
        chunksize: int = 1,
        buffersize: int | None = None,
    ) -> Iterator[T]:
        """Calls `fn` with the items of the iterables, all in one job, and yields what it returned, in order.

        Args:
            timeout: Seconds from now in which all have to be done.
            chunksize: Items that one task is given. Tasks take a second or so to begin: many short calls want large
                chunks. An exception is that of the whole chunk.
            buffersize: Tasks at most in one job, for iterables that are long or have no end: the next job is made when
                all values of the one before were taken.

        Raises:
            concurrent.futures.TimeoutError: It took longer. What has not ended is cancelled, as it is when the iterator
                is closed before its end.
            Exception: What a call raised, in the place of its value.
        """
        if chunksize < 1:
            raise ValueError("chunksize must be >= 1.")
        if buffersize is not None and buffersize < 1:
            raise ValueError("buffersize must be None or > 0")
        end = None if timeout is None else time.monotonic() + timeout
        chunks = _chunks(zip(*iterables), chunksize)
        # The first job is made now and not when the first value is asked for.
        first = self._map_some(fn, chunks, buffersize, chunksize > 1)
        return self._mapped(fn, chunks, buffersize, chunksize > 1, end, first)

    def _map_some(
        self, fn: Callable[..., Any], chunks: Iterator[list[Any]], most: int | None, whole: bool
    ) -> list[BatchFuture[Any]]:
        name = payload_name(fn)
        calls: list[Call] = []
        try:
            for items in itertools.islice(chunks, most):
                if whole:
                    calls.append(self._call(each_of(fn), (items,), {}, name))
                else:
                    calls.append(self._call(fn, items[0], {}, name))
            self._add(calls, now=True)
        except BaseException:
            for call in calls:
                call.discard()
            raise
        return [call.future for call in calls]

    def _mapped(
        self,
        fn: Callable[..., Any],
        chunks: Iterator[list[Any]],
        most: int | None,
        whole: bool,
        end: float | None,
        futures: list[BatchFuture[Any]],
    ) -> Iterator[Any]:
        while futures:
            yield from _results(futures, end, whole)
            futures = self._map_some(fn, chunks, most, whole) if most else []

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Takes no more calls. Those that wait to be handed over are.

        Args:
            wait: Whether to wait until all have ended. Without it they end by themselves.
            cancel_futures: Whether those are cancelled that have not begun.
        """
        with self._changed:
            self._shut_down = True
            open_ = list(self._open)
        if cancel_futures:
            for future in open_:
                if not future.running():
                    future.cancel()
        self._put_down()
        if wait:
            with leaves_running(self._jobs_open):
                concurrent.futures.wait(open_)

    def __exit__(self, kind: Any, error: Any, trace: Any) -> bool | None:
        if kind is None:
            self.shutdown(wait=True)
            return None
        self.shutdown(wait=False, cancel_futures=True)
        say_how_to_find(self._jobs_open(), error)
        return None

    def _call(self, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any], name: str) -> Call:
        if os.getpid() != self._process:
            raise RuntimeError("This executor belongs to the process that this one was forked from: make one here.")
        with self._changed:
            if self._shut_down:
                raise RuntimeError("cannot schedule new futures after shutdown")
            if self._folder is None:
                installation = _installation.current()
                self._folder = Folder(installation.engine)
                installation.closes_first(self)
            folder = self._folder
        return Call(str(folder.add(fn, args, kwargs, name)), name, self._send)

    def _add(self, calls: list[Call], now: bool) -> None:
        """Puts calls to those that wait to be handed over."""
        with self._changed:
            if self._shut_down:
                raise RuntimeError("cannot schedule new futures after shutdown")
            self._latest = time.monotonic()
            if not self._calls:
                self._first = self._latest
            self._calls += calls
            self._now = bool(self._calls) and (self._now or now or len(self._calls) >= self._size)
            self._open.update(call.future for call in calls)
            if calls and not self._sends:
                self._sends = True
                threading.Thread(target=self._send_all, name="longshore-sender", daemon=True).start()
            self._changed.notify_all()
        self._totals.add(len(calls))
        for call in calls:
            call.future.add_done_callback(self._done)

    def _done(self, future: concurrent.futures.Future[Any]) -> None:
        with self._changed:
            self._open.discard(future)
            over = self._shut_down and not self._open
        if over:
            self._totals.close()

    def _send(self) -> None:
        """Has what waits handed over now."""
        with self._changed:
            self._now = self._now or bool(self._calls)
            self._changed.notify_all()

    def _hand_over(self) -> None:
        """The same, and waits until it is."""
        self._send()
        with self._changed:
            while self._sends:
                self._changed.wait()

    def _put_down(self) -> None:
        """Has the engine know of every call that was made, and of every one that was cancelled."""
        self._hand_over()
        for batch in list(self._batches):
            batch.send_cancels()

    def _send_all(self) -> None:
        """The sender's thread, which ends when there is nothing to hand over."""
        while True:
            with self._changed:
                while self._calls and not self._now:
                    due = min(self._latest + self._window, self._first + _PATIENCE * self._window)
                    left = due - time.monotonic()
                    if left <= 0:
                        break
                    self._changed.wait(left)
                calls, self._calls, self._now = self._calls, [], False
                if not calls:
                    self._sends = False
                    self._changed.notify_all()
                    return
            try:
                self._send_batch(calls)
            except Exception as error:
                for call in calls:
                    call.future.fail(error)

    def _send_batch(self, calls: list[Call]) -> None:
        wanted = [call for call in calls if not call.future.cancelled()]
        for call in calls:
            if call.future.cancelled():
                call.discard()
        if not wanted:
            return
        installation = _installation.current()
        name = self._name or name_of(wanted)
        try:
            job = installation.engine.submit(request(paths_of(wanted), self._account, name, self._how)).result()
        except Exception:
            for call in wanted:
                call.discard()
            raise
        batch = Batch(installation, job, wanted, self._totals.show)
        with self._changed:
            self._batches = [old for old in self._batches if not old.done] + [batch]

    def _jobs_open(self) -> list[str]:
        with self._changed:
            return list(dict.fromkeys(future.job.id for future in self._open if future.job))

    def before_close(self) -> None:
        """The process ends: nothing that was asked for is lost with it."""
        self._put_down()


class _Totals:
    """The tasks of all of an executor's jobs on one bar."""

    def __init__(self, name: str, asked: bool | None) -> None:
        self._progress = Progress("", False)
        self._name = name
        self._asked = asked
        self._shown = False
        self._all = 0
        self._jobs: dict[str, Record] = {}
        self._lock = threading.Lock()

    def add(self, calls: int) -> None:
        with self._lock:
            self._all += calls
            if self._asked is not False and not self._shown:
                self._shown = True
                self._progress = Progress(self._name, self._asked, self._all)
                self._progress.__enter__()
            self._tell()

    def show(self, job: str, counts: Record) -> None:
        with self._lock:
            self._jobs[job] = counts
            self._tell()

    def close(self) -> None:
        with self._lock:
            if self._shown:
                self._progress.__exit__()
                self._shown = False

    def _tell(self) -> None:
        if not self._shown:
            return
        states = ("waiting", "running", "succeeded", "failed", "cancelled")
        counts = {state: sum(job[state] for job in self._jobs.values()) for state in states}
        counts["waiting"] += max(0, self._all - sum(counts.values()))
        self._progress.show({**counts, "total": self._all})


def _chunks(items: Iterator[Any], size: int) -> Iterator[list[Any]]:
    while True:
        chunk = list(itertools.islice(items, size))
        if not chunk:
            return
        yield chunk


def _results(futures: list[BatchFuture[Any]], end: float | None, whole: bool) -> Iterator[Any]:
    """What the futures bring, in order. One that was asked is not kept, nor is its value."""
    futures.reverse()
    try:
        while futures:
            value = futures[-1].result(None if end is None else max(0.0, end - time.monotonic()))
            futures.pop()
            if whole:
                yield from value
            else:
                yield value
    finally:
        for future in futures:
            future.cancel()
