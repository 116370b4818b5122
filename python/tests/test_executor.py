"""`BatchExecutor` as a `concurrent.futures.Executor`."""

from __future__ import annotations

import concurrent.futures
import contextlib
import io
import threading
import time
import unittest

import calls
from support import Case, longshore, until

FIRST_COMPLETED = concurrent.futures.FIRST_COMPLETED


class Submitting(Case):
    def test_a_call_returns_what_its_function_returned(self):
        with longshore.BatchExecutor() as executor:
            future = executor.submit(calls.square, 7)
            self.assertIsInstance(future, concurrent.futures.Future)
            self.assertEqual(future.result(timeout=60), 49)
            self.assertIsNone(future.exception())
        self.assertTrue(future.done())

    def test_calls_that_follow_each_other_go_as_one_job(self):
        with self.jobs_made(1), longshore.BatchExecutor() as executor:
            futures = [executor.submit(calls.square, n) for n in range(6)]
            self.assertEqual([future.result(60) for future in futures], [n * n for n in range(6)])
        self.assertEqual({future.job.id for future in futures}, {futures[0].job.id})
        self.assertEqual(futures[0].job.name, "square, 6 calls")
        self.assertEqual([future.task.id for future in futures], ["square-%d" % n for n in range(1, 7)])

    def test_a_full_batch_goes_without_waiting_for_more(self):
        with self.jobs_made(2), longshore.BatchExecutor(batch_size=2, batch_window=600) as executor:
            first = [executor.submit(calls.square, n) for n in range(2)]
            until(lambda: all(future.job for future in first))
            last = executor.submit(calls.square, 2)
            time.sleep(0.5)
            self.assertIsNone(last.job)
            # Somebody waits for it: then it goes at once.
            self.assertEqual(last.result(60), 4)

    def test_settings_go_with_the_job(self):
        def told():
            import os

            return os.environ["COLOUR"]

        with longshore.BatchExecutor(name="a name", env={"COLOUR": "blue"}, retries=0, time_limit=50) as executor:
            future = executor.submit(told)
            self.assertEqual(future.result(60), "blue")
        overrides = longshore._installation.current().engine.job(future.job.id).result()["overrides"]
        chosen = {key: overrides[key] for key in ("retries", "time_limit", "env")}
        self.assertEqual(chosen, {"retries": 0, "time_limit": 50, "env": [("COLOUR", "blue")]})
        self.assertEqual(future.job.name, "a name")

    def test_wrong_settings_are_refused_before_anything_is_submitted(self):
        for wrong in ({"retries": 1.5}, {"time_limit": 0}, {"packages": ["-x"]}, {"batch_size": 0}):
            with self.assertRaises(longshore.BadInput):
                longshore.BatchExecutor(**wrong)

    def test_what_the_engine_refuses_is_the_futures_error(self):
        with self.jobs_made(0), longshore.BatchExecutor(account="nobody's") as executor:
            future = executor.submit(calls.square, 1)
            self.assertIsInstance(future.exception(60), longshore.NotFound)

    def test_a_call_that_does_not_pickle_is_refused_at_once_and_the_others_go_on(self):
        with self.jobs_made(1), longshore.BatchExecutor() as executor:
            good = executor.submit(calls.square, 3)
            with self.assertRaisesRegex(longshore.BadInput, "Argument 1 .a lock. cannot be pickled"):
                executor.submit(calls.square, threading.Lock())
            self.assertEqual(good.result(60), 9)

    def test_many_threads_may_submit_at_once(self):
        with longshore.BatchExecutor() as executor:
            with concurrent.futures.ThreadPoolExecutor(8) as threads:
                futures = list(threads.map(lambda n: executor.submit(calls.square, n), range(16)))
            self.assertEqual([future.result(60) for future in futures], [n * n for n in range(16)])

    def test_results_are_done_as_each_task_ends_and_not_with_the_job(self):
        with longshore.BatchExecutor() as executor:
            slow = executor.submit(calls.slow_square, 2, 120)
            quick = executor.submit(calls.square, 3)
            self.assertEqual(quick.result(60), 9)
            self.assertFalse(slow.done())
            self.assertTrue(slow.cancel())

    def test_wait_and_as_completed_take_them_for_futures(self):
        with longshore.BatchExecutor() as executor:
            futures = {executor.submit(calls.square, n): n for n in range(4)}
            done = {futures[future]: future.result() for future in concurrent.futures.as_completed(futures, 60)}
            self.assertEqual(done, {n: n * n for n in range(4)})
            finished, pending = concurrent.futures.wait(futures, 60)
            self.assertEqual((len(finished), len(pending)), (4, 0))

    def test_callbacks_are_called_when_the_task_has_ended(self):
        called = threading.Event()
        with longshore.BatchExecutor() as executor:
            future = executor.submit(calls.square, 4)
            values = []
            future.add_done_callback(lambda done: (values.append(done.result()), called.set()))
            self.assertTrue(called.wait(60))
        self.assertEqual(values, [16])

    def test_a_result_that_takes_too_long_is_a_timeout_and_the_task_goes_on(self):
        with longshore.BatchExecutor() as executor:
            future = executor.submit(calls.slow_square, 5, 3)
            with self.assertRaises(concurrent.futures.TimeoutError):
                future.result(timeout=0.2)
            self.assertEqual(future.result(60), 25)

    def test_three_hundred_calls_are_one_job(self):
        with self.jobs_made(1), longshore.BatchExecutor() as executor:
            futures = [executor.submit(calls.square, n) for n in range(300)]
            self.assertEqual([future.result(300) for future in futures], [n * n for n in range(300)])
        counts = futures[0].job.wait().counts
        self.assertEqual((counts.total, counts.succeeded), (300, 300))

    def test_a_large_argument_and_a_large_result_arrive_whole(self):
        data = bytes(range(256)) * (100 << 12)
        with longshore.BatchExecutor() as executor:
            future = executor.submit(lambda data: (len(data), data[::-1]), data)
            size, turned = future.result(120)
        self.assertEqual((size, turned == data[::-1]), (100 << 20, True))

    def test_a_job_is_no_longer_followed_when_it_has_ended(self):
        tracker = longshore._installation.current().tracker
        with longshore.BatchExecutor() as executor:
            future = executor.submit(calls.square, 2)
            future.result(60)
            id = future.job.id
        until(lambda: id not in tracker._followers)
        longshore.job(id).wait(60)
        self.assertNotIn(id, tracker._followers)


