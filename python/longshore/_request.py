"""What is submitted: payload files, and how they run."""

from __future__ import annotations

import itertools
import os
import shutil
import uuid
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Callable, Union

from . import _native
from ._records import Record
from .errors import BadInput
from .payload import checked_packages, payload_name, write_payload

#: A payload: a file or folder by its path, or a function without arguments (see `functools.partial`).
Payload = Union[str, "os.PathLike[str]", Callable[[], Any]]


def overrides(
    packages: Sequence[str] = (),
    env: Mapping[str, str] | None = None,
    args: Sequence[str] = (),
    retries: int | None = None,
    time_limit: float | None = None,
    image: str | None = None,
    pool: str | None = None,
) -> Record:
    """What differs from the account's settings, as the engine takes it."""
    record: dict[str, Any] = {
        "packages": checked_packages(packages),
        "env": [[str(name), str(value)] for name, value in (env or {}).items()],
        "args": [os.fspath(arg) if isinstance(arg, os.PathLike) else str(arg) for arg in args],
        "retries": _whole("retries", retries, -1),
        "time_limit": _whole("time_limit", time_limit, 1),
        "image": image,
        "pool": pool,
    }
    return {key: value for key, value in record.items() if value is not None}


def _whole(name: str, value: float | None, least: int) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != int(value):
        raise BadInput("%s is %r, not a whole number." % (name, value), "")
    if value < least:
        raise BadInput("%s is %d; it is %d at least." % (name, value, least), "")
    return int(value)


class Folder:
    """A folder of payloads that are made to be submitted at once. They go with the last job that names them."""

    def __init__(self, engine: _native.Engine) -> None:
        self.path = Path(engine.payloads) / uuid.uuid4().hex
        self.path.mkdir(parents=True)
        self._numbers = itertools.count(1)

    def add(
        self,
        fn: Callable[..., Any],
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
        name: str | None = None,
    ) -> Path:
        """Writes the payload of a call, called `name` or like its function, and answers where it is."""
        file = self.path / ("%s-%d.pkl" % (name or payload_name(fn), next(self._numbers)))
        return write_payload(file, fn, args, kwargs or {})

    def remove(self) -> None:
        """What is in it was not submitted."""
        shutil.rmtree(self.path, ignore_errors=True)


def paths_of(engine: _native.Engine, payloads: Iterable[Payload]) -> tuple[list[str], Folder | None]:
    """Where payloads are; functions are written into a folder first."""
    folder: Folder | None = None
    paths = []
    try:
        for payload in payloads:
            if isinstance(payload, (str, os.PathLike)):
                paths.append(os.path.abspath(os.fspath(payload)))
            elif callable(payload):
                folder = folder or Folder(engine)
                paths.append(str(folder.add(payload)))
            else:
                raise BadInput(
                    "A value of type %s is no payload." % type(payload).__qualname__,
                    "Give paths of files and folders, or functions without arguments: functools.partial(fn, 1).",
                )
    except BaseException:
        if folder is not None:
            folder.remove()
        raise
    return paths, folder


def name_of(payloads: Sequence[Payload]) -> str | None:
    """What a job is called that begins with a function; None leaves it to the engine, which takes the files' names."""
    if not payloads or isinstance(payloads[0], (str, os.PathLike)):
        return None
    name = payload_name(payloads[0])
    return name if len(payloads) == 1 else "%s and %d more" % (name, len(payloads) - 1)


def request(paths: Iterable[str], account: str | None, name: str | None, how: Record) -> Record:
    """A submission, as the engine takes it."""
    return {
        "account": account,
        "payloads": [{"path": path} for path in paths],
        "name": name,
        "overrides": how,
    }
