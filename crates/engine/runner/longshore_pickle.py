"""Runs a function that came as a pickle of `(function, args, kwargs)`, and pickles what it returns."""

import os
import sys

from longshore_failure import EXIT_PAYLOAD, VERSION, Failure, bad_payload, text_of, traceback_of, type_name

EXIT_RESULT = 74


def run(path, result, prepare):
    """Calls the function of the pickle at `path` and leaves what it returned at `result`. `prepare` is called before
    anything of the payload is loaded."""
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
    prepare()
    function, args, kwargs = load(path, cloudpickle)
    save(function(*args, **kwargs), result, cloudpickle)


def load(path, cloudpickle):
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


def save(value, path, cloudpickle):
    try:
        with open(path + ".part", "wb") as file:
            cloudpickle.dump(value, file)
        os.replace(path + ".part", path)
    except Exception as error:
        if os.path.lexists(path + ".part"):
            os.remove(path + ".part")
        name, why = type_name(type(value)), "%s: %s" % (type_name(type(error)), text_of(error))
        message = "The function returned a value of type %s, which cannot be pickled: %s" % (name, why)
        if isinstance(error, OSError):
            message = "The result could not be written: " + why
        raise Failure("result", name, message, EXIT_RESULT, traceback_of(error))


def save_exception(error, path):
    """Leaves an exception of the function's at `path`, for a program that waits for it. One that does not pickle is known
    by its text alone, which `error.json` has."""
    import cloudpickle

    try:
        with open(path + ".part", "wb") as file:
            cloudpickle.dump(error, file)
        os.replace(path + ".part", path)
    except Exception:
        if os.path.lexists(path + ".part"):
            os.remove(path + ".part")
