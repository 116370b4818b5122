"""Progress bars: with tqdm where they are wanted, and nothing where not."""

from __future__ import annotations

import contextlib
import io
import sys
import unittest
from unittest import mock

import calls
from support import Case, longshore

from longshore.progress import Progress, words

COUNTS = {"total": 8, "waiting": 2, "running": 1, "succeeded": 4, "failed": 1, "cancelled": 0}


def shown(work):
    """What is written to standard error meanwhile."""
    with contextlib.redirect_stderr(io.StringIO()) as said:
        work()
    return said.getvalue()


class Bars(Case):
    def test_counts_are_told_without_those_that_are_zero(self):
        self.assertEqual(words(COUNTS), "1 running, 2 waiting, 1 failed")

    def test_a_bar_counts_tasks_that_ended_in_whatever_way(self):
        def work():
            with Progress("sweep", True) as bar:
                bar.show(COUNTS)

        said = shown(work)
        self.assertIn("sweep:", said)
        self.assertIn("5/8", said)
        self.assertIn("1 running, 2 waiting, 1 failed", said)

    def test_without_tqdm_there_is_no_bar_and_no_complaint(self):
        def work():
            with Progress("sweep", True) as bar:
                bar.show(COUNTS)

        with mock.patch.dict(sys.modules, {"tqdm.auto": None}):
            self.assertEqual(shown(work), "")

    def test_nothing_is_shown_where_nobody_sees_it(self):
        job = longshore.submit(lambda: None)
        self.assertEqual(shown(job.wait), "")

    def test_a_wait_shows_its_job_to_the_end(self):
        job = longshore.submit(lambda: None, lambda: None, name="two of them")
        said = shown(lambda: job.wait(60, progress=True))
        self.assertIn("two of them:", said)
        self.assertIn("2/2", said)

    def test_an_executor_shows_all_of_its_jobs_on_one_bar(self):
        def work():
            with longshore.BatchExecutor(progress=True) as executor:
                self.assertEqual(list(executor.map(calls.square, range(3), buffersize=2)), [0, 1, 4])

        self.assertIn("3/3", shown(work))


if __name__ == "__main__":
    unittest.main()
