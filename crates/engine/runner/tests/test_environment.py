"""Packages: an environment of the task's own, on top of the one the runner was started with."""

import ast
import os
import pathlib
import signal
import socket
import subprocess
import sys
import unittest

from task import RUNNER, SIGTERM_CODE, TaskCase, make_wheel

PROBE = "import longshore_probe, sys, os\nprint(longshore_probe.WORD, os.path.relpath(sys.prefix))\n"


class Packages(TaskCase):
    def setUp(self):
        super().setUp()
        make_wheel(self.home, "longshore-probe", "1.0", "WORD = 'one'\n")
        make_wheel(self.home, "longshore-probe", "2.0", "WORD = 'two'\n")
        self.offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": self.home.as_uri()}

    def blocked(self, *modules):
        """A PYTHONPATH on which these modules cannot be imported."""
        folder = self.home / "blocked"
        folder.mkdir()
        for module in modules:
            (folder / (module + ".py")).write_text("raise ImportError('not on this system')\n")
        return str(folder)

    def parent(self, *options):
        """Another environment to start the runner from."""
        folder = self.home / "parent"
        subprocess.run([sys.executable, "-m", "venv", *options, str(folder)], check=True)
        return folder

    def test_packages_are_installed_for_the_task_and_gone_after_it(self):
        ended = self.run_script(PROBE, LONGSHORE_PACKAGES='["longshore-probe==1.0"]', **self.offline)
        self.assertEqual((ended.code, ended.stdout), (0, "one .longshore-env\n"), ended.stderr)
        self.assertEqual(ended.stderr.splitlines()[-1], "longshore: Successfully installed longshore-probe-1.0")
        self.assertFalse((self.folder / ".longshore-env").exists())

    def test_two_tries_in_one_folder_each_get_what_they_ask_for(self):
        for version, word in (("1.0", "one"), ("2.0", "two")):
            packages = '["longshore-probe==%s"]' % version
            ended = self.run_script(PROBE, LONGSHORE_PACKAGES=packages, **self.offline)
            self.assertEqual((ended.code, ended.stdout), (0, word + " .longshore-env\n"), ended.stderr)

    def test_packages_of_the_parent_are_seen_but_never_changed(self):
        parent = self.parent()
        pip = [parent / "bin" / "python", "-m", "pip", "install", "--no-index", "--find-links", str(self.home)]
        subprocess.run(pip + ["longshore-probe==1.0"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        site = next((parent / "lib").glob("python*/site-packages"))
        before = {name for name in os.listdir(site) if name != "__pycache__"}
        (site / "by-pth.pth").write_text(str(self.home / "elsewhere") + "\n")
        (self.home / "elsewhere").mkdir()
        (self.home / "elsewhere" / "from_pth.py").write_text("")
        source = "import from_pth\n" + PROBE
        python = parent / "bin" / "python"
        ended = self.run_script(source, python=python, LONGSHORE_OWN_ENV="1", **self.offline)
        self.assertEqual((ended.code, ended.stdout), (0, "one .longshore-env\n"), ended.stderr)
        ended = self.run_script(source, python=python, LONGSHORE_PACKAGES='["longshore-probe==2.0"]', **self.offline)
        self.assertEqual((ended.code, ended.stdout), (0, "two .longshore-env\n"), ended.stderr)
        (site / "by-pth.pth").unlink()
        self.assertEqual({name for name in os.listdir(site) if name != "__pycache__"}, before)

    def test_a_bare_pip_or_python_is_the_one_of_the_task(self):
        script = "pip install -q longshore-probe==1.0 && python -c %r && command -v pip3\n" % PROBE.replace("\n", ";")
        payload = self.payload("run.sh", script.replace("\\n", "\n"))
        ended = self.run_task("shell", payload, LONGSHORE_OWN_ENV="1", **self.offline)
        place = os.path.realpath(self.folder / ".longshore-env" / "bin" / "pip3")
        self.assertEqual((ended.code, ended.stdout), (0, "one .longshore-env\n%s\n" % place), ended.stderr)

    def test_settings_of_the_node_do_not_send_packages_elsewhere(self):
        settings = dict(self.offline, PIP_USER="1", PIP_TARGET=str(self.home / "elsewhere"))
        ended = self.run_script(PROBE, LONGSHORE_PACKAGES='["longshore-probe"]', **settings)
        self.assertEqual((ended.code, ended.stdout), (0, "two .longshore-env\n"), ended.stderr)
        self.assertFalse((self.home / "elsewhere").exists())

    def test_the_packages_of_a_python_that_is_no_environment_are_left_alone(self):
        base = pathlib.Path(sys.base_prefix) / "bin" / ("python%d.%d" % sys.version_info[:2])
        ended = self.run_script(PROBE, python=base, LONGSHORE_PACKAGES='["longshore-probe==1.0"]', **self.offline)
        self.assertEqual((ended.code, ended.stdout), (0, "one .longshore-env\n"), ended.stderr)
        self.assertEqual(
            subprocess.run([base, "-c", "import longshore_probe"], stderr=subprocess.DEVNULL).returncode, 1
        )

    def test_pip_is_made_where_the_parent_has_none(self):
        python = self.parent("--without-pip") / "bin" / "python"
        ended = self.run_script(PROBE, python=python, LONGSHORE_PACKAGES='["longshore-probe==1.0"]', **self.offline)
        self.assertEqual((ended.code, ended.stdout), (0, "one .longshore-env\n"), ended.stderr)

    def refused(self, ended, *texts):
        self.assertEqual((ended.code, ended.error["kind"], ended.stdout), (69, "packages", ""), ended.stderr)
        for text in texts:
            self.assertIn(text, ended.error["message"])
        self.assertEqual(ended.files, ["error.json"])

    def test_a_python_without_venv_is_told_how_to_get_it(self):
        settings = dict(self.offline, PYTHONPATH=self.blocked("venv"))
        ended = self.run_script(PROBE, LONGSHORE_PACKAGES='["longshore-probe"]', **settings)
        self.refused(ended, "has no venv module", "apt install python3-venv")

    def test_a_python_without_pip_and_ensurepip_is_told_how_to_get_them(self):
        python = self.parent("--without-pip") / "bin" / "python"
        settings = dict(self.offline, PYTHONPATH=self.blocked("ensurepip"))
        ended = self.run_script(PROBE, python=python, LONGSHORE_PACKAGES='["longshore-probe"]', **settings)
        self.refused(ended, "has no pip", "apt install python3-venv")

    def test_an_index_that_cannot_be_reached_is_told_from_a_bad_name(self):
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            index = "http://127.0.0.1:%d/simple" % closed.getsockname()[1]
            settings = {"PIP_INDEX_URL": index, "PIP_RETRIES": "1", "PIP_TIMEOUT": "2"}
            ended = self.run_script(PROBE, LONGSHORE_PACKAGES='["longshore-probe"]', **settings)
        self.refused(ended, "The package index could not be reached from this node", "No matching distribution")
        self.assertIn("ERROR: No matching distribution found for longshore-probe", ended.error["traceback"])

    def test_a_package_that_does_not_exist_is_named(self):
        ended = self.run_script(PROBE, LONGSHORE_PACKAGES='["longshore-probe==9"]', **self.offline)
        self.refused(ended, "The packages could not be installed.", "longshore-probe==9")

    def test_what_is_not_a_package_is_refused(self):
        for requirement in ("--index-url=http://127.0.0.1:1", " ", "two words", "a==b==c"):
            with self.subTest(requirement):
                self.refused(self.run_script(PROBE, LONGSHORE_PACKAGES='["%s"]' % requirement, **self.offline))

    def test_sigterm_while_installing_ends_the_task_with_an_account(self):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            silent.settimeout(60)
            settings = {"PIP_INDEX_URL": "http://127.0.0.1:%d/simple" % silent.getsockname()[1]}
            process = self.start(
                "python", self.payload("script.py", PROBE), LONGSHORE_PACKAGES='["longshore-probe"]', **settings
            )
            connection, _ = silent.accept()
            with connection:
                process.send_signal(signal.SIGTERM)
                ended = self.ended(process)
        self.assertEqual((ended.code, ended.error["type"], ended.stdout), (SIGTERM_CODE, "SIGTERM", ""))
        self.assertFalse((self.folder / ".longshore-env").exists())

    def test_a_script_in_the_task_environment_is_run_like_any_other(self):
        ended = self.run_script("import sys\nsys.exit(sys.argv[1])\n", LONGSHORE_OWN_ENV="1", LONGSHORE_ARGS='["why"]')
        self.assertEqual((ended.code, ended.error["message"], ended.stderr), (1, "why", "why\n"))
        ended = self.run_script("import os\nos.abort()\n", LONGSHORE_OWN_ENV="1")
        self.assertEqual((ended.code, ended.error["type"]), (128 + signal.SIGABRT, "SIGABRT"))


class OldPythons(TaskCase):
    def test_a_python_older_than_3_8_is_refused_in_words(self):
        (self.home / "sitecustomize.py").write_text("import sys\nsys.version_info = (3, 6, 15, 'final', 0)\n")
        ended = self.run_script("print('not reached')\n", PYTHONPATH=str(self.home))
        self.assertEqual((ended.code, ended.error["kind"], ended.stdout), (64, "wrong_python", ""))
        self.assertIn("need Python 3.8 or newer; this node runs Python 3.6.15", ended.error["message"])

    def test_an_older_python_can_read_the_runner(self):
        ast.parse((RUNNER / "runner.py").read_text("utf-8"), feature_version=(3, 6))


if __name__ == "__main__":
    unittest.main()
