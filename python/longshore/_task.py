"""One task of a job."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from . import _html
from ._interrupt import leaves_running
from ._outcome import failure_of, load_error, load_value
from ._records import TASK_ENDED, Record, label
from ._tracker import News
from ._values import ResultFile, duration, moment
from ._waiting import asked, awaited, finish, only
from .errors import Conflict, NotFound, TaskFailed, from_report

if TYPE_CHECKING:
    from ._installation import Installation

#: Bytes of an output that are asked for at once; the engine gives no more.
_CHUNK = 1 << 20


class Task:
    """One task of a job, as `Job.tasks` and `Job.task` give it. What it tells is read anew until the task has ended."""

    def __init__(self, installation: Installation, job: str, place: int, row: Record) -> None:
        self._installation = installation
        self._engine = installation.engine
        self._job = job
        self._place = place
        self._last = row

    @property
    def id(self) -> str:
        """Its id in the job; its results are in a folder of that name."""
        return str(self._last["id"])

    @property
    def name(self) -> str:
        """The payload's file name."""
        return str(self._last["name"])

    @property
    def state(self) -> str:
        """`waiting`, `running`, `retrieving`, `succeeded`, `failed` or `cancelled`."""
        return str(self._row()["state"])

    @property
    def exit_code(self) -> int | None:
        """Of its latest try; None while there is none."""
        code: int | None = self._row()["exit_code"]
        return code

    @property
    def retries(self) -> int:
        """Tries after the first."""
        return int(self._row()["retries"])

    @property
    def node(self) -> str | None:
        """The node it ran on."""
        node: str | None = self._row()["node"]
        return node

    @property
    def started(self) -> datetime.datetime | None:
        """When its latest try began, in UTC."""
        return moment(self._row()["started"])

    @property
    def ended(self) -> datetime.datetime | None:
        """When it ended, in UTC."""
        return moment(self._row()["ended"])

    @property
    def failure(self) -> TaskFailed | None:
        """Why it failed, without its output and without unpickling anything; None when it did not."""
        row = self._row()
        return failure_of(self._job, row) if row["state"] == "failed" else None

    @property
    def files(self) -> list[ResultFile]:
        """What it brought home; empty until it has ended."""
        return [ResultFile.of(file) for file in self._engine.result_files(self._job, self.id).result()]

    def stdout(self, last: int | None = None) -> str:
        """What it wrote to its standard output so far, or the `last` bytes of it. Bytes that are not UTF-8 are U+FFFD.

        Raises:
            NotFound: It ran, and its files are gone from node and storage.
            Unreachable: It is on the node, which cannot be asked.
        """
        return finish(self._output("stdout", last))

    async def stdout_async(self, last: int | None = None) -> str:
        """As `stdout`."""
        return await awaited(self._output("stdout", last))

    def stderr(self, last: int | None = None) -> str:
        """The same of its standard error."""
        return finish(self._output("stderr", last))

    async def stderr_async(self, last: int | None = None) -> str:
        """As `stderr`."""
        return await awaited(self._output("stderr", last))

    def result(self, timeout: float | None = None) -> Any:
        """What its function returned, once it has. The value is unpickled, which runs what is in it.

        Args:
            timeout: Seconds to wait for its end; None for as long as it takes.

        Raises:
            Exception: What the function raised, of the same class when that is here, with its traceback there as the
                cause, and with the attribute `longshore`, a `TaskFailed` with exit code and output.
            TaskFailed: It ended otherwise, or the class of its exception is not here.
            TaskCancelled: It was stopped.
            UnreadableResult: What it returned cannot be unpickled here.
            NotFound: It is a script, which returns nothing: see `files`.
            concurrent.futures.TimeoutError: It takes longer.
        """
        with leaves_running(lambda: [self._job]):
            return finish(self._value(), timeout)

    async def result_async(self) -> Any:
        """As `result`."""
        return await awaited(self._value())

    def cancel(self) -> None:
        """Asks it to stop; the others of its job go on. It is cancelled when the service has confirmed it.

        Raises:
            Conflict: Its job has ended.
        """
        self._engine.cancel_tasks(self._job, [self.id]).result()

    async def cancel_async(self) -> None:
        """As `cancel`."""
        await awaited(only(self._engine.cancel_tasks(self._job, [self.id])))

    def _row(self) -> Record:
        return finish(self._read())

    async def _read(self) -> Record:
        if self._last["state"] not in TASK_ENDED:
            query = {"job": self._job, "offset": self._place, "limit": 1}
            page = await asked(self._engine.tasks(query))
            self._last = page["tasks"][0]
        return self._last

    async def _ended(self) -> Record:
        row = await self._read()
        if row["state"] in TASK_ENDED:
            return row
        with News(self._installation.tracker, self._job) as news:
            # It also has the job taken up, if nobody is at it.
            end = self._engine.wait(self._job)
            end.add_done_callback(lambda _: news.wake())
            while True:
                job = end.result() if end.done() else None
                row = await self._read()
                if row["state"] in TASK_ENDED:
                    return row
                if job is not None:
                    raise stuck(job)
                await asked(news.next())

    async def _value(self) -> Any:
        row = await self._ended()
        if row["state"] == "succeeded":
            return await load_value(self._engine, self._job, row)
        raise await load_error(self._engine, self._job, row)

    async def _output(self, stream: str, last: int | None) -> str:
        parts: list[str] = []
        request: Record = {"job": self._job, "task": self.id, "stream": stream, "limit": min(last or _CHUNK, _CHUNK)}
        request["offset"] = None if last else 0
        while True:
            chunk = await asked(self._engine.log(request))
            if chunk["log"] == "removed":
                title = "The output of task %s is gone from its node and from storage." % self.id
                raise NotFound(title, "Nodes keep it for some days. Run the task again.")
            if chunk["log"] == "not_started":
                return ""
            parts.append(chunk["text"])
            if last or chunk["next"] >= chunk["size"] or not chunk["text"]:
                return "".join(parts)
            request["offset"] = chunk["next"]

    def __repr__(self) -> str:
        try:
            row = self._row()
        except Exception:  # a job that was deleted is still shown as it was
            row = self._last
        what = [label(row["state"])]
        if row["exit_code"]:
            what.append("exit code %d" % row["exit_code"])
        if row["failure"]:
            what.append(row["failure"]["title"])
        return "<Task %s: %s>" % (row["id"], ", ".join(what))

    def _repr_html_(self) -> str:
        return _html.table(HEADS, [cells(self._row())])


HEADS = ("Task", "State", "Time", "Exit code", "What happened")


def cells(row: Record) -> list[str]:
    """A task's cells below `HEADS`."""
    failure = row["failure"]["title"] if row["failure"] else ""
    code = "" if row["exit_code"] is None else row["exit_code"]
    return [
        _html.text(row["id"]),
        _html.state(label(row["state"])),
        _html.text(duration(row["started"], row["ended"])),
        _html.text(code),
        _html.text(failure),
    ]


def stuck(job: Record) -> Exception:
    """Why a job does not go on."""
    if job.get("problem"):
        return from_report(job["problem"])
    return Conflict("Job %s does not go on." % job["id"], "Look at it in the app, or wait for it again.")
