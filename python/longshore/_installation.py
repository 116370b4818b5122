"""The engine of this process: one, opened when it is first needed, and given up when the process ends.

A process that was forked has none of its parent's threads, so it must not use the parent's engine: it opens one of its
own. The parent's is kept in the child for as long as the child lives, because to drop it would be to use it.
"""

from __future__ import annotations

import atexit
import os
import sys
import threading
import weakref
from typing import TYPE_CHECKING, Protocol

from . import _native
from .errors import Conflict

if TYPE_CHECKING:
    from ._tracker import Tracker

# Runs in a process of its own, without this package: only the compiled part is needed to serve. This Python goes first on
# its path, so that tasks run by the version that makes their functions.
_SERVE = """\
import importlib.util, os, sys
os.environ["PATH"] = os.pathsep.join([os.path.dirname(sys.executable), os.environ.get("PATH", os.defpath)])
spec = importlib.util.spec_from_file_location("longshore._native", sys.argv[1])
native = importlib.util.module_from_spec(spec)
spec.loader.exec_module(native)
sys.exit(native.serve(sys.argv[3]))
"""


def serve_command() -> list[str]:
    """Starts the embedded Azure. The engine adds two words: one that hides it from people, and the data folder."""
    return [sys.executable, "-I", "-c", _SERVE, os.path.abspath(_native.__file__)]


class ClosesFirst(Protocol):
    """Has something to put in order while the engine is still there."""

    def before_close(self) -> None:
        """The engine is about to close."""


class Installation:
    """One home, opened in this process."""

    def __init__(self, home: str | None) -> None:
        self.engine = _native.Engine(home, serve_command())
        self._tracker: Tracker | None = None
        self._first: weakref.WeakSet[ClosesFirst] = weakref.WeakSet()
        self._lock = threading.Lock()

    @property
    def tracker(self) -> Tracker:
        """Whoever follows jobs does it through this one."""
        from ._tracker import Tracker

        with self._lock:
            if self._tracker is None:
                self._tracker = Tracker(self.engine)
            return self._tracker

    def closes_first(self, one: ClosesFirst) -> None:
        """Has somebody put things in order before the engine closes."""
        with self._lock:
            self._first.add(one)

    def close(self) -> None:
        """Jobs go on at the service, and are taken up by whoever opens the installation next."""
        with self._lock:
            first = list(self._first)
        for one in first:
            one.before_close()
        if self._tracker is not None:
            self._tracker.close()
        self.engine.close()


_lock = threading.Lock()
_current: Installation | None = None
_home: str | None = None
#: Of the processes that this one was forked from.
_inherited: list[Installation] = []


def use_home(folder: os.PathLike[str] | str) -> None:
    """Keeps accounts, jobs and results below `folder` rather than where `LONGSHORE_HOME` or the system says.

    To be called before anything else of Longshore's: one process has one home.

    Raises:
        Conflict: Another home is in use already.
    """
    global _home
    wanted = os.path.abspath(os.fspath(folder))
    with _lock:
        if _current is not None and _current.engine.home != wanted:
            raise Conflict(
                "Longshore already uses %s in this process." % _current.engine.home,
                "Call use_home before anything else, or start another process.",
            )
        _home = wanted


def current() -> Installation:
    """The installation of this process, opened at the first call."""
    global _current
    with _lock:
        if _current is None:
            _current = Installation(_home)
        return _current


def close() -> None:
    """Lets go of everything, as at the end of the process. The next use opens it again."""
    global _current
    with _lock:
        closing, _current = _current, None
    if closing is not None:
        closing.close()


def _after_fork() -> None:
    global _current, _lock
    _lock = threading.Lock()
    if _current is not None:
        _inherited.append(_current)
        _current = None


atexit.register(close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