class Mapping(Case):
    def test_values_come_in_order_from_one_job(self):
        with self.jobs_made(1), longshore.BatchExecutor() as executor:
            values = list(executor.map(lambda n, m: n * 10 + m, range(5), [4, 3, 2, 1, 0]))
        self.assertEqual(values, [4, 13, 22, 31, 40])

    def test_chunks_share_a_task(self):
        with self.jobs_made(1), longshore.BatchExecutor() as executor:
            self.assertEqual(list(executor.map(calls.square, range(10), chunksize=4)), [n * n for n in range(10)])
        [job] = longshore.jobs(limit=1)
        self.assertEqual(job.counts.total, 3)
        with self.assertRaises(ValueError):
            longshore.BatchExecutor().map(calls.square, [1], chunksize=0)

    def test_a_buffer_is_a_job_and_the_next_is_made_when_it_is_taken(self):
        import itertools

        with self.jobs_made(2), longshore.BatchExecutor() as executor:
            values = executor.map(calls.square, itertools.count(), buffersize=2)
            self.assertEqual([next(values) for _ in range(3)], [0, 1, 4])
            values.close()

    def test_nothing_makes_no_job_and_hurries_no_other(self):
        with self.jobs_made(0), longshore.BatchExecutor() as executor:
            self.assertEqual(list(executor.map(calls.square, [])), [])
        with self.jobs_made(1), longshore.BatchExecutor() as executor:
            list(executor.map(calls.square, []))
            futures = [executor.submit(calls.square, n) for n in range(3)]
            self.assertEqual([future.result(60) for future in futures], [0, 1, 4])

    def test_the_exception_of_a_call_comes_in_its_place(self):
        with longshore.BatchExecutor(retries=0) as executor:
            values = executor.map(lambda n: 1 // n, [1, 0, 1])
            self.assertEqual(next(values), 1)
            with self.assertRaises(ZeroDivisionError):
                next(values)

    def test_a_timeout_is_of_all_and_cancels_what_has_not_ended(self):
        with longshore.BatchExecutor() as executor:
            values = executor.map(calls.slow_square, [1, 2], [60, 60], timeout=2)
            with self.assertRaises(concurrent.futures.TimeoutError):
                next(values)
        [job] = longshore.jobs(limit=1)
        self.assertEqual(job.wait(60).counts.cancelled, 2)

    def test_an_iterable_that_fails_submits_nothing(self):
        def broken():
            yield 1
            raise LookupError("no more")

        with self.jobs_made(0), longshore.BatchExecutor() as executor:
            with self.assertRaises(LookupError):
                executor.map(calls.square, broken())


class Cancelling(Case):
    def test_a_call_that_was_not_handed_over_never_runs(self):
        with self.jobs_made(0), longshore.BatchExecutor(batch_window=600) as executor:
            future = executor.submit(calls.square, 1)
            self.assertTrue(future.cancel() and future.cancel())
            self.assertTrue(future.cancelled() and future.done())
            with self.assertRaises(concurrent.futures.CancelledError):
                future.result()

    def test_a_task_that_runs_is_stopped_and_the_others_go_on(self):
        with longshore.BatchExecutor() as executor:
            slow = executor.submit(calls.slow_square, 1, 120)
            quick = executor.submit(calls.slow_square, 3, 2)
            until(slow.running)
            self.assertTrue(slow.cancel())
            self.assertFalse(slow.running())
            self.assertEqual(quick.result(60), 9)
            until(lambda: slow.task.state == "cancelled")
        with self.assertRaises(longshore.TaskCancelled) as caught:
            slow.result()
        self.assertEqual((caught.exception.job, caught.exception.task), (slow.job.id, slow.task.id))
        self.assertFalse(quick.cancel())

    def test_whoever_waits_for_several_sees_one_cancelled(self):
        with longshore.BatchExecutor() as executor:
            futures = [executor.submit(calls.slow_square, 1, 120) for _ in range(2)]
            threading.Timer(0.5, futures[0].cancel).start()
            done, _ = concurrent.futures.wait(futures, 30, return_when=FIRST_COMPLETED)
            self.assertEqual(done, {futures[0]})
            futures[1].cancel()

    def test_a_task_that_is_cancelled_elsewhere_is_a_cancelled_future(self):
        with longshore.BatchExecutor() as executor:
            future = executor.submit(calls.slow_square, 1, 120)
            until(future.running)
            longshore.job(future.job.id).tasks[0].cancel()
            with self.assertRaises(concurrent.futures.CancelledError):
                future.result(60)
            self.assertTrue(future.cancelled())

    def test_a_job_that_is_cancelled_elsewhere_cancels_its_futures(self):
        with longshore.BatchExecutor() as executor:
            futures = [executor.submit(calls.slow_square, 1, 120) for _ in range(3)]
            until(futures[0].running)
            longshore.job(futures[0].job.id).cancel()
            concurrent.futures.wait(futures, 60)
            self.assertEqual([future.cancelled() for future in futures], [True] * 3)


class ShuttingDown(Case):
    def test_no_more_calls_are_taken_and_those_that_came_are_done(self):
        executor = longshore.BatchExecutor(batch_window=600)
        future = executor.submit(calls.square, 5)
        executor.shutdown()
        self.assertTrue(future.done())
        self.assertEqual(future.result(), 25)
        with self.assertRaises(RuntimeError):
            executor.submit(calls.square, 5)
        with self.assertRaises(RuntimeError):
            executor.map(calls.square, [5])

    def test_without_waiting_calls_are_handed_over_and_end_by_themselves(self):
        executor = longshore.BatchExecutor(batch_window=600)
        future = executor.submit(calls.slow_square, 5, 1)
        executor.shutdown(wait=False)
        self.assertIsNotNone(future.job)
        self.assertEqual(future.result(60), 25)

    def test_what_has_not_begun_is_cancelled_when_asked(self):
        executor = longshore.BatchExecutor()
        futures = [executor.submit(calls.slow_square, n, 4) for n in range(12)]
        until(lambda: any(future.running() for future in futures))
        executor.shutdown(cancel_futures=True)
        outcomes = ["cancelled" if future.cancelled() else future.result() for future in futures]
        begun = [n * n for n, outcome in enumerate(outcomes) if outcome != "cancelled"]
        self.assertEqual([outcome for outcome in outcomes if outcome != "cancelled"], begun)
        self.assertTrue(0 < len(begun) < 12, outcomes)
        counts = futures[0].job.wait(60).counts
        self.assertEqual((counts.succeeded, counts.cancelled), (len(begun), 12 - len(begun)))

    def test_a_block_left_by_an_exception_cancels_what_has_not_begun_and_does_not_wait(self):
        said = io.StringIO()
        with self.assertRaises(LookupError), contextlib.redirect_stderr(said):
            with longshore.BatchExecutor() as executor:
                futures = [executor.submit(calls.slow_square, n, 120) for n in range(12)]
                until(lambda: any(future.running() for future in futures))
                began = time.monotonic()
                raise LookupError
        self.assertLess(time.monotonic() - began, 60)
        self.assertTrue(any(future.cancelled() for future in futures))
        self.assertFalse(all(future.cancelled() for future in futures))
        self.assertIn("longshore.job('%s') finds it again" % futures[0].job.id, said.getvalue())
        futures[0].job.cancel()


if __name__ == "__main__":
    unittest.main()
