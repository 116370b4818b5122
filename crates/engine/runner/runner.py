"""Runs one Longshore task on a node: `python3 runner.py` in the task's working folder.

In (environment)
  LONGSHORE_KIND      pickle | python | shell | bundle
  LONGSHORE_PAYLOAD   name of the payload file in the working folder
  LONGSHORE_PYTHON    optional, "3.11": the minor version the payload needs
  LONGSHORE_PACKAGES  optional JSON array of pip requirements
  LONGSHORE_ARGS      optional JSON array of strings, the arguments of a script or bundle
  LONGSHORE_ENTRY     bundles: JSON array, the command to run in the unpacked folder
  LONGSHORE_OWN_ENV   "1": an environment of the task's own even without packages

Out (files): `result.pkl` (pickles), `outputs/**`, `error.json` if the task failed and, always and
last, `manifest.json` with the size and SHA-256 of each of them. The exit code is the payload's own;
the runner's are the EXIT_* constants below, and 128 + n when signal n ended the payload.

A supervisor owns those files and the payload runs in a child process, so that a crash, `os._exit`
or a kill of the payload still leaves an account of what happened. Needs Python 3.8; cloudpickle for
pickles; and beside this file `covalent_standin.py` for pickles, `longshore_environment.py` for
packages and `longshore_bundle.py` for bundles. Keep to syntax that older versions of Python parse:
they must get as far as refusing the task.
"""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
# The payload lies here too: one named like a module (`random.py`) must not be imported in its stead.
sys.path[:] = [entry for entry in sys.path if entry and os.path.abspath(entry) != HERE]

import json  # noqa: E402
import signal  # noqa: E402
import types  # noqa: E402

sys.path.append(HERE)  # last: for what lies beside this file and nowhere else

EXIT_EXCEPTION = 1
EXIT_WRONG_PYTHON = 64
EXIT_PAYLOAD = 65
EXIT_RUNNER = 70
EXIT_RESULT = 74
EXIT_SIGNAL = 128

PYTHON = ("python", "python3")  # in a bundle's entry: the task's interpreter
KINDS = ("pickle", "python", "shell", "bundle")
VERSION = "%d.%d.%d" % sys.version_info[:3]
WORK = os.getcwd()
RESULT = os.path.join(WORK, "result.pkl")
ERROR = os.path.join(WORK, "error.json")
OWN_ENVIRONMENT = os.path.join(WORK, ".longshore-env")
BUNDLE = os.path.join(WORK, "bundle")
STAGE = "LONGSHORE_STAGE"  # "payload": this process was started to run the payload, not to supervise

MAX_MESSAGE = 8 * 1024
MAX_TRACEBACK = 64 * 1024


# --- Failures -----------------------------------------------------------------------------------


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


class Stopped(BaseException):
    """A signal asked the supervisor to end while no child was there to hand it on to."""

    def __init__(self, number):
        super().__init__(number)
        self.number = number


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
    """The traceback of `error` without the frames of the runner and the stand-in that led to it."""
    own = {show.__code__.co_filename, os.path.join(HERE, "covalent_standin.py")}
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


def say(message):
    print("longshore: " + message, file=sys.stderr, flush=True)


# --- The working folder -------------------------------------------------------------------------


def remove(path):
    if os.path.isdir(path) and not os.path.islink(path):
        import shutil

        shutil.rmtree(path, ignore_errors=True)
    elif os.path.lexists(path):
        os.remove(path)


def collect_outputs():
    """Moves what a bundle left in its own `outputs` to where the task's outputs are taken from."""
    source = os.path.join(BUNDLE, "outputs")
    for folder, _, names in os.walk(source):
        target = os.path.join(WORK, "outputs", os.path.relpath(folder, source))
        os.makedirs(target, exist_ok=True)
        for name in names:
            remove(os.path.join(target, name))
            os.replace(os.path.join(folder, name), os.path.join(target, name))


def write_json(path, document):
    # Names that are not UTF-8 are lone surrogates here, which JSON readers refuse.
    data = json.dumps(document, ensure_ascii=False).encode("utf-8", "replace")
    with open(path + ".part", "wb") as file:
        file.write(data)
    os.replace(path + ".part", path)


def write_manifest():
    paths = ["result.pkl", "error.json"]
    for folder, _, names in os.walk("outputs"):
        paths += [os.path.join(folder, name) for name in names]
    files = []
    for path in filter(os.path.isfile, paths):  # not broken links, nor pipes that have no end
        import hashlib  # loads OpenSSL: not for a task that leaves no files

        digest, size = hashlib.sha256(), 0
        with open(path, "rb") as file:
            for block in iter(lambda: file.read(1 << 20), b""):
                digest.update(block)
                size += len(block)
        name = os.fsencode(path).decode("utf-8", "replace").replace(os.sep, "/")
        files.append({"path": name, "size": size, "sha256": digest.hexdigest()})
    files.sort(key=lambda file: file["path"])
    write_json("manifest.json", {"version": 1, "python": VERSION, "files": files})


