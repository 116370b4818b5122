"""The supervisor's child processes, one at a time, and the signals that are meant for them."""

import os
import signal
import sys


class Stopped(BaseException):
    """A signal asked the supervisor to end while no child was there to hand it on to."""

    def __init__(self, number):
        super().__init__(number)
        self.number = number


class Children:
    """Runs one child at a time and hands SIGTERM and SIGINT on to it."""

    def __init__(self):
        self._pid = None
        self._starting = False
        self._signal = None
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._hand_on)

    def _hand_on(self, number, _frame):
        self._signal = number
        if self._pid is not None:
            try:
                os.kill(self._pid, number)
            except ProcessLookupError:
                pass  # the node signals the whole group: the child may be gone already
        elif not self._starting:
            raise Stopped(number)

    def ignore_signals(self):
        """From here on the account is written, which must not be cut short."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)

    def _supervised(self, start):
        """The exit code of what `start() -> (pid, wait)` started, or minus the signal that ended it."""
        sys.stdout.flush()
        sys.stderr.flush()
        self._starting = True
        try:
            self._pid, wait = start()
            if self._signal is not None:  # it came when there was nobody yet to hand it on to
                os.kill(self._pid, self._signal)
            return wait()
        finally:
            self._pid, self._starting = None, False

    def run(self, command, environment, folder=None):
        import subprocess

        def start():
            process = subprocess.Popen(command, env=environment, cwd=folder)
            return process.pid, process.wait

        return self._supervised(start)

    def read(self, command, environment, on_line):
        """Like `run`, for a step of the runner's own: `on_line` gets each line of its output."""
        import subprocess

        def start():
            process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

            def wait():
                with process:
                    for line in process.stdout:
                        on_line(line.decode("utf-8", "replace").rstrip())
                return process.returncode

            return process.pid, wait

        code = self._supervised(start)
        if self._signal is not None:
            raise Stopped(self._signal)
        return code

    def fork(self, work):
        """Runs `work` in a copy of this process, which saves starting an interpreter."""

        def start():
            pid = os.fork()
            if pid == 0:
                signal.signal(signal.SIGTERM, signal.SIG_DFL)
                signal.signal(signal.SIGINT, signal.default_int_handler)
                sys.exit(work())
            return pid, lambda: os.waitpid(pid, 0)[1]

        status = self._supervised(start)
        return -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
