"""Submitting, and finding what was submitted: by this process, another one, the app or the command line."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Callable, TypeVar

from . import _installation
from ._installation import Installation
from ._interrupt import leaves_running
from ._job import Job
from ._records import Record
from ._request import Folder, Payload, name_of, overrides, paths_of, request
from ._waiting import asked, awaited, finish, only
from .payload import payload_name

T = TypeVar("T")


def submit(
    *payloads: Payload | Sequence[Payload],
    account: str | None = None,
    name: str | None = None,
    packages: Sequence[str] = (),
    env: Mapping[str, str] | None = None,
    args: Sequence[str] = (),
    retries: int | None = None,
    time_limit: float | None = None,
    image: str | None = None,
    pool: str | None = None,
) -> Job:
    """Submits payloads as one job, a task each, and answers the job at once.

    Args:
        payloads: Paths of files and folders (`.pkl`, `.py`, `.sh`, archives, folders with `payload.toml` or `main.py`), or
            functions without arguments. `functools.partial(fn, 1, 2)` makes one of a function with some.
        account: The account's name; the active one where none is named.
        name: The job's name; made from the payloads' names where none is given.
        packages: Python packages to install where it runs, as pip reads them.
        env: Environment variables of the tasks.
        args: Arguments of scripts and bundles.
        retries: Tries after the first; 0 for none, −1 without limit; the account's setting where it is None.
        time_limit: Seconds that one try may run; the account's setting where it is None.
        image: The container image; an empty text for none; the account's setting where it is None.
        pool: The pool; the account's where it is None.

    Raises:
        BadInput: A payload is refused, or does not pickle; an option is wrong. Nothing was submitted.
        NotFound: There is no such account.
    """
    how = overrides(packages, env, args, retries, time_limit, image, pool)
    return finish(_submit(_installation.current(), _flat(payloads), account, name, how))


async def submit_async(
    *payloads: Payload | Sequence[Payload],
    account: str | None = None,
    name: str | None = None,
    packages: Sequence[str] = (),
    env: Mapping[str, str] | None = None,
    args: Sequence[str] = (),
    retries: int | None = None,
    time_limit: float | None = None,
    image: str | None = None,
    pool: str | None = None,
) -> Job:
    """As `submit`."""
    how = overrides(packages, env, args, retries, time_limit, image, pool)
    return await awaited(_submit(_installation.current(), _flat(payloads), account, name, how))


def run(fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> T:
    """Calls `fn(*args, **kwargs)` on the active account and answers what it returns: a job of one task, waited for.

    For many calls, or with settings of their own, there is `BatchExecutor`.

    Raises:
        Exception: What the function raised; see `Task.result`.
        BadInput: The function or an argument does not pickle.
    """
    installation = _installation.current()
    job = finish(_call(installation, fn, args, kwargs))
    with leaves_running(lambda: [job.id]):
        value: T = finish(_value_of(job))
        return value


async def run_async(fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> T:
    """As `run`. The job goes on when the wait is cancelled."""
    job = await awaited(_call(_installation.current(), fn, args, kwargs))
    value: T = await awaited(_value_of(job))
    return value


def job(id: str) -> Job:
    """A job of the history by its id, whoever submitted it.

    Raises:
        NotFound: There is none.
    """
    return finish(_job(_installation.current(), id))


async def job_async(id: str) -> Job:
    """As `job`."""
    return await awaited(_job(_installation.current(), id))


def jobs(
    search: str = "",
    *,
    states: Iterable[str] = (),
    account: str | None = None,
    sort: str = "newest",
    limit: int = 100,
    offset: int = 0,
) -> list[Job]:
    """Jobs of the history.

    Args:
        search: As one types it in the app: part of a name or an id, `state:failed`, `account:"Lab 2"`, `is:pinned`.
        states: Only these; all where none is named.
        account: Only this one's.
        sort: `newest`, `oldest`, `name` or `duration` (longest first). Those that are pinned come first.
        limit: Jobs at most.
        offset: Jobs to skip.
    """
    return finish(_jobs(_installation.current(), _query(search, states, account, sort, limit, offset)))


async def jobs_async(
    search: str = "",
    *,
    states: Iterable[str] = (),
    account: str | None = None,
    sort: str = "newest",
    limit: int = 100,
    offset: int = 0,
) -> list[Job]:
    """As `jobs`."""
    return await awaited(_jobs(_installation.current(), _query(search, states, account, sort, limit, offset)))


def resume() -> None:
    """Takes up every job that has not ended and that no other program is at, so that its results come home.

    A job that is waited for is taken up without this.
    """
    finish(only(_installation.current().engine.resume()))


async def resume_async() -> None:
    """As `resume`."""
    await awaited(only(_installation.current().engine.resume()))


def _flat(payloads: Iterable[Any]) -> list[Payload]:
    flat: list[Payload] = []
    for payload in payloads:
        if isinstance(payload, (str, os.PathLike)) or callable(payload):
            flat.append(payload)
        elif isinstance(payload, Iterable):
            flat.extend(payload)
        else:
            flat.append(payload)  # refused with the others, in the same words
    return flat


async def _submit(
    installation: Installation, payloads: list[Payload], account: str | None, name: str | None, how: Record
) -> Job:
    paths, folder = paths_of(installation.engine, payloads)
    try:
        name = name or name_of(payloads)
        id = await asked(installation.engine.submit(request(paths, account, name, how)))
    except Exception:
        if folder is not None:
            folder.remove()
        raise
    return Job(installation, id)


async def _call(installation: Installation, fn: Callable[..., Any], args: Any, kwargs: Any) -> Job:
    folder = Folder(installation.engine)
    try:
        path = folder.add(fn, args, kwargs)
        id = await asked(installation.engine.submit(request([str(path)], None, payload_name(fn), overrides())))
    except Exception:
        folder.remove()
        raise
    return Job(installation, id)


async def _value_of(job: Job) -> Any:
    return (await job._results(None, False))[0]


async def _job(installation: Installation, id: str) -> Job:
    row = await asked(installation.engine.job(id))
    return Job(installation, row["id"], row)


def _query(search: str, states: Iterable[str], account: str | None, sort: str, limit: int, offset: int) -> Record:
    states = [states] if isinstance(states, str) else list(states)
    return {
        "search": search,
        "states": states,
        "account": account,
        "sort": sort,
        "limit": limit,
        "offset": offset,
    }


async def _jobs(installation: Installation, query: Record) -> list[Job]:
    page = await asked(installation.engine.jobs(query))
    return [Job(installation, row["id"], row) for row in page["jobs"]]
