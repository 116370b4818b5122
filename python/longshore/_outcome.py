"""What a task brought home, as Python objects: the value, or why there is none.

Only here something is unpickled, which may run what is in it, and only when somebody asks for the result of a task of
theirs.
"""

from __future__ import annotations

import pickle
from typing import Any

import cloudpickle  # type: ignore[import-untyped]

from . import _native
from ._records import Record
from ._waiting import asked, done
from .errors import NotFound, TaskCancelled, TaskFailed, UnreadableResult

RESULT = "result.pkl"
ERROR = "error.pkl"

#: Bytes of an output that an error carries.
_TAIL = 4_096
#: Lines of it that are shown with an exception.
_LINES = 10


class RemoteTraceback(Exception):
    """Where an exception was raised, in the task's own words. It is the cause of the exception as it is raised here."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return '\n"""\n%s"""' % self.text


async def load_value(engine: _native.Engine, job: str, row: Record) -> Any:
    """What the function of a task that succeeded returned.

    Raises:
        NotFound: It left no result: it is a script, or its results were removed.
        UnreadableResult: It cannot be unpickled here.
    """
    path = await _file(engine, job, row["id"], RESULT)
    if path is None:
        what = "no result to load" if row["kind"] == "pickle" else "files, not a value"
        raise NotFound("Task %s of job %s left %s." % (row["id"], job, what), "See the task's `files`.")
    return await done(lambda: _unpickled(path, row["id"]))


async def load_error(engine: _native.Engine, job: str, row: Record) -> Exception:
    """Why a task has no value. It is the exception that its function raised, when that class is here too."""
    if row["state"] == "cancelled":
        return TaskCancelled("Task %s of job %s was cancelled." % (row["id"], job), job=job, task=row["id"])
    details = failure_of(job, row)
    details.stdout = await tail(engine, job, row["id"], "stdout")
    details.stderr = await tail(engine, job, row["id"], "stderr")
    path = await _file(engine, job, row["id"], ERROR) if details.exception else None
    if path is None:
        return details
    try:
        error = await done(lambda: _unpickled(path, row["id"]))
    except UnreadableResult as why:
        details.__cause__ = why
        details.guidance = "It is told as text, since %s" % _lowered(why.title)
        return details
    # One that ends an interpreter must not end this one.
    if not isinstance(error, Exception):
        return details
    return _raised_there(error, details)


def failure_of(job: str, row: Record) -> TaskFailed:
    """The row's own account of a failure."""
    failure = row.get("failure") or {"title": "The task failed.", "guidance": "Its output may tell why."}
    title, exception = failure["title"], failure.get("exception")
    said = title.split(": ", 1)[1] if exception and ": " in title else title
    return TaskFailed(
        title,
        failure.get("guidance", ""),
        job=job,
        task=row["id"],
        exception=exception,
        message=said,
        traceback=failure.get("traceback") or "",
        exit_code=row.get("exit_code"),
        cause=failure.get("cause", "task"),
        missing_module=failure.get("missing_module"),
    )


async def tail(engine: _native.Engine, job: str, task: str, stream: str) -> str:
    """The end of an output; empty when there is none, or none any more."""
    try:
        chunk = await asked(engine.log({"job": job, "task": task, "stream": stream, "limit": _TAIL}))
    except Exception:  # an error is told all the same, without it
        return ""
    return str(chunk.get("text", ""))


async def _file(engine: _native.Engine, job: str, task: str, name: str) -> str | None:
    files = await asked(engine.result_files(job, task))
    return next((file["local_path"] for file in files if file["path"] == name), None)


def _unpickled(path: str, task: str) -> Any:
    try:
        with open(path, "rb") as file:
            return pickle.load(file)
    except ModuleNotFoundError as error:
        raise UnreadableResult(
            "What task %s brought home needs the module %s, which this Python lacks." % (task, error.name),
            "Install it here, or have the function return plain values. The file is whole: %s" % path,
            path=path,
            module=error.name,
        ) from error
    except Exception as error:
        guidance = "The file is whole: %s" % path
        if "cloudpickle" in str(error):
            guidance = "cloudpickle is %s here; a newer one may read it. %s" % (cloudpickle.__version__, guidance)
        raise UnreadableResult(
            "What task %s brought home cannot be unpickled here: %s: %s."
            % (task, type(error).__name__, str(error).rstrip(".")),
            guidance,
            path=path,
        ) from error


def _raised_there(error: Exception, details: TaskFailed) -> Exception:
    if details.traceback:
        error.__cause__ = RemoteTraceback(details.traceback)
    try:
        error.longshore = details  # type: ignore[attr-defined]
        if hasattr(error, "add_note"):
            error.add_note(_note(details))
    except (AttributeError, TypeError):  # a class without room for more
        pass
    return error


def _note(details: TaskFailed) -> str:
    """Which task it was, and what it said before."""
    text = "Task %s of job %s" % (details.task, details.job)
    said = details.stderr.split("Traceback (most recent call last)")[0]
    for name, output in (("output", details.stdout), ("errors", said)):
        lines = output.rstrip().splitlines()[-_LINES:]
        if any(line.strip() for line in lines):
            text += "\nThe end of its standard %s:\n  %s" % (name, "\n  ".join(lines))
    return text


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
