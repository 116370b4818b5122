"""Tasks that fail: what the client gets of it."""

from __future__ import annotations

import pickle
import sys
import traceback
import types
import unittest

import calls
import cloudpickle
from support import Case, engine, longshore


class Failures(Case):
    @classmethod
    def setUpClass(cls):
        cls.executor = longshore.BatchExecutor(retries=0)
        cls.addClassCleanup(cls.executor.shutdown)

    def error_of(self, fn, *args):
        """What the call raises here."""
        future = self.executor.submit(fn, *args)
        error = future.exception(60)
        self.assertIsNotNone(error)
        with self.assertRaises(type(error)) as caught:
            future.result()
        self.assertEqual(str(caught.exception), str(error))
        return error

    def test_an_exception_is_raised_as_its_own_class_with_its_traceback_there_as_the_cause(self):
        error = self.error_of(calls.fail, "too deep")
        self.assertEqual((type(error), str(error)), (ValueError, "too deep"))
        shown = "".join(traceback.format_exception(type(error), error, error.__traceback__))
        # cloudpickle keeps lines and names of functions that travel by their code, and not always their file.
        self.assertRegex(shown, r'File ".*", line \d+, in fail\n')
        self.assertIn("The above exception was the direct cause of the following exception", shown)

    def test_an_exception_carries_what_its_task_said(self):
        error = self.error_of(calls.fail, "too deep")
        details = error.longshore
        self.assertIsInstance(details, longshore.TaskFailed)
        self.assertEqual((details.exception, details.message, details.exit_code), ("ValueError", "too deep", 1))
        self.assertEqual(details.stdout, "about to fail\n")
        self.assertIn("it looks bad", details.stderr)
        self.assertIn("ValueError: too deep", details.traceback)
        notes = "\n".join(getattr(error, "__notes__", ["about to fail", "it looks bad", details.task]))
        for said in ("about to fail", "it looks bad", details.task):
            self.assertIn(said, notes)

    def test_an_exception_of_a_class_that_travels_keeps_its_attributes(self):
        error = self.error_of(calls.fail_in_its_own_way, 7)
        self.assertEqual((type(error).__name__, error.args, error.code), ("OnlyHere", (7, "not as it was meant"), 7))

    def test_an_exception_whose_class_is_not_here_is_told_by_its_name(self):
        error = self.error_of(calls.fail_with_a_class_of_its_own)
        self.assertIs(type(error), longshore.TaskFailed)
        self.assertEqual((error.exception, error.message), ("unheard_of.Unheard", "nobody knows it"))
        self.assertIn("nobody knows it", error.traceback)
        self.assertIsInstance(error.__cause__, longshore.UnreadableResult)
        self.assertEqual(error.__cause__.module, "unheard_of")

    def test_an_exception_that_cannot_be_made_again_is_told_as_text(self):
        error = self.error_of(calls.fail_crookedly)
        self.assertIs(type(error), longshore.TaskFailed)
        self.assertEqual((error.exception, error.message), ("calls.Crooked", "the quay is 7 deep"))
        self.assertIn("in fail_crookedly", error.traceback)

    def test_a_missing_module_is_named_there(self):
        error = self.error_of(calls.need_a_module)
        self.assertIsInstance(error, ModuleNotFoundError)
        self.assertEqual(error.name, "a_module_that_nobody_has")
        self.assertEqual(error.longshore.missing_module, "a_module_that_nobody_has")
        self.assertIn("a_module_that_nobody_has", error.longshore.title)

    def test_a_missing_module_is_named_here_with_the_file_that_needs_it(self):
        error = self.error_of(calls.return_of_a_module_of_its_own)
        self.assertIs(type(error), longshore.UnreadableResult)
        self.assertEqual(error.module, "unheard_of")
        self.assertIn("needs the module unheard_of", error.title)
        with open(error.path, "rb") as file:
            self.assertIn(b"unheard_of", file.read())

    def test_a_result_that_does_not_pickle_is_told_with_its_type(self):
        error = self.error_of(calls.return_a_generator)
        self.assertIs(type(error), longshore.TaskFailed)
        self.assertIn("The result cannot be saved", error.title)
        self.assertIn("generator", str(error))

    def test_an_argument_that_cannot_be_unpickled_fails_before_the_function_is_called(self):
        error = self.error_of(calls.speak, calls.Unloadable())
        self.assertIs(type(error), longshore.TaskFailed)
        self.assertIn("cannot be made again: broken", str(error))
        self.assertEqual(error.stdout, "")

    def test_a_call_that_ends_the_process_does_not_end_this_one(self):
        error = self.error_of(calls.leave, 3)
        self.assertIs(type(error), longshore.TaskFailed)
        self.assertEqual(error.exit_code, 3)

    def test_the_failures_of_one_job_are_apart(self):
        futures = [
            self.executor.submit(calls.fail, str(n)) if n % 2 else self.executor.submit(calls.square, n)
            for n in range(4)
        ]
        self.assertEqual(
            [future.exception(60) and str(future.exception()) for future in futures], [None, "1", None, "3"]
        )

    def test_nothing_is_unpickled_before_its_result_is_asked_for(self):
        future = self.executor.submit(calls.return_of_a_module_of_its_own)
        future.job or future.exception(60)
        job = future.job.wait(60)
        self.assertEqual(job.state, "succeeded")
        self.assertTrue(future.done())
        self.assertFalse(future._loaded)

    def test_a_time_limit_is_told_as_one(self):
        with longshore.BatchExecutor(retries=0, time_limit=1) as executor:
            error = executor.submit(calls.slow_square, 1, 60).exception(60)
        self.assertIs(type(error), longshore.TaskFailed)
        self.assertEqual(error.cause, "time_limit")

    def test_retries_hold_and_zero_means_none(self):
        for retries in (0, 1):
            with longshore.BatchExecutor(retries=retries) as executor:
                future = executor.submit(calls.fail, "again")
                self.assertIsInstance(future.exception(60), ValueError)
            self.assertEqual(future.task.retries, retries)

    def test_a_payload_of_another_python_is_refused_before_it_runs_and_both_are_named(self):
        here = "%d.%d" % sys.version_info[:2]
        other, bytecode = next(each for each in BYTECODE.items() if each[0] != here)
        path = longshore.pack(print, CodeOf(bytecode), path=self.folder / "call.pkl")
        [report] = engine().inspect([str(path)]).result()
        self.assertEqual(report["outcome"]["python"], other)
        [task] = longshore.submit(path, retries=0).wait(60).tasks
        error = task.failure
        self.assertIn("made for Python %s" % other, error.title)
        self.assertIn("runs Python %s" % here, error.title)
        self.assertEqual((task.exit_code, task.stdout()), (64, ""))


