"""Which part of a call does not pickle, in words that its author knows it by."""

from __future__ import annotations

import io
import socket
import threading
import types
from collections.abc import Iterator
from typing import Any, Callable

import cloudpickle  # type: ignore[import-untyped]

from .errors import BadInput

#: How far containers are looked into. What lies deeper is told by the container.
_DEPTH = 4
#: Values of one container that are tried.
_WIDTH = 10_000

_KINDS: tuple[tuple[Any, str], ...] = (
    (types.GeneratorType, "a generator"),
    ((types.CoroutineType, types.AsyncGeneratorType), "a coroutine"),
    (io.IOBase, "an open file"),
    ((type(threading.Lock()), type(threading.RLock())), "a lock"),
    (threading.Thread, "a thread"),
    (socket.socket, "a socket"),
    (types.FunctionType, "a function"),
)

_ADVICE = {
    "a generator": "Give a list of its values: list(…).",
    "a coroutine": "Give its result, or the function that makes it.",
    "an open file": "Give the file's path or its content, and open it in the function.",
    "a lock": "Make it in the function: a task runs in a process of its own.",
    "a socket": "Connect in the function: a task runs in a process of its own.",
}


class _Nowhere(io.RawIOBase):
    """Takes a pickle without keeping it."""

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        return memoryview(data).nbytes


def find_culprit(fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> BadInput | None:
    """The error that names the first part that does not pickle; None when each of them does."""
    parts = [("the function %s" % getattr(fn, "__name__", type(fn).__name__), fn)]
    parts += [("argument %d" % number, value) for number, value in enumerate(args, 1)]
    parts += [("argument %s" % name, value) for name, value in kwargs.items()]
    for name, value in parts:
        why = _refusal(value)
        if why is not None:
            return _told(name, value, why, _DEPTH)
    return None


def _told(name: str, value: Any, why: str, depth: int) -> BadInput:
    for inner_name, inner in _parts(value) if depth else ():
        inner_why = _refusal(inner)
        if inner_why is not None:
            return _told("%s of %s" % (inner_name, name), inner, inner_why, depth - 1)
    kind = _kind(value)
    return BadInput(
        "%s (%s) cannot be pickled: %s." % (name[0].upper() + name[1:], kind, why.rstrip(".")),
        _ADVICE.get(kind, "Give the function what it needs as plain values, or make it in the function."),
    )


def _refusal(value: Any) -> str | None:
    """Why a value does not pickle; None when it does."""
    try:
        cloudpickle.dump(value, _Nowhere())
    except Exception as error:  # a class may raise anything from __reduce__
        return "%s: %s" % (type(error).__name__, error) if str(error) else type(error).__name__
    return None


def _kind(value: Any) -> str:
    for types_, words in _KINDS:
        if isinstance(value, types_):
            return words
    return "of type %s" % type(value).__qualname__


def _parts(value: Any) -> Iterator[tuple[str, Any]]:
    """What a value is made of, as far as that has names."""
    if isinstance(value, dict):
        for number, (key, inner) in enumerate(value.items()):
            if number == _WIDTH:
                return
            yield "the value at %.40r" % (key,), inner
    elif isinstance(value, (list, tuple, set, frozenset)):
        for number, inner in enumerate(value):
            if number == _WIDTH:
                return
            yield "item %d" % (number + 1), inner
    elif isinstance(value, types.MethodType):
        yield "the object", value.__self__
    elif isinstance(value, types.FunctionType):
        yield from _variables(value)
    elif not isinstance(value, (type, types.ModuleType)):
        for name, inner in list(getattr(value, "__dict__", {}).items()):
            yield "the attribute %s" % name, inner


def _variables(function: types.FunctionType) -> Iterator[tuple[str, Any]]:
    """What travels with a function: what it closes over, its defaults, and the global names it uses."""
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or ()):
        try:
            yield "the variable %s" % name, cell.cell_contents
        except ValueError:  # not bound yet
            continue
    for number, default in enumerate(function.__defaults__ or (), 1):
        yield "default %d" % number, default
    for name in function.__code__.co_names:
        if name in function.__globals__:
            yield "the global variable %s" % name, function.__globals__[name]
