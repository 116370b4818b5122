"""One job: many tasks, and what came of them."""

from __future__ import annotations

import datetime
import os
from collections.abc import Generator, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Union

from . import _html
from ._concerns import Concerns
from ._interrupt import leaves_running
from ._outcome import load_error, load_value
from ._records import JOB_ENDED, PAGE, Record, label
from ._task import HEADS, Task, cells, stuck
from ._values import Counts, Download, duration, moment
from ._waiting import asked, awaited, finish, only
from .errors import LongshoreError, NotFound, from_report
from .payload import checked_packages
from .progress import Progress, is_wanted, words

if TYPE_CHECKING:
    from ._installation import Installation

#: Tasks that a notebook shows of a job.
_SHOWN = 10

#: Tasks, or their ids.
Tasks = Iterable[Union[str, Task]]


class Job:
    """One job of the history. What it tells is read anew each time, until it has ended.

    `await job` waits for its end and answers the job.
    """

    def __init__(self, installation: Installation, id: str, row: Record | None = None) -> None:
        self._installation = installation
        self._engine = installation.engine
        self._id = id
        self._last = row

    @property
    def id(self) -> str:
        """Its id: the Batch job's, too. `longshore.job(id)` finds it again, in any process."""
        return self._id

    @property
    def name(self) -> str:
        """Its name for people."""
        return str(self._row()["name"])

    @property
    def account(self) -> str:
        """The account it runs on."""
        return str(self._row()["account"])

    @property
    def state(self) -> str:
        """`staging`, `submitting`, `queued`, `running`, `cancelling`, `needs_attention`, `succeeded`, `failed` or
        `cancelled`."""
        return str(self._row()["state"])

    @property
    def counts(self) -> Counts:
        """Its tasks by state."""
        return Counts.of(self._row()["tasks"])

    @property
    def created(self) -> datetime.datetime:
        """When it was submitted, in UTC."""
        created = moment(self._row()["created"])
        assert created is not None
        return created

    @property
    def started(self) -> datetime.datetime | None:
        """When its first task began, in UTC."""
        return moment(self._row()["started"])

    @property
    def ended(self) -> datetime.datetime | None:
        """When it ended, in UTC."""
        return moment(self._row()["ended"])

    @property
    def problem(self) -> LongshoreError | None:
        """What needs attention, or why its tasks wait; None when nothing does."""
        row = self._row()
        report = row["problem"] or row.get("waiting")
        return from_report(report) if report else None

    @property
    def folder(self) -> Path:
        """Where its results are kept on this computer, a folder for each task."""
        return Path(self._engine.job(self._id).result()["folder"])

    @property
    def tasks(self) -> list[Task]:
        """Its tasks in the order in which they were submitted."""
        return finish(self._tasks())

    async def tasks_async(self) -> list[Task]:
        """As `tasks`."""
        return await awaited(self._tasks())

    def task(self, id: str) -> Task:
        """One of them.

        Raises:
            NotFound: There is none of that id.
        """
        for task in self.tasks:
            if task.id == id:
                return task
        raise NotFound("Job %s has no task %s." % (self._id, id), "See its `tasks`.")

    def wait(self, timeout: float | None = None, progress: bool | None = None) -> Job:
        """Waits until it has ended and its results are here.

        Args:
            timeout: Seconds; None for as long as it takes. The job goes on after it.
            progress: Whether a bar is shown; None for where a person sees it.

        Returns:
            The job itself, in whichever way it ended: see `state`, `results` and each task's `failure`.

        Raises:
            LongshoreError: It cannot go on without you: the account cannot sign in, a payload is gone.
            concurrent.futures.TimeoutError: It takes longer.
        """
        with leaves_running(lambda: [self._id]):
            return finish(self._wait(progress), timeout)

    async def wait_async(self, progress: bool | None = None) -> Job:
        """As `wait`. A timeout is `asyncio.wait_for`'s."""
        return await awaited(self._wait(progress))

    def __await__(self) -> Generator[Any, Any, Job]:
        return self.wait_async().__await__()

    def results(
        self, timeout: float | None = None, progress: bool | None = None, return_exceptions: bool = False
    ) -> list[Any]:
        """What its tasks' functions returned, in order, once all have.

        Args:
            timeout: Seconds; None for as long as it takes.
            progress: As `wait`'s.
            return_exceptions: Whether an exception stands in the place of a task that has no value. Otherwise the first
                one is raised.

        Raises:
            Exception: As `Task.result`.
        """
        with leaves_running(lambda: [self._id]):
            return finish(self._results(progress, return_exceptions), timeout)

    async def results_async(self, progress: bool | None = None, return_exceptions: bool = False) -> list[Any]:
        """As `results`."""
        return await awaited(self._results(progress, return_exceptions))

    def cancel(self) -> None:
        """Asks it to stop. It is cancelled when the service has confirmed it.

        Raises:
            Conflict: It has ended.
        """
        self._engine.cancel(self._id).result()

    async def cancel_async(self) -> None:
        """As `cancel`."""
        await awaited(only(self._engine.cancel(self._id)))

    def run_again(self, tasks: Tasks = (), packages: Sequence[str] = ()) -> Job:
        """Submits its payloads again, as they are now, with its settings.

        Args:
            tasks: Those to run again, as tasks or their ids; all where none is named.
            packages: Python packages to install where they run, besides those it had.

        Returns:
            The new job.
        """
        return finish(self._run_again(tasks, packages))

    async def run_again_async(self, tasks: Tasks = (), packages: Sequence[str] = ()) -> Job:
        """As `run_again`."""
        return await awaited(self._run_again(tasks, packages))

    def download(self, folder: str | os.PathLike[str], tasks: Tasks = ()) -> Download:
        """Copies results to `folder`, a folder for each task. What is there already with other content is left alone.

        Args:
            folder: Where to; it is made when it is not there.
            tasks: Those whose results are wanted, as tasks or their ids; all where none is named.

        Raises:
            FilesError: A file cannot be written, or is there with other content.
        """
        return finish(self._download(folder, tasks))

    async def download_async(self, folder: str | os.PathLike[str], tasks: Tasks = ()) -> Download:
        """As `download`."""
        return await awaited(self._download(folder, tasks))

    def delete(self) -> None:
        """Removes it from the history, with its results here and what it left at the service.

        Raises:
            Conflict: It has not ended.
        """
        self._engine.delete_job(self._id).result()

    async def delete_async(self) -> None:
        """As `delete`."""
        await awaited(only(self._engine.delete_job(self._id)))

    def _row(self) -> Record:
        if self._last is None or self._last["state"] not in JOB_ENDED:
            self._last = self._engine.job(self._id).result()
        return self._last

    async def _read(self) -> Record:
        self._last = await asked(self._engine.job(self._id))
        return self._last

    async def _tasks(self) -> list[Task]:
        tasks: list[Task] = []
        while True:
            query = {"job": self._id, "offset": len(tasks), "limit": PAGE}
            page = await asked(self._engine.tasks(query))
            for row in page["tasks"]:
                tasks.append(Task(self._installation, self._id, len(tasks), row))
            if len(tasks) >= page["total"] or not page["tasks"]:
                return tasks

    async def _wait(self, progress: bool | None) -> Job:
        end = self._engine.wait(self._id)
        bar = Progress("", False)
        if is_wanted(progress):
            row = await self._read()
            bar = Progress(row["name"], True, row["tasks"]["total"])
        with bar, _followed(self._installation, self._id, bar):
            self._last = await asked(end)
            bar.show(self._last["tasks"])
        if self._last["state"] not in JOB_ENDED:
            raise stuck(self._last)
        return self

    async def _results(self, progress: bool | None, return_exceptions: bool) -> list[Any]:
        await self._wait(progress)
        values: list[Any] = []
        for task in await self._tasks():
            row = task._last
            if row["state"] == "succeeded":
                values.append(await load_value(self._engine, self._id, row))
                continue
            error = await load_error(self._engine, self._id, row)
            if not return_exceptions:
                raise error
            values.append(error)
        return values

    async def _run_again(self, tasks: Tasks, packages: Sequence[str]) -> Job:
        id = await asked(self._engine.run_again(self._id, _ids(tasks), checked_packages(packages)))
        return Job(self._installation, id)

    async def _download(self, folder: str | os.PathLike[str], tasks: Tasks) -> Download:
        return Download.of(await asked(self._engine.download(self._id, _ids(tasks), os.path.abspath(folder))))

    def _shown_row(self) -> Record | None:
        try:
            return self._row()
        except LongshoreError:  # it was deleted: what was known last is shown
            return self._last

    def __repr__(self) -> str:
        row = self._shown_row()
        if row is None:
            return "<Job %s>" % self._id
        parts = [label(row["state"]), "%d of %d tasks succeeded" % (row["tasks"]["succeeded"], row["tasks"]["total"])]
        if words(row["tasks"]):
            parts.append(words(row["tasks"]))
        return "<Job %s %r: %s>" % (self._id, row["name"], ", ".join(parts))

    def _repr_html_(self) -> str:
        row = self._shown_row()
        if row is None:
            return _html.text(repr(self))
        counts = row["tasks"]
        tally = "%d of %d succeeded" % (counts["succeeded"], counts["total"])
        report = row["problem"] or row.get("waiting") or {"title": "", "guidance": ""}
        what = _html.facts(
            row["name"],
            [
                ("Job", "<code>%s</code>" % _html.text(self._id)),
                ("Account", _html.text(row["account"])),
                ("State", _html.state(label(row["state"]))),
                ("Tasks", _html.text(", ".join(filter(None, (tally, words(counts)))))),
                ("Time", _html.text(duration(row["started"], row["ended"]))),
                ("Attention", _html.text(("%s %s" % (report["title"], report["guidance"])).strip())),
            ],
        )
        try:
            page = self._engine.tasks({"job": self._id, "limit": _SHOWN}).result()
        except LongshoreError:
            return what
        table = _html.table(HEADS, [cells(task) for task in page["tasks"]])
        more = page["total"] - len(page["tasks"])
        return what + table + ("<p>%s</p>" % _html.text("and %d more" % more) if more > 0 else "")


def _ids(tasks: Tasks) -> list[str]:
    if isinstance(tasks, (str, Task)):
        tasks = [tasks]
    return [task if isinstance(task, str) else task.id for task in tasks]


class _followed:
    """Shows what happens to a job on a bar, and tells what is wrong with it."""

    def __init__(self, installation: Installation, job: str, bar: Progress) -> None:
        self._tracker = installation.tracker
        self._job = job
        self._bar = bar
        self._concerns = Concerns()

    def __enter__(self) -> None:
        self._tracker.follow(self._job, self._hear)

    def __exit__(self, *_error: object) -> None:
        self._tracker.leave(self._job, self._hear)

    def _hear(self, row: Record | None) -> None:
        if row is not None:
            self._bar.show(row["tasks"])
            self._concerns.tell(row)
