"""Function payloads: Covalent's, through the stand-in, and any (function, args, kwargs)."""

import base64
import importlib.util
import os
import pickle
import platform
import subprocess
import sys
import unittest

import cloudpickle

from task import PAYLOADS, RUNNER, THIS_MINOR, THIS_PYTHON, TaskCase, make_wheel


def join_words(left, right="World"):
    return "%s, %s" % (left, right)


def fail_with_a_lock():
    import threading

    raise RuntimeError(threading.Lock())


def fail():
    raise LookupError("nothing here")


def make_lock():
    import threading

    return [threading.Lock()]


def leave(code):
    import sys

    sys.exit(code)


def import_absent():
    import not_on_this_node  # noqa: F401


def make_class():
    class Port:
        name = "Rotterdam"

    return Port


class Functions(TaskCase):
    def test_the_value_a_function_returns_is_the_result(self):
        ended = self.run_function(join_words, "Hello")
        self.assertEqual((ended.code, ended.result(), ended.files), (0, "Hello, World", ["result.pkl"]))
        self.assertEqual((self.folder / "result.pkl").read_bytes(), cloudpickle.dumps("Hello, World"))

    def test_a_class_made_by_the_function_can_be_returned(self):
        self.assertEqual(self.run_function(make_class).result().name, "Rotterdam")

    def test_a_large_result_is_the_same_as_pickled_in_memory(self):
        ended = self.run_function(bytes, 3 << 20)
        self.assertEqual(
            (ended.code, (self.folder / "result.pkl").read_bytes()), (0, cloudpickle.dumps(bytes(3 << 20)))
        )

    def test_an_exception_is_told_by_the_frames_of_the_function_alone(self):
        ended = self.run_function(fail)
        self.assertEqual((ended.code, ended.error["kind"], ended.error["type"]), (1, "exception", "LookupError"))
        self.assertNotIn("runner.py", ended.stderr)
        self.assertIn(", in fail\n", ended.error["traceback"])
        self.assertEqual(ended.files, ["error.json", "error.pkl"])

    def test_an_exception_comes_as_it_was_raised_where_it_pickles(self):
        self.run_function(fail)
        error = cloudpickle.loads((self.folder / "error.pkl").read_bytes())
        self.assertIs(type(error), LookupError)
        ended = self.run_function(fail_with_a_lock)
        self.assertEqual((ended.error["type"], ended.files), ("RuntimeError", ["error.json"]))

    def test_a_module_missing_in_the_function_is_named(self):
        ended = self.run_function(import_absent)
        self.assertEqual(
            (ended.code, ended.error["kind"], ended.error["module"]), (1, "missing_module", "not_on_this_node")
        )

    def test_a_result_that_cannot_be_pickled_is_named(self):
        ended = self.run_function(make_lock)
        self.assertEqual((ended.code, ended.error["kind"], ended.error["type"]), (74, "result", "list"))
        self.assertIn("a value of type list, which cannot be pickled", ended.error["message"])
        self.assertIn("'_thread.lock'", ended.error["message"])
        self.assertEqual(ended.files, ["error.json"])

    def test_a_function_that_exits_has_no_result_and_fails(self):
        for given, code in ((0, 1), (3, 3)):
            with self.subTest(given):
                ended = self.run_function(leave, given)
                self.assertEqual((ended.code, ended.error["kind"], ended.files), (code, "exit", ["error.json"]))

    def test_another_python_is_refused_before_the_payload_is_opened(self):
        opened = "import os; os.mkdir('opened')"
        hostile = b"\x80\x04cbuiltins\nexec\n(X" + len(opened).to_bytes(4, "little") + opened.encode() + b"tR."
        self.payload("call.pkl", hostile)
        ended = self.run_task("pickle", "call.pkl", LONGSHORE_PYTHON="3.6")
        self.assertEqual((ended.code, ended.error["kind"]), (64, "wrong_python"))
        self.assertIn("made for Python 3.6; this node runs Python %s" % THIS_PYTHON, ended.error["message"])
        self.assertFalse((self.folder / "opened").exists())
        self.run_task("pickle", "call.pkl", LONGSHORE_PYTHON=THIS_MINOR)
        self.assertTrue((self.folder / "opened").exists(), "the payload does act when it is opened")

    def test_a_payload_that_cannot_be_loaded_is_refused(self):
        whole = self.pickled((join_words, ("a",), {}))
        for name, data in (
            ("empty", b""),
            ("truncated", whole[: len(whole) // 2]),
            ("a picture", b"\xff\xd8\xff\xe0\x00\x10JFIF"),
            ("not a call", cloudpickle.dumps({"a": 1})),
            ("a pair", self.pickled((join_words, ()))),
            ("not callable", cloudpickle.dumps((1, (), {}))),
            ("args not a list", cloudpickle.dumps((len, "ab", {}))),
        ):
            with self.subTest(name):
                ended = self.run_task("pickle", self.payload("call.pkl", data))
                self.assertEqual((ended.code, ended.error["kind"]), (65, "payload"), ended.stderr)
                self.assertTrue(ended.error["message"].startswith("The payload "), ended.error["message"])

    def test_a_module_the_payload_needs_to_be_loaded_is_named(self):
        ended = self.run_task("pickle", self.payload("call.pkl", b"\x80\x04cabsent_here.part\nthing\n."))
        self.assertEqual(
            (ended.code, ended.error["kind"], ended.error["module"]), (65, "missing_module", "absent_here")
        )

    def test_a_node_without_cloudpickle_is_told_what_to_do(self):
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(self.home / "bare")], check=True)
        payload = self.payload("call.pkl", cloudpickle.dumps((len, ("ab",), {})))
        ended = self.run_task("pickle", payload, python=self.home / "bare" / "bin" / "python")
        self.assertEqual(
            (ended.code, ended.error["kind"], ended.error["module"]), (65, "missing_module", "cloudpickle")
        )
        self.assertIn("Add cloudpickle to the task's packages", ended.error["message"])

    def test_an_old_result_does_not_outlive_a_failing_retry(self):
        self.run_function(join_words, "Hello")
        self.assertEqual(self.run_function(fail).files, ["error.json", "error.pkl"])


