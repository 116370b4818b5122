"""Processes: interrupted, forked, ended; and what another one finds of their jobs."""

from __future__ import annotations

import os
import signal
import textwrap
import time
import unittest

from support import Case, longshore


class Interrupted(Case):
    def interrupted(self, code):
        """What a program said that was interrupted while it waited."""
        # A shell that starts tests in the background has them, and what they start, deaf to the keyboard.
        hears = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        program = self.python(hears + textwrap.dedent(code))
        self.addCleanup(program.stdout.close)
        self.addCleanup(program.stderr.close)
        self.addCleanup(program.kill)
        job = program.stdout.readline().strip()
        self.assertTrue(job, "it did not begin")
        time.sleep(1.5)
        program.send_signal(signal.SIGINT)
        program.wait(30)
        return job, program.stderr.read()

    def test_a_wait_that_is_interrupted_leaves_its_job_and_says_how_to_find_it(self):
        job, said = self.interrupted(
            """
            import longshore, time
            job = longshore.submit(lambda: __import__("time").sleep(8) or "done")
            print(job.id, flush=True)
            job.wait()
            """
        )
        self.assertIn("KeyboardInterrupt", said)
        self.assertIn("longshore.job('%s') finds it again" % job, said)
        self.assertEqual(longshore.job(job).results(60), ["done"])

    def test_a_future_that_is_interrupted_does_the_same(self):
        job, said = self.interrupted(
            """
            import longshore, time
            executor = longshore.BatchExecutor()
            future = executor.submit(lambda: __import__("time").sleep(8) or "done")
            while future.job is None:
                time.sleep(0.01)
            print(future.job.id, flush=True)
            future.result()
            """
        )
        self.assertIn("KeyboardInterrupt", said)
        self.assertIn("longshore.job('%s') finds it again" % job, said)
        self.assertEqual(longshore.job(job).results(60), ["done"])


class Forked(Case):
    CODE = """
        import os, sys
        import longshore
        %s
        child = os.fork()
        if child == 0:
            try:
                print(longshore.run(lambda: "from the child"), flush=True)
                sys.exit(0)
            except SystemExit:
                raise
            except BaseException:
                import traceback
                traceback.print_exc()
                os._exit(1)
        assert os.waitpid(child, 0)[1] == 0
        print(longshore.run(lambda: "from the parent"))
    """

    def test_a_child_that_was_forked_after_the_import_works(self):
        self.assertEqual(self.said_by(self.CODE % ""), "from the child\nfrom the parent")

    def test_a_child_that_was_forked_from_one_at_work_opens_its_own(self):
        used = "future = longshore.BatchExecutor().submit(pow, 2, 3); assert future.result(60) == 8"
        self.assertEqual(self.said_by(self.CODE % used), "from the child\nfrom the parent")

    def test_workers_of_multiprocessing_work(self):
        out = self.said_by(
            """
            import multiprocessing, longshore
            longshore.accounts()
            if __name__ == "__main__":
                with multiprocessing.get_context("fork").Pool(2) as pool:
                    print(sorted(pool.starmap(longshore.run, [(pow, 2, n) for n in range(4)])))
            """
        )
        self.assertEqual(out, "[1, 2, 4, 8]")

    def test_an_executor_does_not_come_along(self):
        out = self.said_by(
            """
            import os, longshore
            executor = longshore.BatchExecutor()
            assert executor.submit(pow, 2, 3).result(60) == 8
            child = os.fork()
            if child == 0:
                try:
                    executor.submit(pow, 2, 3)
                except RuntimeError as error:
                    print(error, flush=True)
                os._exit(0)
            os.waitpid(child, 0)
            """
        )
        self.assertIn("belongs to the process that this one was forked from", out)


class Ending(Case):
    def test_calls_that_nobody_waited_for_are_handed_over_when_the_process_ends(self):
        began = time.monotonic()
        out = self.said_by(
            """
            import longshore
            executor = longshore.BatchExecutor(name="left behind", batch_window=600)
            future = executor.submit(pow, 2, 5)
            print("gone")
            """
        )
        self.assertEqual(out, "gone")
        self.assertLess(time.monotonic() - began, 120)
        [job] = longshore.jobs("left behind")
        self.assertEqual(job.results(60), [32])

    def test_a_job_is_followed_live_by_another_process(self):
        job = longshore.submit(lambda: __import__("time").sleep(2) or "seen")
        out = self.said_by("import longshore; print(longshore.job(%r).results(60))" % job.id)
        self.assertEqual(out, "['seen']")
        self.assertEqual(job.wait(60).state, "succeeded")

    def test_a_home_is_chosen_before_anything_else(self):
        out = self.said_by(
            """
            import os, longshore
            longshore.use_home(os.path.join(os.getcwd(), "home"))
            print(longshore.jobs(), os.path.isdir("home/data"))
            try:
                longshore.use_home("elsewhere")
            except longshore.Conflict as error:
                print(error.title)
            """
        )
        first, second = out.splitlines()
        self.assertEqual(first, "[] True")
        self.assertEqual(second, "Longshore already uses %s in this process." % (self.folder / "home"))


class Unloadable(Case):
    def package(self, native):
        """The package with something else for its compiled part."""
        import shutil

        folder = self.folder / "longshore"
        source = os.path.dirname(longshore.__file__)
        shutil.copytree(source, folder, ignore=shutil.ignore_patterns("_native.*so", "_native.pyd", "__pycache__"))
        if native is not None:
            (folder / "_native.abi3.so").write_bytes(native)
        return folder

    def said(self):
        code = """
            import sys
            sys.path.insert(0, "")
            try:
                import longshore
            except ImportError as error:
                print(error)
        """
        return self.said_by(code)

    def test_a_compiled_part_that_is_missing_is_told_plainly(self):
        folder = self.package(None)
        said = self.said()
        self.assertIn("The compiled part of longshore is missing in %s" % folder, said)
        self.assertIn("pip install ./python", said)

    def test_a_compiled_part_of_another_system_is_told_plainly(self):
        import platform

        self.package(b"MZ, of another system altogether")
        said = self.said()
        self.assertIn("(_native.abi3.so) does not fit Python %s, " % platform.python_version(), said)
        self.assertIn("pip install ./python", said)


if __name__ == "__main__":
    unittest.main()
