"""Scripts: how they are run, and what is said of the ways they end."""

import hashlib
import os
import signal
import sys
import unittest

from task import SIGTERM_CODE, THIS_PYTHON, TaskCase


class Scripts(TaskCase):
    def test_a_script_runs_as_main_in_the_working_folder_with_its_arguments(self):
        ended = self.run_script(
            "import os, sys\nprint(__name__, os.path.basename(__file__), os.getcwd(), sys.argv[1:])\n",
            LONGSHORE_ARGS='["a b", "--c=\'d\'", "ü"]',
        )
        expected = "__main__ script.py %s %r\n" % (os.path.realpath(self.folder), ["a b", "--c='d'", "ü"])
        self.assertEqual((ended.code, ended.stdout, ended.stderr), (0, expected, ""))
        self.assertIsNone(ended.error)
        self.assertEqual(ended.manifest, {"version": 1, "python": THIS_PYTHON, "files": []})

    def test_the_manifest_lists_outputs_with_size_and_hash(self):
        ended = self.run_script(
            "import os\n"
            "open('outputs/plot.png', 'wb').write(b'image')\n"
            "os.makedirs('outputs/deep/er'); open('outputs/deep/er/x.txt', 'w').write('x')\n"
            "os.mkfifo('outputs/pipe'); os.symlink('nowhere', 'outputs/broken')\n"
        )
        files = [
            {"path": "outputs/deep/er/x.txt", "size": 1, "sha256": hashlib.sha256(b"x").hexdigest()},
            {"path": "outputs/plot.png", "size": 5, "sha256": hashlib.sha256(b"image").hexdigest()},
        ]
        self.assertEqual(ended.manifest, {"version": 1, "python": THIS_PYTHON, "files": files})

    def test_an_output_name_that_is_not_utf8_leaves_a_readable_manifest(self):
        ended = self.run_script("open(b'outputs/caf\\xe9', 'w').close()\n")
        self.assertEqual(ended.files, ["outputs/caf\ufffd"])

    def test_an_exception_is_told_by_the_frames_of_the_script_alone(self):
        ended = self.run_script("def inner():\n    raise ValueError('no such port')\n\ninner()\n")
        script = os.path.realpath(self.folder / "script.py")
        lines = [
            "Traceback (most recent call last):",
            '  File "%s", line 4, in <module>' % script,
            "    inner()",
            '  File "%s", line 2, in inner' % script,
            "    raise ValueError('no such port')",
            "ValueError: no such port",
        ]
        told = [line for line in ended.stderr.splitlines() if set(line.strip()) - set("^~")]
        self.assertEqual(told, lines)
        self.assertEqual(ended.error.pop("traceback").splitlines(), ended.stderr.splitlines())
        self.assertEqual(
            ended.error,
            {
                "kind": "exception",
                "type": "ValueError",
                "message": "no such port",
                "module": None,
                "python": THIS_PYTHON,
                "exit_code": 1,
            },
        )
        self.assertEqual((ended.code, ended.files), (1, ["error.json"]))

    def test_an_exception_that_cannot_be_printed_is_still_reported(self):
        ended = self.run_script("class Odd(Exception):\n    def __str__(self): raise RuntimeError\nraise Odd\n")
        self.assertEqual((ended.code, ended.error["type"]), (1, "Odd"))
        self.assertEqual(ended.error["message"], "<its text could not be made>")

    def test_a_syntax_error_names_its_line(self):
        ended = self.run_script("x = 1\nif x\n")
        self.assertEqual((ended.code, ended.error["type"]), (1, "SyntaxError"))
        self.assertIn('script.py", line 2', ended.error["traceback"])
        self.assertNotIn("runner.py", ended.error["traceback"])

    def test_a_missing_module_is_named(self):
        ended = self.run_script("import not_on_this_node.part\n")
        self.assertEqual(
            (ended.code, ended.error["kind"], ended.error["module"], ended.error["message"]),
            (1, "missing_module", "not_on_this_node", "No module named 'not_on_this_node'"),
        )

    def test_the_text_of_an_error_is_bounded(self):
        ended = self.run_script("raise ValueError('start' + 'é' * 1000000 + 'end')\n")
        self.assertLess(len(ended.error["message"].encode()), 9 * 1024)
        self.assertLess(len(ended.error["traceback"].encode()), 65 * 1024)
        self.assertTrue(ended.error["message"].startswith("start") and ended.error["message"].endswith("end"))

    def test_exit_codes_are_kept(self):
        for call, code, message in (
            ("sys.exit(7)", 7, "The payload ended with exit code 7."),
            ("sys.exit('no input')", 1, "no input"),
            ("sys.exit(-1)", 255, "The payload ended with exit code -1."),
            ("os._exit(9)", 9, "The payload ended with exit code 9."),
        ):
            with self.subTest(call):
                ended = self.run_script("import os, sys\n%s\n" % call)
                self.assertEqual((ended.code, ended.error["exit_code"]), (code, code))
                self.assertEqual((ended.error["kind"], ended.error["message"]), ("exit", message))
        for call in ("sys.exit()", "sys.exit(0)", "os._exit(0)"):
            with self.subTest(call):
                ended = self.run_script("import os, sys\n%s\n" % call)
                self.assertEqual((ended.code, ended.error, ended.files), (0, None, []))

    def test_a_string_given_to_exit_goes_to_stderr(self):
        self.assertEqual(self.run_script("import sys; sys.exit('no input')\n").stderr, "no input\n")

    def test_exit_handlers_and_threads_finish_before_the_account_is_written(self):
        ended = self.run_script(
            "import atexit, threading, time\n"
            "atexit.register(lambda: open('outputs/at-exit', 'w').close())\n"
            "threading.Thread(target=lambda: (time.sleep(0.2), open('outputs/thread', 'w').close())).start()\n"
        )
        self.assertEqual((ended.code, ended.files), (0, ["outputs/at-exit", "outputs/thread"]))

    def test_modules_beside_the_script_can_be_imported(self):
        self.payload("beside.py", "WORD = 'found'\n")
        self.assertEqual(self.run_script("import beside; print(beside.WORD)\n").stdout, "found\n")

    def test_a_script_named_like_a_module_does_not_disturb_the_runner(self):
        for name in ("json.py", "signal.py", "hashlib.py"):
            with self.subTest(name):
                ended = self.run_task("python", self.payload(name, "print('mine')\n"))
                (self.folder / name).unlink()
                self.assertEqual((ended.code, ended.stdout, ended.error), (0, "mine\n", None))

    def test_the_script_does_not_see_the_names_of_the_runner(self):
        ended = self.run_script("print(sorted(name for name in globals() if not name.startswith('__')))\n")
        self.assertEqual(ended.stdout, "[]\n")

    def test_processes_started_by_multiprocessing_find_the_script(self):
        ended = self.run_script(
            "import multiprocessing\n"
            "def double(x): return 2 * x\n"
            "if __name__ == '__main__':\n"
            "    with multiprocessing.get_context('spawn').Pool(2) as pool: print(pool.map(double, [1, 2]))\n"
        )
        self.assertEqual((ended.code, ended.stdout), (0, "[2, 4]\n"), ended.stderr)

    def test_lines_can_be_read_while_the_script_runs(self):
        process = self.start("python", self.payload("script.py", "import time\nprint('first')\ntime.sleep(60)\n"))
        self.assertEqual(process.stdout.readline(), b"first\n")
        process.terminate()
        self.ended(process)

    def test_the_environment_is_not_shown(self):
        ended = self.run_script("raise ValueError\n", AZURE_CLIENT_SECRET="kept-to-itself")
        self.assertNotIn("kept-to-itself", ended.stdout + ended.stderr + (self.folder / "error.json").read_text())

    def test_a_second_try_in_the_same_folder_starts_clean(self):
        first = self.run_script(
            "open('outputs/half', 'w').close()\nopen('result.pkl', 'w').close()\nraise ValueError\n"
        )
        self.assertEqual(first.files, ["error.json", "outputs/half", "result.pkl"])
        second = self.run_script("open('outputs/whole', 'w').close()\n")
        self.assertEqual((second.code, second.error, second.files), (0, None, ["outputs/whole"]))

    def test_an_error_json_of_the_script_is_not_taken_for_a_failure(self):
        ended = self.run_script("open('error.json', 'w').write('{}')\n")
        self.assertEqual((ended.code, ended.error), (0, None))

    def test_bad_settings_are_refused(self):
        self.payload("script.py", "print('not reached')\n")
        for kind, payload, settings in (
            ("python", "absent.py", {}),
            ("python", "../wd/script.py", {}),
            ("python", "", {}),
            ("magic", "script.py", {}),
            ("python", "script.py", {"LONGSHORE_ARGS": "not json"}),
            ("python", "script.py", {"LONGSHORE_ARGS": "[1]"}),
            ("python", "script.py", {"LONGSHORE_PACKAGES": '"numpy"'}),
            ("bundle", "script.py", {"LONGSHORE_ENTRY": "[]"}),
        ):
            with self.subTest(kind=kind, payload=payload, settings=settings):
                ended = self.run_task(kind, payload, **settings)
                self.assertEqual((ended.code, ended.error["kind"], ended.stdout), (65, "payload", ""))


