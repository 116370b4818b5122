"""The same awaited: nothing holds up the event loop."""

from __future__ import annotations

import asyncio
import functools
import time
import unittest

import calls
from support import Case, longshore


class Awaited(Case):
    def test_jobs_are_submitted_awaited_and_asked(self):
        async def main():
            job = await longshore.submit_async(functools.partial(calls.speak, "aye"), name="awaited")
            self.assertIs(await job, job)
            [task] = await job.tasks_async()
            self.assertEqual(await job.results_async(), ["aye"])
            self.assertEqual(await task.result_async(), "aye")
            self.assertEqual(await task.stdout_async(), "said aye\n")
            self.assertEqual(await task.stderr_async(), "complained of aye\n")
            self.assertEqual([found.id for found in await longshore.jobs_async("awaited")], [job.id])
            self.assertEqual((await longshore.job_async(job.id)).state, "succeeded")
            again = await job.run_again_async()
            await again.wait_async()
            done = await again.download_async(self.folder / "home")
            self.assertEqual(done.left_out, [])
            await again.delete_async()
            with self.assertRaises(longshore.NotFound):
                await longshore.job_async(again.id)

        asyncio.run(main())

    def test_futures_are_awaited_and_gathered(self):
        async def main():
            with longshore.BatchExecutor(retries=0) as executor:
                futures = [executor.submit(calls.square, n) for n in range(5)]
                self.assertEqual(await asyncio.gather(*map(asyncio.wrap_future, futures)), [0, 1, 4, 9, 16])
                self.assertEqual(await futures[3], 9)
                loop = asyncio.get_running_loop()
                self.assertEqual(await loop.run_in_executor(executor, calls.square, 6), 36)
                with self.assertRaisesRegex(ValueError, "not today"):
                    await executor.submit(calls.fail, "not today")

        asyncio.run(main())

    def test_a_call_is_awaited(self):
        self.assertEqual(asyncio.run(longshore.run_async(calls.square, 5)), 25)

    def test_an_awaited_future_that_is_cancelled_stops_its_task(self):
        async def main():
            with longshore.BatchExecutor() as executor:
                future = executor.submit(calls.slow_square, 1, 120)
                while future.job is None:
                    await asyncio.sleep(0.05)
                with self.assertRaises(asyncio.TimeoutError):
                    await asyncio.wait_for(asyncio.wrap_future(future), 0.2)
                return future

        future = asyncio.run(main())
        self.assertTrue(future.cancelled())
        self.assertEqual(future.job.wait(60).state, "cancelled")

    def test_a_future_that_is_awaited_in_vain_is_cancelled_too(self):
        async def main():
            with longshore.BatchExecutor() as executor:
                future = executor.submit(calls.slow_square, 1, 120)

                async def awaiting():
                    return await future

                with self.assertRaises(asyncio.TimeoutError):
                    await asyncio.wait_for(awaiting(), 0.2)
                return future.cancelled()

        self.assertTrue(asyncio.run(main()))

    def test_a_wait_that_is_cancelled_leaves_its_job_running(self):
        async def main():
            job = await longshore.submit_async(functools.partial(calls.slow_square, 3, 2))
            with self.assertRaises(asyncio.TimeoutError):
                await asyncio.wait_for(job.wait_async(), 0.2)
            return (await job).state

        self.assertEqual(asyncio.run(main()), "succeeded")

    def test_the_loop_is_not_held_up_while_jobs_run(self):
        async def main():
            longest = 0.0
            job = await longshore.submit_async([functools.partial(calls.square, n) for n in range(20)])
            waiting = asyncio.ensure_future(job.wait_async())
            while not waiting.done():
                began = time.perf_counter()
                await asyncio.sleep(0)
                longest = max(longest, time.perf_counter() - began)
                await asyncio.sleep(0.005)
            return longest

        self.assertLess(asyncio.run(main()), 2)

    def test_accounts_are_awaited(self):
        async def main():
            [account] = await longshore.accounts_async()
            self.assertTrue((await account.check_async()).passed)
            self.assertEqual((await longshore.account_async()).name, account.name)

        asyncio.run(main())


if __name__ == "__main__":
    unittest.main()
