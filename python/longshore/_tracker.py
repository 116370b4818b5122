"""Follows jobs: one subscription and one thread for all of them, however many futures wait.

What the engine tells is only the reason to look: what is told may come late, gathered, or not at all, and then a look
finds it. Nothing that others wrote is called on the engine's own threads.
"""

from __future__ import annotations

import functools
import logging
import threading
from concurrent.futures import Future
from typing import Callable, Optional

from . import _native
from ._records import Record
from .errors import LongshoreError, NotFound

_LOG = logging.getLogger("longshore")

#: Seconds without news after which the jobs that are followed are asked about.
_SILENCE = 10.0

#: Is called with a job's row, or with None when it has left the history.
Follower = Callable[[Optional[Record]], None]


class Tracker:
    """Tells followers of jobs what happens to them, on one thread of its own."""

    def __init__(self, engine: _native.Engine) -> None:
        self._engine = engine
        self._followers: dict[str, list[Follower]] = {}
        self._news: dict[str, Record | None] = {}
        self._to_ask: set[str] = set()
        self._work: list[Callable[[], None]] = []
        self._missed = False
        self._closed = False
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._subscription: _native.Subscription | None = None

    def follow(self, job: str, follower: Follower) -> None:
        """Has `follower` called soon, and whenever something has happened to the job."""
        with self._changed:
            if self._closed:
                raise LongshoreError("Longshore was closed.", "The next use opens it again.", code="cancelled")
            self._followers.setdefault(job, []).append(follower)
            if self._thread is None:
                self._subscription = self._engine.subscribe(self._hear)
                self._thread = threading.Thread(target=self._run, name="longshore-tracker", daemon=True)
                self._thread.start()
            self._to_ask.add(job)
            self._changed.notify()

    def leave(self, job: str, follower: Follower) -> None:
        """The contrary. It may be called once more when it is being called right now."""
        with self._changed:
            left = [other for other in self._followers.get(job, ()) if other != follower]
            if left:
                self._followers[job] = left
            else:
                self._followers.pop(job, None)

    def look_at(self, job: str) -> None:
        """Has the job asked about now."""
        with self._changed:
            self._to_ask.add(job)
            self._changed.notify()

    def do(self, work: Callable[[], None]) -> None:
        """Has `work` done soon, on the tracker's thread. What must not be lost is not left to it alone."""
        with self._changed:
            self._work.append(work)
            self._changed.notify()

    def close(self) -> None:
        """Follows nothing any more."""
        with self._changed:
            self._closed = True
            self._followers.clear()
            self._changed.notify()
        if self._subscription is not None:
            self._subscription.close()

    def _hear(self, events: list[Record]) -> None:
        """On the engine's thread: notes what to look at, and no more."""
        with self._changed:
            for event in events:
                kind = event["event"]
                if kind == "job_changed" and event["job"]["id"] in self._followers:
                    self._news[event["job"]["id"]] = event["job"]
                elif kind == "job_removed" and event["id"] in self._followers:
                    self._news[event["id"]] = None
                elif kind == "missed":
                    self._missed = True
            self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                while not (self._news or self._to_ask or self._work or self._missed or self._closed):
                    if not self._changed.wait(_SILENCE if self._followers else None):
                        self._missed = True
                if self._closed:
                    return
                works, self._work = self._work, []
                news, self._news = self._news, {}
                asked, self._to_ask = self._to_ask, set()
                if self._missed:
                    asked.update(self._followers)
                    self._missed = False
            for work in works:
                _do(work)
            for job in asked - news.keys():
                self._ask(job, news)
            for job, row in news.items():
                self._tell(job, row)

    def _ask(self, job: str, news: dict[str, Record | None]) -> None:
        try:
            news[job] = self._engine.job(job).result()
        except NotFound:
            news[job] = None
        except Exception as error:  # the history may be busy: there is a next time
            _LOG.debug("job %s could not be asked about: %s", job, error)

    def _tell(self, job: str, row: Record | None) -> None:
        with self._changed:
            followers = list(self._followers.get(job, ()))
        for follower in followers:
            _do(functools.partial(follower, row))


def _do(work: Callable[[], None]) -> None:
    """One's failure is not the others'."""
    try:
        work()
    except Exception:
        _LOG.exception("something that followed a job failed")


class News:
    """What happens to one job, one piece at a time; to be used in a `with` statement."""

    def __init__(self, tracker: Tracker, job: str) -> None:
        self._tracker = tracker
        self._job = job
        self._lock = threading.Lock()
        self._next: Future[None] | None = None
        self._unread = False

    def __enter__(self) -> News:
        self._tracker.follow(self._job, self._hear)
        return self

    def __exit__(self, *_error: object) -> None:
        self._tracker.leave(self._job, self._hear)

    def next(self) -> Future[None]:
        """Is done when something has happened since the last one was."""
        with self._lock:
            future: Future[None] = Future()
            if self._unread:
                self._unread = False
                future.set_result(None)
            else:
                self._next = future
            return future

    def wake(self) -> None:
        """As if something had happened."""
        with self._lock:
            future, self._next = self._next, None
            if future is None:
                self._unread = True
        if future is not None and future.set_running_or_notify_cancel():
            future.set_result(None)

    def _hear(self, _row: Record | None) -> None:
        self.wake()
