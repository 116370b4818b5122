"""A task as a node would start it: a working folder with the staged files, an environment, a run."""

import io
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
import unittest
import zipfile

import cloudpickle

RUNNER = pathlib.Path(__file__).resolve().parents[1]
STAGED = sorted(path.name for path in RUNNER.glob("*.py"))
PAYLOADS = RUNNER.parents[2] / "tests" / "payloads"
THIS_MINOR = "%d.%d" % sys.version_info[:2]
THIS_PYTHON = "%d.%d.%d" % sys.version_info[:3]


class Ended:
    """What a task left."""

    def __init__(self, folder, code, stdout, stderr):
        self.folder = folder
        self.code = code
        self.stdout = stdout.decode("utf-8", "replace")
        self.stderr = stderr.decode("utf-8", "replace")
        error = folder / "error.json"
        self.error = json.loads(error.read_text("utf-8")) if error.exists() else None
        self.manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        self.files = [file["path"] for file in self.manifest["files"]]

    def result(self):
        return cloudpickle.loads((self.folder / "result.pkl").read_bytes())


class TaskCase(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        # The name is one that shell scripts and .pth files get wrong easily.
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="longshore 'runner' "))
        self.addCleanup(shutil.rmtree, self.home, ignore_errors=True)
        self.folder = self.home / "wd"
        self.folder.mkdir()
        for name in STAGED:
            shutil.copy(RUNNER / name, self.folder / name)

    def payload(self, name, content):
        data = content.encode("utf-8") if isinstance(content, str) else content
        (self.folder / name).write_bytes(data)
        return name

    def variables(self, kind, payload, settings):
        # Nothing of the caller's pip settings: the tests must not depend on an index.
        variables = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "LONGSHORE_"))}
        variables.update(LONGSHORE_KIND=kind, LONGSHORE_PAYLOAD=payload, PIP_CONFIG_FILE=os.devnull)
        variables.update(settings)
        return {name: value for name, value in variables.items() if value is not None}

    def start(self, kind, payload, python=sys.executable, **settings):
        return subprocess.Popen(
            [str(python), "runner.py"],
            cwd=self.folder,
            env=self.variables(kind, payload, settings),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def ended(self, process):
        try:
            stdout, stderr = process.communicate(timeout=120)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        return Ended(self.folder, process.returncode, stdout, stderr)

    def run_task(self, kind, payload, **settings):
        return self.ended(self.start(kind, payload, **settings))

    def run_script(self, source, **settings):
        return self.run_task("python", self.payload("script.py", source), **settings)

    def pickled(self, value):
        """The pickle of `value` for a task, which cannot import the module of the tests."""
        module = sys.modules[type(self).__module__]
        cloudpickle.register_pickle_by_value(module)
        try:
            return cloudpickle.dumps(value)
        finally:
            cloudpickle.unregister_pickle_by_value(module)

    def run_function(self, function, *args, **settings):
        call = self.pickled((function, args, {}))
        return self.run_task("pickle", self.payload("call.pkl", call), **settings)

    def signalled(self, process, number):
        """Sends the signal once the task says, by a file, that it is ready for it."""
        deadline = time.monotonic() + 30
        while not (self.folder / "ready").exists():
            self.assertIsNone(process.poll(), "the task ended too early")
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.01)
        process.send_signal(number)
        return self.ended(process)


def zip_of(members):
    """A zip of {name: content or (content, mode)}; names are taken as they are."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            content, mode = content if isinstance(content, tuple) else (content, 0o100644)
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = mode << 16
            archive.writestr(info, content)
    return data.getvalue()


def tar_of(members):
    """A tar.gz of {name: content}, or {name: {TarInfo attribute: value}} for what is not a file."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            if isinstance(content, dict):
                for attribute, value in content.items():
                    setattr(info, attribute, value)
                archive.addfile(info)
            else:
                data_of_file = content.encode("utf-8")
                info.size = len(data_of_file)
                archive.addfile(info, io.BytesIO(data_of_file))
    return data.getvalue()


def make_wheel(folder, name, version, source):
    """A wheel of one module, so that installing needs no network."""
    module = name.replace("-", "_")
    about = "%s-%s.dist-info" % (module, version)
    with zipfile.ZipFile(folder / ("%s-%s-py3-none-any.whl" % (module, version)), "w") as wheel:
        wheel.writestr(module + ".py", source)
        wheel.writestr(about + "/METADATA", "Metadata-Version: 2.1\nName: %s\nVersion: %s\n" % (name, version))
        wheel.writestr(
            about + "/WHEEL", "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(
            about + "/RECORD", "%s.py,,\n%s/METADATA,,\n%s/WHEEL,,\n%s/RECORD,,\n" % (module, about, about, about)
        )


SIGTERM_CODE = 128 + signal.SIGTERM