# --- What was asked for -------------------------------------------------------------------------


def asked_kind():
    kind = os.environ.get("LONGSHORE_KIND", "")
    if kind not in KINDS:
        raise bad_payload("LONGSHORE_KIND is %r, not one of %s." % (kind, ", ".join(KINDS)))
    return kind


def asked_payload():
    name = os.environ.get("LONGSHORE_PAYLOAD", "")
    path = os.path.join(WORK, name)
    if os.path.basename(name) != name or not os.path.isfile(path):
        raise bad_payload("The payload %r is not in the working folder." % name)
    return path


def asked_strings(variable):
    try:
        value = json.loads(os.environ.get(variable) or "[]")
    except ValueError:
        value = None
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise bad_payload("%s is not a JSON array of strings." % variable)
    return value


def check_python():
    """Bytecode in a pickle is misread by another minor version, or crashes it: see before loading it."""
    wanted, here = os.environ.get("LONGSHORE_PYTHON", ""), "%d.%d" % sys.version_info[:2]
    if sys.version_info < (3, 8):
        message = "Longshore tasks need Python 3.8 or newer; this node runs Python %s (%s)." % (VERSION, sys.executable)
    elif wanted and wanted != here:
        message = (
            "The payload was made for Python %s; this node runs Python %s (%s). "
            "Choose a pool or an image with Python %s, or make the payload again with Python %s."
        ) % (wanted, VERSION, sys.executable, wanted, here)
    else:
        return
    raise Failure("wrong_python", "WrongPython", message, EXIT_WRONG_PYTHON)


# --- Child processes ----------------------------------------------------------------------------


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


# --- Commands ---------------------------------------------------------------------------------


def asked_entry():
    entry = asked_strings("LONGSHORE_ENTRY")
    if not entry:
        raise bad_payload("LONGSHORE_ENTRY names no command to run in the bundle.")
    return entry


def bundle_script():
    """The script and its arguments when the bundle's entry is `python SCRIPT.py`, which is run here."""
    entry = asked_entry()
    if entry[0] in PYTHON and entry[1:] and entry[1].endswith(".py"):
        return os.path.join(BUNDLE, entry[1]), entry[2:]
    return None


def shell_command(path):
    """What the system would run for a file with the executable bit: its `#!` line, else /bin/sh."""
    with open(path, "rb") as file:
        line = file.readline(512)
    interpreter = os.fsdecode(line[2:].strip()).split(None, 1) if line.startswith(b"#!") else []
    return (interpreter or ["/bin/sh"]) + [path]


# --- The supervisor -----------------------------------------------------------------------------


def supervise():
    """Runs the task and leaves its account in the working folder; returns the exit code."""
    for name in ("result.pkl", "result.pkl.part", ERROR, "manifest.json", "outputs", BUNDLE, OWN_ENVIRONMENT):
        remove(name)  # what an earlier try left in the same folder
    os.mkdir("outputs")
    children = Children()
    try:
        code = run_task(children)
    except Failure as failure:
        code = account_for(failure)
    except Stopped as stop:
        code = account_for(killed_by(stop.number))
    except Exception as error:
        code = account_for(described(error, EXIT_RUNNER))
    # Not in a `finally`: the forked child leaves through here too, by SystemExit.
    children.ignore_signals()
    collect_outputs()
    remove(OWN_ENVIRONMENT)
    write_manifest()
    return code


def account_for(failure):
    say(str(failure))
    write_json(ERROR, failure.report)
    return failure.exit_code


def run_task(children):
    check_python()
    kind, payload = asked_kind(), asked_payload()
    variables, interpreter = dict(os.environ), sys.executable
    requirements = asked_strings("LONGSHORE_PACKAGES")
    if requirements or variables.get("LONGSHORE_OWN_ENV") == "1":
        import longshore_environment

        variables, interpreter = longshore_environment.make(OWN_ENVIRONMENT, requirements, children.read, say)
    if kind == "bundle":
        return run_bundle(children, payload, variables, interpreter)
    if kind == "shell":
        return run_program(children, shell_command(payload), variables, WORK)
    return run_python(children, variables, interpreter, kind)


def run_bundle(children, payload, variables, interpreter):
    import longshore_bundle

    entry, script = asked_entry(), bundle_script()
    longshore_bundle.unpack(payload, BUNDLE)
    os.makedirs(os.path.join(BUNDLE, "outputs"), exist_ok=True)
    if script is not None:
        return run_python(children, variables, interpreter, "bundle")
    program = interpreter if entry[0] in PYTHON else entry[0]
    return run_program(children, [program] + entry[1:], variables, BUNDLE)


def run_python(children, variables, interpreter, kind):
    if interpreter == sys.executable and hasattr(os, "fork"):
        code = children.fork(run_payload)
    else:
        variables[STAGE] = "payload"
        code = children.run([interpreter, os.path.abspath(__file__)], variables)
    if code > 0 and os.path.exists(ERROR):
        return code
    if code == 0 and kind == "pickle" and not os.path.exists(RESULT):
        message = "The function ended its process instead of returning a result."
        raise Failure("exit", "SystemExit", message, EXIT_EXCEPTION)
    return judge(code)


