"""A private Covalent server for a test.

Covalent keeps its configuration, database, logs and results below `HOME` (or the folders that `XDG_CONFIG_DIR`,
`XDG_CACHE_HOME`, `XDG_DATA_HOME` and the many `COVALENT_*` variables name) and reads where once, when it is imported. So a test's
process has a home of its own before it imports this, and `covalent` is imported after the server has started.
"""

import json
import os
import pathlib
import subprocess
import sys
import time

SERVE = pathlib.Path(__file__).with_name("serve.py")
#: How long it may take to import Covalent, make its database and answer, on a machine with much else to do.
START = 120
#: How long requests and dispatches under way may take to end.
STOP = 60


class Server:
    """Covalent's server, as long as the block lasts. `environment` is added to its own."""

    def __init__(self, home, environment=None, watched=False):
        self.home = pathlib.Path(home)
        self.log = self.home / "server.log"
        self._environment = environment or {}
        #: Where it keeps how long its event loop stood still, if that is watched.
        self._stalls = self.home / "stalls.json" if watched else None

    def __enter__(self):
        if "covalent" in sys.modules:
            raise RuntimeError("covalent was imported before its server was started, with another configuration")
        begun = time.monotonic()
        settled = private(os.environ, self.home)
        reading, writing = os.pipe()
        with open(self.log, "ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, SERVE, str(writing), *filter(None, [self._stalls])],
                env={**settled, **self._environment},
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                pass_fds=[writing],
            )
        os.close(writing)
        with os.fdopen(reading) as line:
            self.address = line.readline().strip()
        if not self.address:
            self._process.wait(START)
            raise RuntimeError(f"Covalent's server did not start:\n{self.log.read_text()}")
        self.started_in = time.monotonic() - begun
        os.environ.clear()
        os.environ.update(settled)
        host, port = self.address.removeprefix("http://").split(":")
        os.environ.update(COVALENT_DISPATCHER_ADDR=host, COVALENT_SVC_PORT=port, COVALENT_DISABLE_DASK="1")
        return self

    @property
    def process(self):
        """Its process id."""
        return self._process.pid

    def peak_memory(self):
        """The most memory it has held, in MiB."""
        status = pathlib.Path(f"/proc/{self.process}/status").read_text()
        [line] = [line for line in status.splitlines() if line.startswith("VmHWM:")]
        return int(line.split()[1]) / 1024

    def stalls(self):
        """By how many seconds its event loop was late at most, and in all."""
        if self._stalls.exists():
            return json.loads(self._stalls.read_text())
        return {"longest": 0, "total": 0}

    def kill(self):
        """Ends it as a crash does."""
        self._process.kill()
        self._process.wait(STOP)

    def __exit__(self, *_):
        if self._process.poll() is None:
            self._process.stdin.close()
            try:
                self._process.wait(STOP)
            except subprocess.TimeoutExpired:
                self.kill()
                raise


def private(environment, home):
    """`environment` without what leads Covalent out of `home`."""
    kept = {name: value for name, value in environment.items() if not name.startswith(("COVALENT_", "XDG_"))}
    return {**kept, "HOME": str(home)}
