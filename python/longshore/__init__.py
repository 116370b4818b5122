"""Azure Batch from Python: submit functions and files, follow them, bring the results home.

    import longshore

    longshore.run(pow, 2, 10)                                 # one call, waited for

    with longshore.BatchExecutor(packages=["numpy"]) as executor:
        for value in executor.map(work, range(100)):          # one job of a hundred tasks
            print(value)

    job = longshore.submit("train.py", retries=0)             # files as well
    job.wait().tasks[0].stdout()

    longshore.jobs("state:failed")                            # whoever submitted them
    longshore.pack(work, 7, requirements=["numpy"])           # a payload for the desktop app

Without an account of your own, tasks run on this computer. Jobs are the same as in the desktop app and on the command
line: what one submits, the others show. Whatever takes time has a twin that is awaited (`submit_async`, `job.wait_async`),
and a job can be awaited itself. What goes wrong is a `LongshoreError`, with a title and what to do about it.
"""

from __future__ import annotations

try:
    from ._native import __version__ as __version__
except ImportError as _error:
    from ._compiled import advice

    raise ImportError(advice(_error), name="longshore._native", path=_error.path) from _error

from ._accounts import (
    Account,
    AccountCheck,
    CheckLine,
    account,
    account_async,
    accounts,
    accounts_async,
    import_account,
    import_account_async,
    save_account,
    save_account_async,
)
from ._installation import use_home
from ._job import Job
from ._jobs import (
    job,
    job_async,
    jobs,
    jobs_async,
    resume,
    resume_async,
    run,
    run_async,
    submit,
    submit_async,
)
from ._task import Task
from ._values import Counts, Download, ResultFile
from .errors import (
    BadInput,
    Conflict,
    FilesError,
    Interrupted,
    LongshoreError,
    NoKeyring,
    NotAllowed,
    NotFound,
    ServiceError,
    SignInFailed,
    TaskCancelled,
    TaskFailed,
    Unreachable,
    UnreadableResult,
    VerificationFailed,
)
from .executor import BatchExecutor, BatchFuture
from .payload import pack

__all__ = [
    "Account",
    "AccountCheck",
    "BadInput",
    "BatchExecutor",
    "BatchFuture",
    "CheckLine",
    "Conflict",
    "Counts",
    "Download",
    "FilesError",
    "Interrupted",
    "Job",
    "LongshoreError",
    "NoKeyring",
    "NotAllowed",
    "NotFound",
    "ResultFile",
    "ServiceError",
    "SignInFailed",
    "Task",
    "TaskCancelled",
    "TaskFailed",
    "Unreachable",
    "UnreadableResult",
    "VerificationFailed",
    "account",
    "account_async",
    "accounts",
    "accounts_async",
    "import_account",
    "import_account_async",
    "job",
    "job_async",
    "jobs",
    "jobs_async",
    "pack",
    "resume",
    "resume_async",
    "run",
    "run_async",
    "save_account",
    "save_account_async",
    "submit",
    "submit_async",
    "use_home",
]
