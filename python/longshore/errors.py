"""What goes wrong, as exceptions: one class for each kind that a caller may decide by.

Every one says in one sentence what went wrong (`title`) and what to do about it (`guidance`). None carries a secret.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._records import Record

__all__ = [
    "BadInput",
    "Conflict",
    "FilesError",
    "Interrupted",
    "LongshoreError",
    "NoKeyring",
    "NotAllowed",
    "NotFound",
    "ServiceError",
    "SignInFailed",
    "TaskCancelled",
    "TaskFailed",
    "Unreachable",
    "UnreadableResult",
    "VerificationFailed",
    "from_report",
]


class LongshoreError(Exception):
    """Anything that Longshore could not do.

    Attributes:
        code: The kind, such as `"bad_input"`: the same words as in the command line's JSON.
        title: One sentence: what went wrong.
        guidance: What to do next; empty when there is nothing to add.
        retryable: Whether the same call may succeed later unchanged.
        docs_url: Where to read more, or None.
        request_id: The service's id of the request, for its support, or None.
    """

    code = "internal"

    def __init__(
        self,
        title: str,
        guidance: str = "",
        *,
        code: str | None = None,
        retryable: bool = False,
        docs_url: str | None = None,
        request_id: str | None = None,
    ) -> None:
        super().__init__(title)
        self.title = title
        self.guidance = guidance
        self.retryable = retryable
        self.docs_url = docs_url
        self.request_id = request_id
        if code is not None:
            self.code = code

    def __str__(self) -> str:
        lines = [self.title, self.guidance]
        if self.request_id:
            lines.append("Request id: %s" % self.request_id)
        return "\n".join(line for line in lines if line)

    def __reduce__(self) -> tuple[Any, ...]:
        # Exceptions are pickled by their arguments, of which Python keeps the positional ones only.
        return _restored, (type(self), self.args, self.__dict__)


class BadInput(LongshoreError, ValueError):
    """What was given is not usable as it stands."""

    code = "bad_input"


class NotFound(LongshoreError, LookupError):
    """There is nothing of that name."""

    code = "not_found"


class Conflict(LongshoreError):
    """It exists already, or its state does not allow it now."""

    code = "conflict"


class SignInFailed(LongshoreError, PermissionError):
    """The account's secret is missing, wrong or expired."""

    code = "sign_in"


class NotAllowed(LongshoreError, PermissionError):
    """Signed in, but not allowed."""

    code = "not_allowed"


class Unreachable(LongshoreError, ConnectionError):
    """The service could not be reached."""

    code = "unreachable"


class ServiceError(LongshoreError):
    """The service refused, or failed."""

    code = "service"


class FilesError(LongshoreError, OSError):
    """A file, a folder or the history on this computer could not be read or written."""

    code = "local_files"


class NoKeyring(LongshoreError):
    """There is no usable keyring to keep a secret in."""

    code = "no_keyring"


class VerificationFailed(LongshoreError):
    """What arrived is not what was sent."""

    code = "verification"


class Interrupted(LongshoreError):
    """What was waited for was given up before its end, by whoever closed the engine."""

    code = "cancelled"


class UnreadableResult(LongshoreError):
    """A task brought a result home that cannot be made into an object here.

    Attributes:
        path: The file, which is whole.
        module: The module that this Python lacks, or None.
    """

    code = "unreadable_result"

    def __init__(self, title: str, guidance: str = "", *, path: str = "", module: str | None = None) -> None:
        super().__init__(title, guidance)
        self.path = path
        self.module = module


class TaskFailed(LongshoreError):
    """A task ended badly.

    Attributes:
        job: The job's id.
        task: The task's id.
        exception: The class of the exception that ended it, as `module.Class`, or None.
        message: What that exception said, or the title.
        traceback: Its traceback, or an empty text.
        exit_code: The exit code of its latest try, or None when it did not get as far.
        cause: What ended it: `"task"`, `"time_limit"` or `"stopped"`.
        missing_module: The package to name for the next run when a module was missing, or None.
        stdout: The end of its standard output.
        stderr: The end of its standard error.
    """

    code = "task_failed"

    def __init__(
        self,
        title: str,
        guidance: str = "",
        *,
        job: str = "",
        task: str = "",
        exception: str | None = None,
        message: str = "",
        traceback: str = "",
        exit_code: int | None = None,
        cause: str = "task",
        missing_module: str | None = None,
        stdout: str = "",
        stderr: str = "",
    ) -> None:
        super().__init__(title, guidance)
        self.job = job
        self.task = task
        self.exception = exception
        self.message = message or title
        self.traceback = traceback
        self.exit_code = exit_code
        self.cause = cause
        self.missing_module = missing_module
        self.stdout = stdout
        self.stderr = stderr

    def __str__(self) -> str:
        where = "Task %s of job %s" % (self.task, self.job) if self.task else ""
        parts = [self.title, self.guidance, where, self.traceback.rstrip()]
        # A traceback is what standard error ends with, too: it is not told twice.
        if not self.traceback and self.stderr.strip():
            parts.append("Its standard error ends with:\n" + self.stderr.rstrip())
        return "\n".join(part for part in parts if part)


class TaskCancelled(LongshoreError, concurrent.futures.CancelledError):
    """A task was stopped, by this program or by another.

    Attributes:
        job: The job's id; empty when the call was cancelled before it was in one.
        task: The task's id.
    """

    code = "cancelled"

    def __init__(self, title: str, guidance: str = "", *, job: str = "", task: str = "") -> None:
        super().__init__(title, guidance)
        self.job = job
        self.task = task


_CLASSES: dict[str, type[LongshoreError]] = {
    kind.code: kind
    for kind in (
        BadInput,
        NotFound,
        Conflict,
        SignInFailed,
        NotAllowed,
        Unreachable,
        ServiceError,
        FilesError,
        NoKeyring,
        VerificationFailed,
        Interrupted,
    )
}


def from_report(report: Record) -> LongshoreError:
    """The exception for a report of the engine's. A kind that is new is a plain `LongshoreError` with that code."""
    code = report["code"]
    return _CLASSES.get(code, LongshoreError)(
        report["title"],
        report.get("guidance", ""),
        code=code,
        retryable=report.get("retryable", False),
        docs_url=report.get("docs_url"),
        request_id=report.get("request_id"),
    )


def _restored(kind: type[LongshoreError], args: tuple[Any, ...], state: dict[str, Any]) -> LongshoreError:
    error = kind(*args)
    error.__dict__.update(state)
    return error


def is_cancelled(error: BaseException) -> bool:
    """Whether an exception means that something was cancelled, by whichever of Python's two kinds of futures."""
    return isinstance(error, (concurrent.futures.CancelledError, asyncio.CancelledError))
