"""Runs one Longshore task on a node: `python3 runner.py` in the task's working folder.

In (environment)
  LONGSHORE_KIND      pickle | python | shell | bundle
  LONGSHORE_PAYLOAD   name of the payload file in the working folder
  LONGSHORE_PYTHON    optional, "3.11": the minor version the payload needs
  LONGSHORE_PACKAGES  optional JSON array of pip requirements
  LONGSHORE_ARGS      optional JSON array of strings, the arguments of a script or bundle
  LONGSHORE_ENTRY     bundles: JSON array, the command to run in the unpacked folder
  LONGSHORE_OWN_ENV   "1": an environment of the task's own even without packages

Out (files): `result.pkl` (pickles), `outputs/**`, `error.json` if the task failed (beside it, where the
function of a pickle raised an exception that pickles, that as `error.pkl`) and, always and last, `manifest.json` with the size and SHA-256 of each of them. The exit code is the payload's own;
the runner's are the EXIT_* constants here and beside, and 128 + n when signal n ended the payload.

A supervisor owns those files and the payload runs in a child process, so that a crash, `os._exit`
or a kill of the payload still leaves an account of what happened. Needs Python 3.8; cloudpickle for
pickles; and beside this file `longshore_failure.py` and `longshore_children.py`, for pickles also
`longshore_pickle.py` and `covalent_standin.py`, for packages `longshore_environment.py`, for bundles
`longshore_bundle.py`. Keep to syntax that older versions of Python parse:
they must get as far as refusing the task.
"""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
# The payload lies here too: one named like a module (`random.py`) must not be imported in its stead.
sys.path[:] = [entry for entry in sys.path if entry and os.path.abspath(entry) != HERE]

import json  # noqa: E402
import types  # noqa: E402

sys.path.append(HERE)  # last: for what lies beside this file and nowhere else

from longshore_children import Children, Stopped  # noqa: E402
from longshore_failure import (  # noqa: E402
    EXIT_EXCEPTION,
    VERSION,
    Failure,
    bad_payload,
    described,
    exited,
    killed_by,
    show,
)

EXIT_WRONG_PYTHON = 64
EXIT_RUNNER = 70

PYTHON = ("python", "python3")  # in a bundle's entry: the task's interpreter
KINDS = ("pickle", "python", "shell", "bundle")
WORK = os.getcwd()
RESULT = os.path.join(WORK, "result.pkl")
ERROR = os.path.join(WORK, "error.json")
EXCEPTION = os.path.join(WORK, "error.pkl")
OWN_ENVIRONMENT = os.path.join(WORK, ".longshore-env")
BUNDLE = os.path.join(WORK, "bundle")
STAGE = "LONGSHORE_STAGE"  # "payload": this process was started to run the payload, not to supervise


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
    paths = ["result.pkl", "error.json", "error.pkl"]
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
    stale = ("result.pkl", "result.pkl.part", ERROR, EXCEPTION, "manifest.json", "outputs", BUNDLE, OWN_ENVIRONMENT)
    for name in stale:
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
    for name in (ERROR, EXCEPTION):  # a file of that name by the payload must not pass for one
        remove(name)
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
            import longshore_pickle

            longshore_pickle.run(asked_payload(), RESULT, new_main)
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
        if kind == "pickle":
            longshore_pickle.save_exception(error, EXCEPTION)
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


if __name__ == "__main__":
    sys.exit(run_payload() if os.environ.get(STAGE) == "payload" else supervise())
