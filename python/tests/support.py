"""What the tests share: an installation of their own, on the embedded Azure of this computer."""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import textwrap
import time
import unittest
from pathlib import Path

HOME = Path(tempfile.mkdtemp(prefix="longshore-python-"))
os.environ["LONGSHORE_HOME"] = str(HOME)
# The service ends soon after the tests.
os.environ["LONGSHORE_LOCAL_IDLE"] = "4"


def _remove_home() -> None:
    lock = HOME / "data" / "local-azure" / "service.lock"
    deadline = time.monotonic() + 60
    while lock.exists() and _is_held(lock) and time.monotonic() < deadline:
        time.sleep(0.2)
    shutil.rmtree(HOME, ignore_errors=True)


def _is_held(lock: Path) -> bool:
    with open(lock) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


# Before the package is imported: what is registered first is done last, and the engine is closed by then.
atexit.register(_remove_home)

try:
    import longshore
except ModuleNotFoundError:  # not installed: the checkout's, with the compiled part beside it
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    import longshore
from longshore import _installation  # noqa: E402

#: The folder that holds the package.
PYTHON = Path(longshore.__file__).resolve().parent.parent


def engine():
    """The engine that the package uses."""
    return _installation.current().engine


class Case(unittest.TestCase):
    """A test with a folder of its own, and an eye on the jobs that are made."""

    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    @contextlib.contextmanager
    def jobs_made(self, number):
        """As many jobs are in the history afterwards as before and these."""
        before = engine().jobs({"limit": 1}).result()["total"]
        yield
        self.assertEqual(engine().jobs({"limit": 1}).result()["total"] - before, number)

    def python(self, code, **kwargs):
        """A program of its own in the same installation, which has been started."""
        environment = dict(os.environ, PYTHONPATH=str(PYTHON))
        return subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(code)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.folder,
            **kwargs,
        )

    def said_by(self, code, timeout=120):
        """What such a program printed; it must end well."""
        program = self.python(code)
        try:
            out, error = program.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            program.kill()
            out, error = program.communicate()
            self.fail("it did not end: %s%s" % (out, error))
        self.assertEqual(program.returncode, 0, error)
        return out.strip()


def until(fact, seconds=60):
    """Waits until something holds."""
    deadline = time.monotonic() + seconds
    while not fact():
        if time.monotonic() > deadline:
            raise AssertionError("it did not come to hold in %d seconds" % seconds)
        time.sleep(0.05)


__all__ = ["HOME", "PYTHON", "Case", "engine", "longshore", "until"]