def run_program(children, command, variables, folder):
    variables["PYTHONUNBUFFERED"] = "1"  # logs are read while the task runs
    try:
        return judge(children.run(command + asked_strings("LONGSHORE_ARGS"), variables, folder))
    except OSError as error:
        raise bad_payload("The program %r could not be started: %s." % (command[0], error.strerror), error)


def judge(code):
    """The exit code of a payload that left no account of a failure itself."""
    remove(ERROR)  # a file of that name by the payload must not pass for one
    if code < 0:
        raise killed_by(-code)
    if code > 0:
        raise Failure("exit", "ExitCode", "The payload ended with exit code %d." % code, code)
    return code


# --- The payload stage: Python code in this process ---------------------------------------------


def run_payload():
    """Runs the script or pickle here; returns the exit code, with `error.json` when it failed."""
    os.environ.pop(STAGE, None)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
    try:
        kind = asked_kind()
        if kind == "pickle":
            run_pickle(asked_payload())
        else:
            script, arguments = (asked_payload(), []) if kind == "python" else bundle_script()
            os.chdir(BUNDLE if kind == "bundle" else WORK)
            run_script(script, arguments + asked_strings("LONGSHORE_ARGS"))
        return 0
    except Failure as failure:
        return account_for(failure)
    except SystemExit as end:
        failure = exited(end.code)
    except BaseException as error:
        show(error)
        failure = described(error, EXIT_EXCEPTION)
    if failure is None:
        return 0
    write_json(ERROR, failure.report)
    return failure.exit_code


def new_main():
    """A fresh `__main__`, so that the payload neither sees nor changes the runner's own names."""
    main = types.ModuleType("__main__")
    main.__builtins__ = __builtins__
    sys.modules["longshore_runner"] = sys.modules["__main__"]  # a module that nobody holds loses its names
    sys.modules["__main__"] = main
    return main


def run_script(path, arguments):
    try:
        with open(path, "rb") as file:
            source = file.read()
    except OSError as error:
        raise bad_payload("The script %r cannot be read: %s." % (os.path.relpath(path, WORK), error.strerror), error)
    main = new_main()
    main.__file__ = path
    sys.argv = [path] + arguments
    sys.path.insert(0, os.path.dirname(path))
    exec(compile(source, path, "exec", dont_inherit=True), main.__dict__)


def run_pickle(path):
    try:
        import cloudpickle
    except ModuleNotFoundError:
        message = (
            "Python %s (%s) on this node has no cloudpickle, which function payloads need. "
            "Add cloudpickle to the task's packages, or use an image that has it."
        ) % (VERSION, sys.executable)
        raise Failure("missing_module", "ModuleNotFoundError", message, EXIT_PAYLOAD, module="cloudpickle")
    import importlib.util

    if importlib.util.find_spec("covalent") is None:
        import covalent_standin

        covalent_standin.install()
    new_main()
    function, args, kwargs = load_call(path, cloudpickle)
    save_result(function(*args, **kwargs), cloudpickle)


def load_call(path, cloudpickle):
    try:
        with open(path, "rb") as file:
            call = cloudpickle.load(file)
    except ModuleNotFoundError as error:
        message = "The payload needs a module that this node lacks: %s." % text_of(error).rstrip(".")
        raise Failure("missing_module", type_name(type(error)), message, EXIT_PAYLOAD, traceback_of(error), error.name)
    except Exception as error:
        message = "The payload cannot be loaded by Python %s with cloudpickle %s: %s: %s"
        raise bad_payload(message % (VERSION, cloudpickle.__version__, type_name(type(error)), text_of(error)), error)
    if not (isinstance(call, tuple) and len(call) == 3):
        raise bad_payload("The payload holds %s, not (function, args, kwargs)." % type_name(type(call)))
    function, args, kwargs = call
    if not (callable(function) and isinstance(args, (tuple, list)) and isinstance(kwargs, dict)):
        names = tuple(type_name(type(part)) for part in call)
        raise bad_payload("The payload holds (%s, %s, %s), not (function, args, kwargs)." % names)
    return call


def save_result(result, cloudpickle):
    try:
        with open(RESULT + ".part", "wb") as file:
            cloudpickle.dump(result, file)
        os.replace(RESULT + ".part", RESULT)
    except Exception as error:
        remove(RESULT + ".part")
        name, why = type_name(type(result)), "%s: %s" % (type_name(type(error)), text_of(error))
        message = "The function returned a value of type %s, which cannot be pickled: %s" % (name, why)
        if isinstance(error, OSError):
            message = "The result could not be written: " + why
        raise Failure("result", name, message, EXIT_RESULT, traceback_of(error))


if __name__ == "__main__":
    sys.exit(run_payload() if os.environ.get(STAGE) == "payload" else supervise())