class Signals(TaskCase):
    WAIT = "open('ready', 'w').close()\ntime.sleep(60)\n"

    def test_a_script_killed_by_a_signal_is_told_from_one_that_exits(self):
        for name in ("SIGKILL", "SIGSEGV"):
            with self.subTest(name):
                ended = self.run_script("import os, signal\nos.kill(os.getpid(), signal.%s)\n" % name)
                code = 128 + getattr(signal, name)
                self.assertEqual((ended.code, ended.error["kind"], ended.error["type"]), (code, "signal", name))

    def test_sigterm_reaches_the_script_and_the_account_is_still_written(self):
        process = self.start("python", self.payload("script.py", "import time\n" + self.WAIT))
        ended = self.signalled(process, signal.SIGTERM)
        self.assertEqual((ended.code, ended.error["type"], ended.files), (SIGTERM_CODE, "SIGTERM", ["error.json"]))

    def test_a_script_may_end_well_when_told_to_stop(self):
        source = "import signal, sys, time\nsignal.signal(signal.SIGTERM, lambda *_: sys.exit(7))\n" + self.WAIT
        ended = self.signalled(self.start("python", self.payload("script.py", source)), signal.SIGTERM)
        self.assertEqual((ended.code, ended.error["kind"]), (7, "exit"))

    def test_an_interrupt_shows_where_the_script_was(self):
        process = self.start("python", self.payload("script.py", "import time\n" + self.WAIT))
        ended = self.signalled(process, signal.SIGINT)
        self.assertEqual((ended.code, ended.error["kind"], ended.error["type"]), (130, "signal", "KeyboardInterrupt"))
        self.assertIn("time.sleep(60)", ended.stderr)

    def test_sigterm_reaches_a_shell_script(self):
        script = "trap 'exit 5' TERM\n: > ready\nwhile :; do sleep 0.05; done\n"
        ended = self.signalled(self.start("shell", self.payload("wait.sh", script)), signal.SIGTERM)
        self.assertEqual((ended.code, ended.error["kind"]), (5, "exit"))


