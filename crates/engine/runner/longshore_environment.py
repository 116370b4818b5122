"""An environment of the task's own: `.longshore-env`, with the packages the task asked for.

It sees the packages of the Python the runner was started with and cannot change them, whether that
is a virtual environment, a container's Python or one that its distribution manages (PEP 668).
"""

import collections
import importlib.util
import os
import sys


class PackagesNotInstalled(Exception):
    """Why the task cannot have its packages; the details are pip's last lines."""

    longshore_failure = ("packages", 69)

    def __init__(self, message, details=()):
        super().__init__(message)
        self.longshore_details = "\n".join(details)


def make(folder, requirements, read, say):
    """Makes the environment in `folder`: (environment variables, interpreter).

    `read(command, variables, on_line)` runs a command and returns its exit code.
    """
    for requirement in requirements:
        if not requirement.strip() or requirement.startswith("-"):
            raise PackagesNotInstalled("%r is not a package." % requirement)
    try:
        import venv
    except ImportError:
        raise _cannot("no venv module") from None
    try:
        builder = venv.EnvBuilder(symlinks=os.name != "nt")
        scripts = builder.ensure_directories(folder).bin_path
        builder.create(folder)
        _see_packages_of_parent(folder)
        _provide_pip(scripts)
    except (OSError, ValueError) as error:
        raise PackagesNotInstalled("The task's own environment could not be made: %s." % error) from error
    interpreter = os.path.join(scripts, "python.exe" if os.name == "nt" else "python")
    variables = _variables(folder, scripts)
    if importlib.util.find_spec("pip") is None:
        last = collections.deque(maxlen=30)
        if read([interpreter, "-m", "ensurepip"], variables, last.append) != 0:
            raise _cannot("no pip", last)
    if requirements:
        _install(interpreter, requirements, variables, read, say)
    return variables, interpreter


def _cannot(lack, details=()):
    message = (
        "Python %d.%d.%d (%s) on this node has %s, which a task with packages of its own needs. "
        "On Debian and Ubuntu: apt install python3-venv. Or use an image that has the packages."
    )
    return PackagesNotInstalled(message % (sys.version_info[:3] + (sys.executable, lack)), details)


def _see_packages_of_parent(folder):
    """Appends the parent's package folders, and what their own .pth files add, to the new sys.path."""
    parents = [path for path in sys.path if os.path.basename(path) in ("site-packages", "dist-packages")]
    for path, _, _ in os.walk(folder):
        if os.path.basename(path) == "site-packages":
            with open(os.path.join(path, "parent.pth"), "w") as file:
                file.writelines("import site; site.addsitedir(%s)\n" % ascii(parent) for parent in parents)


def _provide_pip(scripts):
    """Makes a bare `pip` in the task mean this environment; pip's own code may be the parent's."""
    for name in () if os.name == "nt" else ("pip", "pip3"):
        path = os.path.join(scripts, name)
        with open(path, "w") as file:
            file.write('#!/bin/sh\nexec "$(dirname -- "$0")/python" -m pip "$@"\n')
        os.chmod(path, 0o755)


def _variables(folder, scripts):
    variables = dict(os.environ, VIRTUAL_ENV=folder, PIP_NO_INPUT="1", PIP_DISABLE_PIP_VERSION_CHECK="1")
    variables["PATH"] = scripts + os.pathsep + variables.get("PATH", os.defpath)
    variables["PIP_USER"] = "0"  # a setting of the node's would send packages elsewhere, as would these:
    for name in ("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PYTHONHOME"):
        variables.pop(name, None)
    return variables


def _install(interpreter, requirements, variables, read, say):
    last = collections.deque(maxlen=30)

    def on_line(line):
        last.append(line)
        if line.startswith(("Collecting ", "Installing collected ", "Successfully installed ")):
            say(line if len(line) <= 120 else line[:117] + "...")

    options = ["--no-input", "--disable-pip-version-check", "--progress-bar", "off", "--no-compile", "--"]
    if read([interpreter, "-m", "pip", "install"] + options + requirements, variables, on_line) == 0:
        return
    errors = [line[len("ERROR: ") :] for line in last if line.startswith("ERROR: ")] or list(last)[-3:]
    message = "The packages could not be installed."
    if any("connection broken by" in line or "Max retries exceeded" in line for line in last):
        message = (
            "The package index could not be reached from this node: "
            "check its network, or use an image that has the packages."
        )
    raise PackagesNotInstalled("%s pip says: %s" % (message, " ".join(errors)), last)
