"""Payload files: a function with its arguments, as the desktop app, the command line and the engine take it.

A payload is a cloudpickle of `(function, args, kwargs)`, and right behind it, when there is something to say of it, a
second pickle of plain words: the packages it needs, and the Python that made it when it carries code, which runs on no
other. Whoever unpickles the file stops after the first.
"""

from __future__ import annotations

import itertools
import os
import pickle
import sys
import types
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO, Callable, Union

import cloudpickle  # type: ignore[import-untyped]

from ._culprit import find_culprit
from .errors import BadInput, FilesError

PathLike = Union[str, "os.PathLike[str]"]

_numbers = itertools.count()


def pack(
    fn: Callable[..., Any],
    /,
    *args: Any,
    requirements: Sequence[str] = (),
    path: PathLike | None = None,
    **kwargs: Any,
) -> Path:
    """Writes a payload file of the call `fn(*args, **kwargs)`, to be submitted by the desktop app or the command line.

    The function and its arguments are pickled as they are now, straight into the file. They are not unpickled to see
    whether that works: it would take their memory a second time, and for classes of a notebook it is not free of effects.
    What cannot be unpickled where the task runs is told by the task's failure, before the function is called.

    Args:
        fn: What is to be called. A lambda or a function of a notebook will do. One that takes arguments called `path` or
            `requirements` is given them by `functools.partial`.
        requirements: Packages to install where it runs, as pip reads them: `["scikit-learn==1.7", "pandas>=2"]`.
        path: The file, which is replaced when it is there; it gets the ending `.pkl` if it has none of a pickle.
            By default it is called like the function, in the current folder.

    Returns:
        The file, as an absolute path.

    Raises:
        BadInput: Something does not pickle: the error says which argument, and what in it. No file is left.
        FilesError: The file cannot be written.
    """
    _check_callable(fn)
    file = Path(path if path is not None else payload_name(fn) + ".pkl")
    if file.suffix.lower() not in (".pkl", ".pickle"):
        file = file.with_name(file.name + ".pkl")
    return write_payload(Path(os.path.abspath(file)), fn, args, kwargs, requirements)


def write_payload(
    file: Path,
    fn: Callable[..., Any],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    requirements: Sequence[str] = (),
) -> Path:
    """Writes a payload, whole or not at all."""
    needed = checked_packages(requirements)
    part = file.with_name("%s.%d-%d.part" % (file.name, os.getpid(), next(_numbers)))
    try:
        with open(part, "xb") as stream:
            about: dict[str, Any] = {"longshore": 1, "requirements": needed}
            if _dump(stream, fn, args, kwargs):
                about["python"] = "%d.%d" % sys.version_info[:2]
            if needed or "python" in about:
                pickle.dump(about, stream, protocol=4)
        os.replace(part, file)
    except OSError as error:
        raise FilesError(
            "The payload %s cannot be written: %s." % (file, error.strerror or error),
            "See whether its folder is there, may be written to, and has room.",
        ) from error
    finally:
        try:
            os.remove(part)
        except FileNotFoundError:  # it has its real name by now, or was never made
            pass
    return file


def payload_name(fn: Callable[..., Any]) -> str:
    """What a call's payload, and so its task, is called: the function's name in letters that every file system has."""
    inner = getattr(fn, "func", fn)  # of a `functools.partial`
    name = getattr(inner, "__name__", None) or type(inner).__name__
    name = "".join(c if c.isascii() and (c.isalnum() or c == "_") else "-" for c in name).strip("-")
    return name[:40] or "call"


def checked_packages(packages: Sequence[str]) -> list[str]:
    """Names of packages, as a list of plain words.

    Raises:
        BadInput: One of them is an option of pip's, or no word at all.
    """
    if isinstance(packages, str):
        packages = [packages]
    for package in packages:
        fits = isinstance(package, str) and package.strip() and package.isprintable() and not package.startswith("-")
        if not fits:
            raise BadInput(
                "%r is not a Python package." % (package,),
                "Name packages as pip reads them: numpy, numpy==2.4.6, pandas>=2.",
            )
    return [str(package) for package in packages]


class _Pickler(cloudpickle.Pickler):  # type: ignore[misc]  # it has no types
    """Notes whether what it pickles carries code, and not only names of functions that are installed."""

    carries_code = False

    def reducer_override(self, obj: Any) -> Any:
        reduced = super().reducer_override(obj)
        if isinstance(obj, types.FunctionType) and reduced is not NotImplemented:
            self.carries_code = True
        return reduced


def _dump(stream: BinaryIO, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
    """Pickles a call; whether that carries code."""
    _check_callable(fn)
    pickler = _Pickler(stream)
    try:
        pickler.dump((fn, args, kwargs))
        return pickler.carries_code
    except Exception as error:
        culprit = find_culprit(fn, args, kwargs)
        if culprit is None and isinstance(error, (OSError, MemoryError)):
            raise  # it was not for the call that it failed: the disk may be full
        raise culprit or BadInput(
            "The call cannot be pickled, although each of its parts can: %s." % error,
            "Its arguments may hold something that changes while it is read: give copies.",
        ) from error


def _check_callable(fn: Any) -> None:
    if not callable(fn):
        raise BadInput(
            "A value of type %s cannot be called." % type(fn).__qualname__,
            "Give a function first, and then its arguments: pack(fn, 1, 2).",
        )