#: What a function's code looks like that a Python made which no other can be.
BYTECODE = {"3.13": b"\x95\x00\x55\x00\x24\x00", "3.12": b"\x95\x01\x97\x00\x79\x00"}


class CodeOf:
    """Pickles as a code object of that bytecode, as 3.11 and later make them."""

    def __init__(self, bytecode):
        self.bytecode = bytecode

    def __reduce__(self):
        names = ((), (), ())
        return types.CodeType, (0, 0, 0, 0, 1, 3, self.bytecode, *names, "f.py", "f", "f", 1, b"", b"", (), ())


class Errors(unittest.TestCase):
    def test_each_kind_is_an_exception_to_decide_by_and_survives_a_pickle(self):
        from longshore import errors

        kinds = {
            "bad_input": ValueError,
            "not_found": LookupError,
            "conflict": errors.Conflict,
            "sign_in": PermissionError,
            "not_allowed": PermissionError,
            "unreachable": ConnectionError,
            "service": errors.ServiceError,
            "local_files": OSError,
            "no_keyring": errors.NoKeyring,
            "verification": errors.VerificationFailed,
            "cancelled": errors.Interrupted,
            "internal": errors.LongshoreError,
            "a_new_one": errors.LongshoreError,
        }
        for code, kind in kinds.items():
            report = {"code": code, "title": "It broke.", "guidance": "Mend it.", "request_id": "r-1"}
            error = errors.from_report(report)
            self.assertIsInstance(error, kind)
            self.assertIsInstance(error, errors.LongshoreError)
            again = pickle.loads(pickle.dumps(error))
            for it in (error, again):
                self.assertEqual((it.code, it.retryable, it.docs_url), (code, False, None))
                self.assertEqual(str(it), "It broke.\nMend it.\nRequest id: r-1")

    def test_a_failure_survives_a_pickle_with_all_it_knows(self):
        error = longshore.TaskFailed("It broke.", job="j", task="t", exit_code=3, stderr="oh\n")
        again = pickle.loads(cloudpickle.dumps(error))
        self.assertEqual(vars(again), vars(error))
        self.assertEqual(str(again), "It broke.\nTask t of job j\nIts standard error ends with:\noh")


if __name__ == "__main__":
    unittest.main()