class Shell(TaskCase):
    def test_a_shell_script_runs_with_its_arguments_and_its_outputs_are_listed(self):
        script = 'echo "$1|$2"; pwd > outputs/where\n'
        ended = self.run_task("shell", self.payload("run.sh", script), LONGSHORE_ARGS='["a b", "c"]')
        self.assertEqual((ended.code, ended.stdout, ended.files), (0, "a b|c\n", ["outputs/where"]))

    def test_the_exit_code_of_a_shell_script_is_kept(self):
        ended = self.run_task("shell", self.payload("run.sh", "exit 42\n"))
        self.assertEqual((ended.code, ended.error["kind"], ended.error["exit_code"]), (42, "exit", 42))

    def test_the_first_line_chooses_the_interpreter(self):
        script = "#!%s -O\nimport sys; print(sys.argv[1:], sys.flags.optimize)\n" % os.path.realpath(sys.executable)
        ended = self.run_task("shell", self.payload("run.sh", script), LONGSHORE_ARGS='["x"]')
        self.assertEqual((ended.code, ended.stdout), (0, "['x'] 1\n"))

    def test_an_interpreter_that_is_not_there_is_named(self):
        ended = self.run_task("shell", self.payload("run.sh", "#!/no/such/shell\n"))
        self.assertEqual((ended.code, ended.error["kind"]), (65, "payload"))
        self.assertIn("'/no/such/shell' could not be started: No such file", ended.error["message"])

    def test_a_shell_script_killed_by_a_signal_is_told_as_such(self):
        ended = self.run_task("shell", self.payload("run.sh", "kill -KILL $$\n"))
        self.assertEqual((ended.code, ended.error["kind"], ended.error["type"]), (137, "signal", "SIGKILL"))


if __name__ == "__main__":
    unittest.main()
