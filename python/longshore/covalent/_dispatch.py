"""Electrons on their way: those of one dispatch go as tasks of one Batch job, however one by one Covalent hands them over.

Covalent's server runs each electron's `run` as a coroutine of one event loop, some a second. The first of a dispatch opens
a job; whatever comes later is gathered for a moment and added to it; when none has been under way for a while the job is
closed. Nothing here waits on the loop.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import functools
import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable

from .._followed_job import FollowedJob
from .._installation import Installation, current
from .._records import JOB_ENDED, TASK_ENDED, Record
from .._task import stuck
from .._waiting import awaited
from ..errors import Conflict, NotFound, TaskCancelled
from ..payload import write_payload
from . import _account
from ._outcome import Ended

#: Seconds without another electron after which those that have come are handed over.
_QUIET = 0.15
#: Seconds after which they are, however many more come.
_LONGEST = 1.0
#: Seconds that a job stays open without an electron under way.
_IDLE = 30.0


@dataclass(frozen=True)
class Wish:
    """How an executor wants its electrons run."""

    account: str
    settings: dict[str, Any] = field(hash=False)
    retries: int
    time_limit: int
    image: str | None
    cache_dir: str | None

    def key(self) -> tuple[Any, ...]:
        """What is the same for all tasks of a job."""
        return (self.account, *sorted(self.settings.items()), self.retries, self.time_limit, self.image)


@dataclass(eq=False)
class _Electron:
    """One electron that is under way."""

    path: Path
    ended: asyncio.Future[Ended]
    task: str | None = None

    @property
    def name(self) -> str:
        return self.path.name


class _OpenJob:
    """The job of one dispatch, as long as it takes electrons."""

    def __init__(self, installation: Installation, dispatch: str, wish: Wish) -> None:
        self._installation = installation
        self._engine = installation.engine
        self._dispatch = dispatch
        self._wish = wish
        self._loop = asyncio.get_running_loop()
        self._waiting: list[_Electron] = []
        self._under_way: dict[str, _Electron] = {}
        #: Tasks that had ended before it was known whose they are.
        self._early: dict[str, Record] = {}
        self._earlier: dict[str, tuple[str, Record]] | None = None
        self._job: str | None = None
        self._followed: FollowedJob | None = None
        self._sending: asyncio.Task[None] | None = None
        self._closing: asyncio.TimerHandle | None = None
        installation.closes_first(self)

    async def run(self, electron: _Electron) -> Ended:
        """Has it run; answers when it has ended."""
        if self._closing is not None:
            self._closing.cancel()
            self._closing = None
        self._waiting.append(electron)
        if self._sending is None or self._sending.done():
            self._sending = self._loop.create_task(self._send())
        return await electron.ended

    async def cancel(self, electron: _Electron) -> None:
        """Stops it."""
        if electron in self._waiting:
            self._waiting.remove(electron)
            _discard(electron)
            _fail(electron, TaskCancelled("The electron was cancelled before it was handed over."))
        elif electron.task is not None and self._job is not None:
            try:
                await asyncio.wrap_future(self._engine.cancel_tasks(self._job, [electron.task]))
            except (Conflict, NotFound):  # it has ended meanwhile
                pass

    def before_close(self) -> None:
        """The program ends: nothing more comes."""
        if self._job is not None:
            try:
                self._engine.close_job(self._job).result(5)
            except Exception:  # whoever takes it up next closes it
                pass

    async def _send(self) -> None:
        while self._waiting:
            await self._gathered()
            electrons, self._waiting = self._waiting, []
            try:
                electrons = await self._found_again(electrons)
                await self._hand_over(electrons)
            except Exception as error:
                await self._one_by_one(electrons, error)
        self._close_when_idle()

    async def _gathered(self) -> None:
        """Waits until no more come for a moment."""
        began, seen = time.monotonic(), 0
        while seen != len(self._waiting) and time.monotonic() - began < _LONGEST:
            seen = len(self._waiting)
            await asyncio.sleep(_QUIET)

    async def _one_by_one(self, electrons: list[_Electron], error: Exception) -> None:
        """One that cannot be handed over does not keep the others."""
        if len(electrons) == 1:
            _fail(electrons[0], error)
            return
        for electron in electrons:
            try:
                await self._hand_over([electron])
            except Exception as own:
                _fail(electron, own)

    async def _found_again(self, electrons: list[_Electron]) -> list[_Electron]:
        """Those that no earlier server has handed over: the results of the others are here, or come."""
        if self._earlier is None:
            self._earlier = await _earlier_tasks(self._installation, self._dispatch)
        new = []
        for electron in electrons:
            job, row = self._earlier.get(electron.name, ("", {}))
            if row.get("state") == "succeeded":
                _discard(electron)
                _end(electron, Ended(self._engine, job, row))
            else:
                new.append(electron)
        return new

    async def _hand_over(self, electrons: list[_Electron]) -> None:
        if not electrons:
            return
        paths = [str(electron.path) for electron in electrons]
        ids = None
        if self._job is not None:
            try:
                ids = await asyncio.wrap_future(self._engine.extend(self._job, paths))
            except (Conflict, NotFound):  # it was cancelled or removed in the app: there may be another
                self._job = None
        if ids is None:
            ids = await self._open(paths)
        for electron, task in zip(electrons, ids):
            electron.task = task
            if task in self._early:
                self._tell(electron, self._early.pop(task))
            else:
                self._under_way[task] = electron

    async def _open(self, paths: list[str]) -> list[str]:
        account: str | None = self._wish.account or None
        if account is None:
            account = await awaited(_account.find(self._engine, self._wish.settings))
        request = {
            "account": account,
            "payloads": [{"path": path} for path in paths],
            "name": _job_name(self._dispatch),
            "overrides": {
                "retries": self._wish.retries,
                "time_limit": self._wish.time_limit,
                "image": self._wish.image,
            },
            "open": True,
        }
        job = await asyncio.wrap_future(self._engine.submit(request))
        followed = FollowedJob(self._engine, job, lambda _place, row: self._heard(row))
        ids = await asyncio.to_thread(followed.begin)
        self._job, self._followed = job, followed
        # Waiting for it, the engine sees to it that somebody works at the job, and says when nobody can.
        self._engine.wait(job).add_done_callback(self._waited)
        self._installation.tracker.follow(job, self._job_changed)
        return ids

    def _waited(self, wait: concurrent.futures.Future[Record]) -> None:
        """On the engine's thread: the job has ended, or does not go on."""
        try:
            job = wait.result()
        except Exception as error:
            self._stop(error)
            return
        if job["state"] not in JOB_ENDED:
            self._stop(stuck(job))
        else:
            self._installation.tracker.look_at(job["id"])

    def _job_changed(self, row: Record | None) -> None:
        """On the tracker's thread."""
        if row is None:
            self._stop(NotFound("The job was removed from Longshore's history.", ""))
        elif self._followed is not None:
            self._followed.look(row["tasks"])

    def _stop(self, why: Exception) -> None:
        def tell() -> None:
            for electron in self._under_way.values():
                _fail(electron, why)
            self._under_way.clear()

        self._soon(tell)

    def _soon(self, work: Callable[[], None]) -> None:
        """Has work done on the loop, unless that has ended and nobody waits any more."""
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(work)

    def _heard(self, row: Record) -> None:
        """On the tracker's thread: a task runs, or has ended."""
        if row["state"] in TASK_ENDED:
            self._soon(functools.partial(self._task_ended, row))

    def _task_ended(self, row: Record) -> None:
        electron = self._under_way.pop(row["id"], None)
        if electron is None:
            self._early[row["id"]] = row
        else:
            self._tell(electron, row)
            if self._sending is None or self._sending.done():
                self._close_when_idle()

    def _tell(self, electron: _Electron, row: Record) -> None:
        assert self._job is not None
        _end(electron, Ended(self._engine, self._job, row))

    def _close_when_idle(self) -> None:
        if not self._under_way and not self._waiting and self._closing is None:
            self._closing = self._loop.call_later(_IDLE, self._close)

    def _close(self) -> None:
        _jobs.pop((self._dispatch, self._wish.key()), None)
        if self._job is not None:
            self._installation.tracker.leave(self._job, self._job_changed)
            self._engine.close_job(self._job)


