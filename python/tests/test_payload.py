"""`pack`: payload files, and what is said of calls that do not pickle."""

from __future__ import annotations

import functools
import pickle
import resource
import sys
import threading
import unittest
from pathlib import Path

from support import Case, engine, longshore


def add(left, right=1):
    return left + right


class RefusesToPickle:
    def __reduce__(self):
        raise OSError("no way out of here")


class Holder:
    def __init__(self, inner):
        self.inner = inner


class Pack(Case):
    def refusal_of(self, fn, *args, **kwargs):
        """What is said of a call that does not pickle; nothing is left of it."""
        with self.assertRaises(longshore.BadInput) as caught:
            longshore.pack(fn, *args, path=self.folder / "call.pkl", **kwargs)
        self.assertEqual(list(self.folder.iterdir()), [])
        return caught.exception

    def test_a_payload_is_the_call_and_the_engine_knows_it(self):
        path = longshore.pack(add, 2, right=3, path=self.folder / "sum.pkl")
        function, args, kwargs = pickle.loads(path.read_bytes())
        self.assertEqual((function(*args, **kwargs), args, kwargs), (5, (2,), {"right": 3}))
        outcome = engine().inspect([str(path)]).result()[0]["outcome"]
        self.assertEqual((outcome["outcome"], outcome["kind"], outcome["packages"]), ("payload", "pickle", []))

    def test_requirements_travel_behind_the_call(self):
        path = longshore.pack(add, 1, requirements=["numpy>=2", "pandas"], path=self.folder / "call.pkl")
        with open(path, "rb") as file:
            call, needs = pickle.load(file), pickle.load(file)
            self.assertEqual(file.read(), b"")
        self.assertEqual(call[1:], ((1,), {}))
        self.assertEqual(needs, {"longshore": 1, "requirements": ["numpy>=2", "pandas"]})
        [report] = engine().inspect([str(path)]).result()
        self.assertEqual(report["outcome"]["packages"], ["numpy>=2", "pandas"])

    def test_what_carries_code_says_which_python_made_it_and_what_does_not_runs_on_any(self):
        path = longshore.pack(lambda: 1, path=self.folder / "call.pkl")
        with open(path, "rb") as file:
            self.assertTrue(callable(pickle.load(file)[0]))
            python = "%d.%d" % sys.version_info[:2]
            self.assertEqual(pickle.load(file), {"longshore": 1, "requirements": [], "python": python})
        path = longshore.pack(pow, 2, 3, path=self.folder / "call.pkl")
        with open(path, "rb") as file:
            self.assertEqual(pickle.load(file), (pow, (2, 3), {}))
            self.assertEqual(file.read(), b"")

    def test_a_payload_is_called_like_its_function_and_is_a_pickle_by_name(self):
        here = Path.cwd()
        try:
            import os

            os.chdir(self.folder)
            named = [
                longshore.pack(add).name,
                longshore.pack(lambda: 1).name,
                longshore.pack(functools.partial(add, 1)).name,
                longshore.pack(add, path="other").name,
                longshore.pack(add, path="other.pickle").name,
            ]
        finally:
            os.chdir(here)
        self.assertEqual(named, ["add.pkl", "lambda.pkl", "add.pkl", "other.pkl", "other.pickle"])

    def test_lambdas_closures_and_functions_of_main_are_packed_whole(self):
        factor = 3
        path = longshore.pack(lambda n: n * factor, 5, path=self.folder / "call.pkl")
        code = "import pickle, sys; f, a, k = pickle.load(open(sys.argv[1], 'rb')); print(f(*a, **k))"
        import subprocess

        out = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
        self.assertEqual(out.stdout.strip(), "15")

    def test_an_argument_that_does_not_pickle_is_named(self):
        error = self.refusal_of(add, 1, (n for n in range(3)))
        self.assertTrue(error.title.startswith("Argument 2 (a generator) cannot be pickled: "), error.title)
        self.assertEqual(error.guidance, "Give a list of its values: list(…).")
        error = self.refusal_of(add, 1, right=threading.Lock())
        self.assertTrue(error.title.startswith("Argument right (a lock) cannot be pickled: "), error.title)

    def test_an_open_file_is_named_also_where_a_function_closes_over_it(self):
        with open(self.folder.parent / (self.folder.name + ".open"), "wb") as file:
            error = self.refusal_of(lambda: file.write(b""))
            Path(file.name).unlink()
        self.assertTrue(
            error.title.startswith("The variable file of the function <lambda> (an open file) cannot be pickled: "),
            error.title,
        )
        self.assertIn("open it in the function", error.guidance)

    def test_what_lies_within_an_argument_is_named_by_its_place(self):
        error = self.refusal_of(add, {"rows": [1, Holder(threading.Lock())]})
        place = "The attribute inner of item 2 of the value at 'rows' of argument 1 (a lock) cannot be pickled: "
        self.assertTrue(error.title.startswith(place), error.title)

    def test_a_class_that_refuses_in_its_own_way_is_told_in_its_words(self):
        error = self.refusal_of(add, RefusesToPickle())
        self.assertEqual(
            error.title,
            "Argument 1 (of type RefusesToPickle) cannot be pickled: OSError: no way out of here.",
        )

    def test_what_is_no_function_or_no_package_is_refused(self):
        with self.assertRaisesRegex(longshore.BadInput, "type int cannot be called"):
            longshore.pack(3, path=self.folder / "call.pkl")
        for package in ("", "  ", "--index-url=x", "a\nb", 3):
            with self.assertRaisesRegex(longshore.BadInput, "is not a Python package"):
                longshore.pack(add, requirements=[package], path=self.folder / "call.pkl")
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_a_folder_that_is_not_there_is_an_error_of_files(self):
        with self.assertRaises(longshore.FilesError) as caught:
            longshore.pack(add, path=self.folder / "none" / "call.pkl")
        self.assertIsInstance(caught.exception, OSError)
        self.assertIn("call.pkl", caught.exception.title)

    def test_a_payload_that_cannot_be_made_leaves_the_one_before_it(self):
        path = longshore.pack(add, 1, path=self.folder / "call.pkl")
        before = path.read_bytes()
        with self.assertRaises(longshore.BadInput):
            longshore.pack(add, threading.Lock(), path=path)
        self.assertEqual([(file.name, file.read_bytes()) for file in self.folder.iterdir()], [("call.pkl", before)])

    def test_a_large_argument_goes_to_the_file_and_not_into_memory(self):
        large = bytes(100 << 20)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        path = longshore.pack(len, large, path=self.folder / "large.pkl")
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        self.assertGreater(path.stat().st_size, 100 << 20)
        self.assertLess(grown, 20 << 10, "KiB")


if __name__ == "__main__":
    unittest.main()