class Covalent(TaskCase):
    """Payloads as the Covalent dispatcher makes them, built here with the stand-in's own classes."""

    def run_covalent(self, function, *args, before=(), after=(), settings={}, **kwargs):
        # In a process of its own: the stand-in must not be registered in the one that runs the tests.
        source = (
            "import cloudpickle, functools, sys\n"
            "sys.path.insert(0, %r)\n"
            "import covalent_standin as standin\n"
            "standin.install()\n"
            "function, args, kwargs, before, after = cloudpickle.load(sys.stdin.buffer)\n"
            "box = standin.TransportableObject\n"
            "def hook(function, args, kwargs, key):\n"
            "    function = getattr(standin, function) if isinstance(function, str) else function\n"
            "    return box(function), box(args), box(kwargs), key\n"
            "before, after = [hook(*each) for each in before], [hook(*each) for each in after]\n"
            "call = functools.partial(standin.wrapper_fn, box(function), before, after)\n"
            "kwargs = {name: box(value) for name, value in kwargs.items()}\n"
            "cloudpickle.dump((call, [box(arg) for arg in args], kwargs), sys.stdout.buffer)\n"
        ) % str(RUNNER)
        spec = self.pickled((function, args, kwargs, before, after))
        made = subprocess.run([sys.executable, "-c", source], input=spec, stdout=subprocess.PIPE, check=True)
        return self.run_task("pickle", self.payload("call.pkl", made.stdout), **settings)

    def value(self, ended):
        """What the result holds, read without any class of Covalent's."""
        self.assertEqual(ended.code, 0, ended.stderr)
        state = {}

        class Box:
            def __setstate__(self, given):
                state.update(given)

        class Reader(pickle.Unpickler):
            def find_class(self, module, name):
                assert (module, name) == ("covalent", "TransportableObject")
                return Box

        with open(self.folder / "result.pkl", "rb") as file:
            Reader(file).load()
        self.assertEqual(list(state), ["_object", "_object_string", "_header"])
        self.assertEqual(list(state["_header"]), ["py_version", "cloudpickle_version", "attrs"])
        self.assertEqual(state["_header"]["py_version"], platform.python_version())
        return cloudpickle.loads(base64.b64decode(state["_object"]))

    def test_the_real_payload_gives_the_bytes_that_covalent_gave(self):
        for name in ("func-trivial-node0.pkl", "result-trivial-node0.pkl"):
            self.payload(name, (PAYLOADS / name).read_bytes())
        ended = self.run_task("pickle", "func-trivial-node0.pkl", LONGSHORE_PYTHON="3.11")
        if THIS_MINOR != "3.11":
            self.assertEqual((ended.code, ended.error["kind"]), (64, "wrong_python"))
            return
        self.assertEqual((ended.code, ended.stderr), (0, ""))
        expected = (self.folder / "result-trivial-node0.pkl").read_bytes()
        versions = {b"3.11.7": platform.python_version().encode(), b"3.1.2": cloudpickle.__version__.encode()}
        for theirs, ours in versions.items():
            expected = expected.replace(bytes([len(theirs)]) + theirs, bytes([len(ours)]) + ours)
        # A version of another length changes the frame's length, at bytes 3 to 10, as well.
        expected = expected[:3] + (len(expected) - 11).to_bytes(8, "little") + expected[11:]
        self.assertEqual((self.folder / "result.pkl").read_bytes(), expected)

    def test_arguments_are_unpacked_and_the_result_is_packed(self):
        self.assertEqual(self.value(self.run_covalent(join_words, "Ahoy", right="Port")), "Ahoy, Port")

    def test_an_exception_is_told_without_the_frames_of_the_stand_in(self):
        ended = self.run_covalent(fail)
        self.assertEqual((ended.code, ended.error["type"]), (1, "LookupError"))
        self.assertNotIn("wrapper_fn", ended.error["traceback"])

    def test_what_hooks_return_becomes_keyword_arguments(self):
        before = [
            (len, ["abc"], {}, "once"),
            (len, ["a"], {}, "twice"),
            (len, ["ab"], {}, "twice"),
            (len, ["abcd"], {}, "files"),
            (len, ["ignored"], {}, ""),
        ]
        ended = self.run_covalent(lambda **given: sorted(given.items()), before=before)
        self.assertEqual(self.value(ended), [("files", [4]), ("once", 3), ("twice", [1, 2])])

    def test_hooks_run_before_and_after_the_function(self):
        write = lambda text: open("outputs/order", "a").write(text)  # noqa: E731
        ended = self.run_covalent(write, "2", before=[(write, ["1"], {}, "")], after=[(write, [], {"text": "3"}, "")])
        self.assertEqual((ended.code, (self.folder / "outputs" / "order").read_text()), (0, "123"), ended.stderr)

    def test_bash_hooks_run_and_a_failing_one_fails_the_task(self):
        ended = self.run_covalent(
            join_words, "a", before=[("apply_bash_commands", [["echo one", ": > outputs/two"]], {}, "")]
        )
        self.assertEqual((ended.code, ended.stdout), (0, "one\n"))
        self.assertEqual(ended.files, ["outputs/two", "result.pkl"])
        ended = self.run_covalent(join_words, "a", before=[("apply_bash_commands", [["exit 3"]], {}, "")])
        self.assertEqual((ended.code, ended.error["type"]), (1, "subprocess.CalledProcessError"))

    def probe_settings(self, **more):
        make_wheel(self.home, "longshore-probe", "1.0", "WORD = 'installed'\n")
        return dict(more, PIP_NO_INDEX="1", PIP_FIND_LINKS=(self.home).as_uri())

    def test_pip_hooks_install_where_the_function_can_import(self):
        def use():
            import longshore_probe

            return longshore_probe.WORD, os.path.dirname(longshore_probe.__file__)

        for own, place in (("1", ".longshore-env"), (None, ".longshore-packages")):
            for arguments in ([["longshore-probe"], ""], [[], "longshore-probe==1.0\n"]):
                with self.subTest(own=own, arguments=arguments):
                    settings = self.probe_settings(LONGSHORE_OWN_ENV=own)
                    ended = self.run_covalent(use, before=[("apply_pip_deps", arguments, {}, "")], settings=settings)
                    word, folder = self.value(ended)
                    self.assertEqual(word, "installed")
                    self.assertTrue(folder.startswith(os.path.realpath(self.folder / place)), folder)
        self.assertIsNone(importlib.util.find_spec("longshore_probe"), "the environment of the tests is untouched")

    def test_a_pip_hook_that_fails_says_what_pip_said(self):
        hook = ("apply_pip_deps", [["not-a-package-here"], ""], {}, "")
        ended = self.run_covalent(join_words, "a", before=[hook], settings=self.probe_settings())
        self.assertEqual(
            (ended.code, ended.error["kind"], ended.error["type"]), (69, "packages", "PackagesNotInstalled")
        )
        self.assertIn("No matching distribution found for not-a-package-here", ended.error["message"])

    def test_a_result_that_cannot_be_pickled_is_named(self):
        ended = self.run_covalent(make_lock)
        self.assertEqual((ended.code, ended.error["kind"], ended.error["type"]), (74, "result", "list"))
        self.assertIn("'_thread.lock'", ended.error["message"])

    def test_the_rest_of_covalent_is_refused_with_advice(self):
        payload = self.payload("call.pkl", b"\x80\x04ccovalent.leptons.bash\nBash\n.")
        ended = self.run_task("pickle", payload)
        self.assertEqual((ended.code, ended.error["kind"], ended.error["module"]), (65, "missing_module", "covalent"))
        self.assertIn("covalent.leptons", ended.error["message"])

        def use():
            import covalent

            return covalent.electron

        ended = self.run_function(use)
        self.assertEqual((ended.code, ended.error["type"]), (1, "AttributeError"))
        self.assertIn("add covalent to the task's packages", ended.error["message"])

    def test_a_real_covalent_is_preferred_to_the_stand_in(self):
        (self.home / "real").mkdir()
        (self.home / "real" / "covalent.py").write_text("ORIGIN = 'real'\n")

        def origin():
            import covalent

            return covalent.ORIGIN

        ended = self.run_function(origin, PYTHONPATH=str(self.home / "real"))
        self.assertEqual((ended.code, ended.result()), (0, "real"))


if __name__ == "__main__":
    unittest.main()
