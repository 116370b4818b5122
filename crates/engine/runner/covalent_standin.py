"""Stands in for the `covalent` package when a pickle made by Covalent runs where it is not installed.

A Covalent payload needs little of Covalent at run time: `TransportableObject`, which carries each
value as an inner pickle; `wrapper_fn`, which unpacks them and calls the function; and what the
DepsPip, DepsBash and DepsCall hooks of the function refer to. The behaviour, and the layout of a
result, are those of covalent 0.240, so that a Covalent server reads the results. Anything else of
Covalent is refused with the advice to install the real package.
"""

import base64
import importlib
import os
import platform
import sys
import types

import cloudpickle


class ResultNotPickled(TypeError):
    """The function's return value cannot travel."""

    longshore_failure = ("result", 74)

    def __init__(self, output, error):
        kind = type(output)
        name = kind.__qualname__ if kind.__module__ == "builtins" else kind.__module__ + "." + kind.__qualname__
        message = "The function returned a value of type %s, which cannot be pickled: %s: %s"
        super().__init__(message % (name, type(error).__name__, error))
        self.longshore_type = kind


class PackagesNotInstalled(Exception):
    """A DepsPip hook failed; the details are pip's last lines."""

    longshore_failure = ("packages", 69)

    def __init__(self, lines):
        super().__init__("The packages of the payload's DepsPip could not be installed: %s" % " ".join(lines[-2:]))
        self.longshore_details = "\n".join(lines)


class TransportableObject:
    """A value as a base64 pickle, with the versions that made it. Attribute order is part of a result."""

    def __init__(self, obj):
        self._object = base64.b64encode(cloudpickle.dumps(obj)).decode("ascii")
        self._object_string = str(obj)
        self._header = {
            "py_version": platform.python_version(),
            "cloudpickle_version": cloudpickle.__version__,
            "attrs": {
                "doc": getattr(obj, "__doc__", ""),
                "name": getattr(obj, "__name__", ""),
            },
        }

    def __eq__(self, other):
        return isinstance(other, TransportableObject) and self.__dict__ == other.__dict__

    @property
    def header(self):
        return self._header

    @property
    def attrs(self):
        return self._header["attrs"]

    @property
    def python_version(self):
        return self._header["py_version"]

    @property
    def object_string(self):
        return self._object_string

    def get_serialized(self):
        return self._object

    def get_deserialized(self):
        return cloudpickle.loads(base64.b64decode(self._object))

    @staticmethod
    def make_transportable(obj):
        return obj if isinstance(obj, TransportableObject) else TransportableObject(obj)


def wrapper_fn(function, call_before, call_after, *args, **kwargs):
    """Runs the hooks and the function; what hooks return under a key becomes a keyword argument."""
    returned = {}
    for hook in call_before:
        value = _call_hook(hook)
        key = hook[3]
        if key:
            returned.setdefault(key, []).append(value)

    positional = [arg.get_deserialized() for arg in args]
    keyword = {name: arg.get_deserialized() for name, arg in kwargs.items()}
    for key, values in returned.items():
        # A key used once gives its value; "files" is Covalent's own and always a list.
        keyword[key] = values if len(values) > 1 or key == "files" else values[0]
    output = function.get_deserialized()(*positional, **keyword)

    for hook in call_after:
        _call_hook(hook)
    try:
        return TransportableObject(output)
    except Exception as error:
        raise ResultNotPickled(output, error) from error


def _call_hook(hook):
    function, args, kwargs = (part.get_deserialized() for part in hook[:3])
    return function(*args, **kwargs)


def apply_pip_deps(pkgs=(), requirements_content=""):
    """The DepsPip hook: installs into the task's own environment, never into a shared one."""
    import subprocess

    command = [sys.executable, "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "-q"]
    own = os.path.join(os.getcwd(), ".longshore-env")
    if not sys.prefix.startswith(own):
        folder = os.path.join(os.getcwd(), ".longshore-packages")
        command += ["--target", folder]
        sys.path.insert(0, folder)
    requirements = "longshore-requirements.txt"
    if requirements_content:
        with open(requirements, "w", encoding="utf-8") as file:
            file.write(requirements_content)
        command += ["-r", requirements]
    else:
        command += " ".join(pkgs).split()
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if requirements_content:
        os.remove(requirements)
    importlib.invalidate_caches()
    if done.returncode != 0:
        raise PackagesNotInstalled(done.stdout.decode("utf-8", "replace").strip().splitlines()[-30:])


def apply_bash_commands(commands):
    """The DepsBash hook; what the commands print goes to the task's own logs."""
    import subprocess

    for command in commands:
        sys.stdout.flush()
        subprocess.run(command, stdin=subprocess.DEVNULL, shell=True, check=True)


def get_context():
    """`covalent.get_context()`, as the Azure Batch executor leaves it: unset."""
    return types.SimpleNamespace(dispatch_id=None, task_id=None)


# Payloads refer to these by module and name; results must name them as Covalent does.
MODULES = {
    "covalent": {"TransportableObject": TransportableObject, "get_context": get_context},
    "covalent._workflow": {},
    "covalent._workflow.depsbash": {"apply_bash_commands": apply_bash_commands},
    "covalent._workflow.depspip": {"apply_pip_deps": apply_pip_deps},
    "covalent._workflow.transport": {"TransportableObject": TransportableObject},
    "covalent._workflow.transportable_object": {"TransportableObject": TransportableObject},
    "covalent.executor": {},
    "covalent.executor.base": {"wrapper_fn": wrapper_fn},
    "covalent.executor.utils": {"get_context": get_context},
    "covalent.executor.utils.wrappers": {"wrapper_fn": wrapper_fn},
}


class _Absent:
    """Refuses the rest of Covalent by name, where Python would only say that it found no module."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.startswith("covalent."):
            raise _lacking(ModuleNotFoundError, name)


def _lacking(error, name):
    message = "the payload uses %s, which needs the covalent package itself: add covalent to the task's packages"
    return error(message % name, name="covalent") if error is ModuleNotFoundError else error(message % name)


def install():
    """Registers the stand-in; only where `covalent` cannot be found."""
    for name, members in MODULES.items():
        module = types.ModuleType(name, "Longshore's stand-in for a part of Covalent.")
        module.__path__ = []
        vars(module).update(members)
        sys.modules[name] = module
        parent, _, last = name.rpartition(".")
        if parent:
            setattr(sys.modules[parent], last, module)
    _claim(TransportableObject, "covalent")
    _claim(get_context, "covalent")
    _claim(wrapper_fn, "covalent.executor.utils.wrappers")
    _claim(apply_pip_deps, "covalent._workflow.depspip")
    _claim(apply_bash_commands, "covalent._workflow.depsbash")
    sys.modules["covalent"].__getattr__ = _missing_name
    sys.meta_path.append(_Absent)


def _claim(member, module):
    member.__module__ = module


def _missing_name(name):
    # Dunder names are asked for by the import system and by pickle, which expect a plain refusal.
    if name.startswith("__"):
        raise AttributeError(name)
    raise _lacking(AttributeError, "covalent." + name)
