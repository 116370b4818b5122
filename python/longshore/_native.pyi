"""What the compiled part gives: the engine, as plain values.

Every call that takes time answers at once with a `concurrent.futures.Future`, so that the same call serves whoever waits
for its result and whoever awaits it (`asyncio.wrap_future`). Records are dicts and lists, named as in the `model` crate.
What goes wrong is an exception of `longshore.errors`.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any

Record = dict[str, Any]

__version__: str

class Engine:
    """The engine of one process, on threads of its own. It must not be used in a process that was forked from it."""

    def __init__(self, home: str | None, serve: Sequence[str]) -> None:
        """Opens the installation below `home`, or the one that the environment names. `serve` is the command that, with
        the data folder as a further word, calls `serve` below: the embedded Azure is started by it when needed."""

    @property
    def home(self) -> str:
        """The one folder to show to people."""

    @property
    def payloads(self) -> str:
        """The folder for payloads that are made to be submitted at once. What lies there is removed with the last job that
        names it."""

    def resume(self) -> Future[None]: ...
    def close(self) -> None:
        """Lets jobs go: they are taken up by whoever opens the installation next. Waits, not for long."""

    def accounts(self) -> Future[list[Record]]: ...
    def embedded(self) -> Future[Record | None]:
        """How the embedded Azure is named in Azure's own terms (`account` is its name here); None while none runs."""

    def save_account(
        self,
        name: str,
        settings: Record,
        secret: str | None = None,
        replaces: str | None = None,
        imported: str | None = None,
    ) -> Future[Record]:
        """`imported` is what the secret that came with the last `import_account` is asked for by."""

    def import_account(self, path: str) -> Future[Record]: ...
    def remove_account(self, name: str) -> Future[None]: ...
    def activate_account(self, name: str) -> Future[None]: ...
    def check_account(self, name: str) -> Future[Record]: ...
    def inspect(self, paths: Sequence[str]) -> Future[list[Record]]: ...
    def submit(self, request: Record) -> Future[str]:
        """`model::submit::SubmitRequest`; answers the job's id once the intent is written down."""

    def extend(self, job: str, payloads: Sequence[str]) -> Future[list[str]]:
        """Adds tasks to a job that this engine submitted with `open` true; answers their ids, in order."""

    def close_job(self, job: str) -> Future[None]:
        """An open job takes no more tasks, and ends with those it has. One whose process ends is closed by whoever takes
        it up."""

    def wait(self, job: str) -> Future[Record]:
        """The job once it has ended with its results here, or cannot go on without the user."""

    def refresh(self, job: str) -> Future[Record]: ...
    def job(self, job: str) -> Future[Record]: ...
    def jobs(self, query: Record) -> Future[Record]: ...
    def tasks(self, query: Record) -> Future[Record]: ...
    def cancel(self, job: str) -> Future[None]: ...
    def cancel_tasks(self, job: str, tasks: Sequence[str]) -> Future[None]: ...
    def delete_job(self, job: str) -> Future[None]: ...
    def run_again(self, job: str, tasks: Sequence[str], packages: Sequence[str]) -> Future[str]:
        """The tasks named, or all where none is; answers the new job's id."""

    def download(self, job: str, tasks: Sequence[str], folder: str) -> Future[Record]: ...
    def result_files(self, job: str, task: str) -> Future[list[Record]]: ...
    def log(self, request: Record) -> Future[Record]: ...
    def subscribe(self, listener: Callable[[list[Record]], None]) -> Subscription:
        """Has `listener` called, on a thread of the engine's, with what happened since the last time: at most twenty times
        a second. What it raises is written to the log."""

class Subscription:
    """Ends with `close`, or when it is dropped."""

    def close(self) -> None: ...

def serve(data_dir: str) -> int:
    """Serves the embedded Azure until it has been idle for some minutes; the exit code."""
