"""One implementation for those who wait and those who await.

What takes time is written once, as a coroutine that awaits nothing but `asked(future)`, with a future of the engine's, and
`done(work)`, for work of our own. `finish` steps through it and waits at each; `awaited` does so without holding up the
event loop.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import sys
import time
from collections.abc import Coroutine, Generator
from typing import Any, Callable, Generic, TypeVar

T = TypeVar("T")

#: Where a wait without an end cannot be interrupted from the keyboard, it is made of shorter ones (seconds).
_SLICE = 0.2 if sys.platform == "win32" else None


class asked(Generic[T]):
    """Awaits an answer of the engine's."""

    def __init__(self, future: concurrent.futures.Future[T]) -> None:
        self._future = future

    def __await__(self) -> Generator[concurrent.futures.Future[T], T, T]:
        return (yield self._future)


class done(Generic[T]):
    """Awaits work of our own that may take long: here by the caller, and for those who await on another thread."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work

    def __await__(self) -> Generator[Callable[[], T], T, T]:
        return (yield self._work)


def finish(work: Coroutine[Any, Any, T], timeout: float | None = None) -> T:
    """Does the work, and waits for it: at most `timeout` seconds for the engine, None for as long as it takes.

    Raises:
        concurrent.futures.TimeoutError: It took longer.
    """
    end = None if timeout is None else time.monotonic() + timeout
    try:
        question = work.send(None)
        while True:
            try:
                if isinstance(question, concurrent.futures.Future):
                    answer = wait(question, None if end is None else max(0.0, end - time.monotonic()))
                else:
                    answer = question()
            except BaseException as error:
                if isinstance(question, concurrent.futures.Future):
                    question.cancel()
                question = work.throw(error)
            else:
                question = work.send(answer)
    except StopIteration as end:
        result: T = end.value
        return result
    finally:
        work.close()


async def awaited(work: Coroutine[Any, Any, T]) -> T:
    """Does the work, and lets others go on meanwhile."""
    try:
        question = work.send(None)
        while True:
            try:
                if isinstance(question, concurrent.futures.Future):
                    answer = await asyncio.wrap_future(question)
                else:
                    answer = await asyncio.to_thread(question)
            except BaseException as error:
                question = work.throw(error)
            else:
                question = work.send(answer)
    except StopIteration as end:
        result: T = end.value
        return result
    finally:
        work.close()


def wait(future: concurrent.futures.Future[T], timeout: float | None = None) -> T:
    """The future's result, waited for in such a way that Ctrl+C is heard. `timeout` in seconds; None for no end.

    Raises:
        concurrent.futures.TimeoutError: It took longer.
    """
    if _SLICE is None:
        return future.result(timeout)
    end = None if timeout is None else time.monotonic() + timeout
    while True:
        left = _SLICE if end is None else min(_SLICE, max(0.0, end - time.monotonic()))
        concurrent.futures.wait([future], left)
        if future.done() or (end is not None and time.monotonic() >= end):
            return future.result(0)


async def only(future: concurrent.futures.Future[T]) -> T:
    """Work that is one question."""
    answer: T = await asked(future)
    return answer
