"""Records of the engine's, as values with names."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, fields
from pathlib import Path

from ._records import Record


@dataclass(frozen=True)
class Counts:
    """Tasks of a job by state.

    Attributes:
        total: All.
        waiting: Not started.
        running: Running, or with results on their way here.
        succeeded: Ended well.
        failed: Ended badly.
        cancelled: Stopped.
    """

    total: int
    waiting: int
    running: int
    succeeded: int
    failed: int
    cancelled: int

    @classmethod
    def of(cls, record: Record) -> Counts:
        """From the engine's record."""
        return cls(**{field.name: record[field.name] for field in fields(cls)})


@dataclass(frozen=True)
class ResultFile:
    """A file that a task brought home.

    Attributes:
        name: Its path in the task's folder, with `/`: `result.pkl`, `outputs/plot.png`.
        size: In bytes.
        path: Where it is on this computer.
    """

    name: str
    size: int
    path: Path

    @classmethod
    def of(cls, record: Record) -> ResultFile:
        """From the engine's record."""
        return cls(record["path"], record["size"], Path(record["local_path"]))


@dataclass(frozen=True)
class Download:
    """What a download did.

    Attributes:
        folder: Where the results are: a folder for each task.
        files: Files that were written.
        bytes: Their bytes.
        unchanged: Files that were there already, the same to the last byte.
        left_out: Tasks that have no results (yet), with the reason.
    """

    folder: Path
    files: int
    bytes: int
    unchanged: int
    left_out: list[tuple[str, str]]

    @classmethod
    def of(cls, record: Record) -> Download:
        """From the engine's record."""
        left_out = [(task, why) for task, why in record["left_out"]]
        return cls(Path(record["folder"]), record["files"], record["bytes"], record["unchanged"], left_out)


def moment(millis: int | None) -> datetime.datetime | None:
    """A time of the engine's, which counts milliseconds since 1970 in UTC."""
    if millis is None:
        return None
    return datetime.datetime.fromtimestamp(millis / 1_000, datetime.timezone.utc)


def duration(started: int | None, ended: int | None) -> str:
    """How long something took, for people; empty when it has not ended."""
    if started is None or ended is None:
        return ""
    seconds = max(0, ended - started) / 1_000
    if seconds < 60:
        return "%.1f s" % seconds
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return "%d h %d min" % (hours, minutes) if hours else "%d min %d s" % (minutes, seconds)
