"""What an electron's task brought home, in Covalent's terms."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from .. import _native
from .._outcome import failure_of, load_error, load_value
from .._records import Record
from .._waiting import finish
from ..errors import LongshoreError, TaskFailed

#: Bytes of an output that go to Covalent, which keeps them in its database's files; the rest stays with Longshore.
_OUTPUT = 1 << 20


@dataclass
class Ended:
    """A task that has ended."""

    engine: _native.Engine
    job: str
    row: Record


@dataclass
class Outcome:
    """How it went."""

    state: str
    stdout: str
    stderr: str
    told: str = ""
    value: Any = None
    error: BaseException | None = None


async def read(ended: Ended) -> Outcome:
    """Reads what it left. Unpickling happens beside the event loop, for results may be large."""
    stdout = await _output(ended, "stdout")
    stderr = await _output(ended, "stderr")
    state = str(ended.row["state"])
    outcome = Outcome(state, stdout, stderr)
    if state == "succeeded":
        outcome.value = await asyncio.to_thread(finish, load_value(ended.engine, ended.job, ended.row))
        return outcome
    if state == "cancelled":
        outcome.told = "The electron was cancelled."
        return outcome
    failure = failure_of(ended.job, ended.row)
    outcome.told = str(failure)
    outcome.error = await asyncio.to_thread(finish, load_error(ended.engine, ended.job, ended.row))
    outcome.stderr = _explained(stderr, failure)
    return outcome


def _explained(stderr: str, failure: TaskFailed) -> str:
    """Covalent shows the standard error alone: what the task could not say itself is said there."""
    if failure.traceback and failure.traceback.strip() in stderr:
        return stderr
    gap = "" if not stderr or stderr.endswith("\n") else "\n"
    return "%s%s%s\n" % (stderr, gap, "\n".join(part for part in (failure.traceback, str(failure)) if part))


async def _output(ended: Ended, stream: str) -> str:
    request = {"job": ended.job, "task": ended.row["id"], "stream": stream, "limit": _OUTPUT}
    try:
        chunk = await asyncio.wrap_future(ended.engine.log(request))
    except LongshoreError as error:
        return "longshore: this output could not be read: %s\n" % error
    text = str(chunk.get("text", ""))
    left_out = int(chunk.get("offset", 0))
    return text if not left_out else "[%d bytes left out: see job %s]\n%s" % (left_out, ended.job, text)