#: The jobs of dispatches that are under way.
_jobs: dict[tuple[str, tuple[Any, ...]], _OpenJob] = {}
#: Their electrons, by dispatch and node.
_electrons: dict[tuple[str, int], tuple[_OpenJob, _Electron]] = {}


async def run(wish: Wish, dispatch: str, node: int, call: tuple[Any, list[Any], dict[str, Any]]) -> Ended:
    """Runs one electron.

    Raises:
        LongshoreError: It could not be handed over, or its job cannot go on without somebody.
    """
    installation = await asyncio.to_thread(current)
    folder = Path(wish.cache_dir) if wish.cache_dir else Path(installation.engine.payloads)
    function, args, kwargs = call
    path = folder / ("func-%s-%d.pkl" % (dispatch, node))
    await asyncio.to_thread(_write, path, function, args, kwargs)
    key = (dispatch, wish.key())
    if key not in _jobs:
        _jobs[key] = _OpenJob(installation, dispatch, wish)
    electron = _Electron(path, asyncio.get_running_loop().create_future())
    _electrons[dispatch, node] = (_jobs[key], electron)
    try:
        return await _jobs[key].run(electron)
    finally:
        _electrons.pop((dispatch, node), None)


async def cancel(dispatch: str, node: int) -> bool:
    """Stops one electron; False when it is not under way here."""
    job, electron = _electrons.get((dispatch, node), (None, None))
    if job is None or electron is None:
        return False
    await job.cancel(electron)
    return True


def _write(path: Path, function: Any, args: list[Any], kwargs: dict[str, Any]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_payload(path, function, tuple(args), kwargs)


def _job_name(dispatch: str) -> str:
    return "covalent-%s" % dispatch


async def _earlier_tasks(installation: Installation, dispatch: str) -> dict[str, tuple[str, Record]]:
    """What an earlier server has handed over of this dispatch, by the name of the payload."""
    engine, found = installation.engine, {}
    jobs = await asyncio.wrap_future(engine.jobs({"search": '"%s"' % _job_name(dispatch)}))
    for job in jobs["jobs"]:
        offset = 0
        while True:
            query = {"job": job["id"], "states": ["succeeded"], "offset": offset, "limit": 1_000}
            page = await asyncio.wrap_future(engine.tasks(query))
            found.update({row["name"]: (job["id"], row) for row in page["tasks"]})
            offset += len(page["tasks"])
            if offset >= page["total"] or not page["tasks"]:
                break
    return found


def _end(electron: _Electron, ended: Ended) -> None:
    if not electron.ended.done():
        electron.ended.set_result(ended)


def _fail(electron: _Electron, why: Exception) -> None:
    if not electron.ended.done():
        electron.ended.set_exception(why)


def _discard(electron: _Electron) -> None:
    """Its payload goes nowhere."""
    try:
        os.remove(electron.path)
    except OSError:
        pass
