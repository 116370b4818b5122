"""Several items in one task."""

from __future__ import annotations

from typing import Any, Callable


def each_of(fn: Callable[..., Any]) -> Callable[[list[Any]], list[Any]]:
    """A function that calls `fn` with each of a list of arguments. It travels by its code and not by its name, since this
    package is not there where it runs."""

    def call_each(chunk: list[Any]) -> list[Any]:
        return [fn(*args) for args in chunk]

    return call_each
