"""Why a task failed: exceptions, signals and exit codes in the terms of `error.json`."""

import os
import signal
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
OWN_FILES = ("runner.py", "longshore_pickle.py", "covalent_standin.py")  # those that payloads are called from

EXIT_EXCEPTION = 1
EXIT_PAYLOAD = 65
EXIT_SIGNAL = 128

VERSION = "%d.%d.%d" % sys.version_info[:3]

MAX_MESSAGE = 8 * 1024
MAX_TRACEBACK = 64 * 1024


class Failure(Exception):
    """Why the task failed, in the terms of `error.json`."""

    def __init__(self, kind, type, message, exit_code, traceback="", module=None):
        super().__init__(message)
        self.exit_code = exit_code
        self.report = {
            "kind": kind,
            "type": type,
            "message": shorten(message, MAX_MESSAGE),
            "traceback": shorten(traceback, MAX_TRACEBACK),
            "module": module,
            "python": VERSION,
            "exit_code": exit_code,
        }


def bad_payload(message, error=None):
    kind = type_name(type(error)) if error else "BadPayload"
    return Failure("payload", kind, message, EXIT_PAYLOAD, traceback_of(error))


def killed_by(number):
    try:
        name = signal.Signals(number).name
    except ValueError:
        name = "signal %d" % number
    hint = {
        "SIGKILL": " The node may have run out of memory, or the time limit was reached.",
        "SIGSEGV": " Native code crashed, or the payload was made by another version of Python.",
    }.get(name, "")
    return Failure("signal", name, "The payload was ended by %s.%s" % (name, hint), EXIT_SIGNAL + number)


def described(error, exit_code):
    """The failure that an exception is; those of the files beside this one say it themselves."""
    kind, code = getattr(error, "longshore_failure", ("exception", exit_code))
    module = None
    if isinstance(error, ModuleNotFoundError):
        kind, module = "missing_module", error.name
    elif isinstance(error, KeyboardInterrupt):
        kind, code = "signal", EXIT_SIGNAL + signal.SIGINT
    details = getattr(error, "longshore_details", None)
    trace = traceback_of(error) if details is None else details
    return Failure(kind, type_name(getattr(error, "longshore_type", type(error))), text_of(error), code, trace, module)


def show(error):
    """Prints `error` on stderr as Python would, from the payload's first frame on."""
    trace = payload_frames(error)
    try:
        sys.excepthook(type(error), error.with_traceback(trace), trace)
    except Exception:  # the payload may have put a hook of its own there; error.json has the traceback
        pass


def exited(code):
    """The failure of a payload that called `sys.exit(code)`; None when that means success."""
    if code is None:
        return None
    message = "The payload ended with exit code %s." % code
    if not isinstance(code, int):
        message, code = text_of(code), EXIT_EXCEPTION
        print(message, file=sys.stderr)
    code &= 0xFF  # all that the system keeps of it
    return Failure("exit", "SystemExit", message, code) if code else None


def payload_frames(error):
    """The traceback of `error` without the frames of the runner's own files that led to it."""
    own = {os.path.join(HERE, name) for name in OWN_FILES}
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename in own:
        trace = trace.tb_next
    return trace


def traceback_of(error):
    if error is None:
        return ""
    import traceback

    return "".join(traceback.format_exception(type(error), error, payload_frames(error)))


def type_name(kind):
    plain = kind.__module__ in ("builtins", "__main__", "covalent_standin", "longshore_bundle", "longshore_environment")
    return kind.__qualname__ if plain else kind.__module__ + "." + kind.__qualname__


def text_of(value):
    try:
        return str(value)
    except Exception:
        return "<its text could not be made>"


def shorten(text, limit):
    """`text` in about `limit` bytes of UTF-8 at most; the end, which says most, keeps most."""
    data = text.encode("utf-8", "replace")
    if len(data) <= limit:
        return data.decode("utf-8")
    gap = "\n[%d bytes left out]\n" % (len(data) - limit)
    return data[: limit // 4].decode("utf-8", "ignore") + gap + data[-limit * 3 // 4 :].decode("utf-8", "ignore")
