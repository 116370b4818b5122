"""Longshore's executor on Covalent's real server: what a user of the original swaps it for, and what they see of it."""

import asyncio
import functools
import json
import logging
import os
import pathlib
import sqlite3
import time
import unittest

from server import Server

logging.disable(logging.WARNING)

#: What the seed's workflow is given in place of its own account: that of the embedded Azure, named as any other.
ACCOUNT = {
    "tenant_id": "AZURE_TENANT_ID",
    "client_id": "AZURE_CLIENT_ID",
    "batch_account_url": "BATCH_ACCOUNT_URL",
    "storage_account_name": "STORAGE_ACCOUNT_NAME",
    "pool_id": "BATCH_POOL_ID",
}


#: Known to the user, and not to Covalent's server.
SECRET = os.environ.pop("AZURE_CLIENT_SECRET")


def setUpModule():
    global server, ct, workflows, executor
    server = Server(os.environ["HOME"], watched=True)
    unittest.addModuleCleanup(server.__exit__, None, None, None)
    server.__enter__()

    import covalent as ct
    import workflows
    from covalent.executor import AzureBatchExecutor

    def executor(**settings):
        return AzureBatchExecutor(**{"retries": 0, **settings})


def account(**changes):
    """The account's values, as the original takes them."""
    return {**{name: os.environ[variable] for name, variable in ACCOUNT.items()}, "client_secret": SECRET, **changes}


def jobs(dispatch):
    """What Longshore's history has of a dispatch."""
    import longshore

    return list(longshore.jobs('"covalent-%s"' % dispatch))


class Executor(unittest.TestCase):
    maxDiff = None

    def done(self, lattice, *arguments, **named):
        dispatch = ct.dispatch(lattice)(*arguments, **named)
        result = workflows.outcome(dispatch)
        self.assertEqual(str(result.status), "COMPLETED", result.error)
        return dispatch, result.result

    def test_the_support_vector_machine_is_scored_with_only_the_accounts_values_changed(self):
        dispatch, score = self.done(workflows.svm_experiment(executor(**account())), C=1.0, gamma=0.7)
        self.assertGreater(score, 0.8)
        [job] = jobs(dispatch)
        # It stays open for more of this dispatch.
        self.assertEqual((job.account, [task.state for task in job.tasks]), ("This computer", ["succeeded"]))
        print("score", score)

    def test_electrons_of_one_dispatch_are_tasks_of_one_job_and_its_four_facts_are_in_the_history(self):
        dispatch = ct.dispatch(workflows.squares(executor()))(100)
        seen = set()
        while "running" not in seen:
            seen.update(job.state for job in jobs(dispatch))
            time.sleep(0.2)
        result = workflows.outcome(dispatch)
        self.assertEqual((str(result.status), result.result), ("COMPLETED", [n * n for n in range(100)]), result.error)
        [job] = jobs(dispatch)
        tasks = job.tasks
        self.assertEqual(len(tasks), 100)
        self.assertEqual({task.state for task in tasks}, {"succeeded"})
        self.assertTrue(all(task.stdout().startswith("squaring ") for task in tasks))
        self.assertTrue(all(task.started and task.ended for task in tasks))

    def test_a_failing_electron_shows_its_words_and_its_traceback_in_covalent(self):
        dispatch = ct.dispatch(workflows.failing(executor()))(7)
        result = workflows.outcome(dispatch)
        self.assertEqual(str(result.status), "FAILED")
        moor = workflows.electron(result, "moor")
        self.assertEqual(moor["stdout"], "looking for a berth\n")
        self.assertIn("none is free\nTraceback", moor["stderr"])
        self.assertIn("ValueError: no such berth: 7", moor["stderr"])

    def test_retries_and_the_time_limit_hold_nought_included(self):
        for retries in (0, 1):
            with self.subTest(retries=retries):
                dispatch = ct.dispatch(workflows.failing(executor(retries=retries)))(7)
                self.assertEqual(str(workflows.outcome(dispatch).status), "FAILED")
                [job] = jobs(dispatch)
                self.assertEqual([task.retries for task in job.tasks], [retries])
        dispatch = ct.dispatch(workflows.waiting(executor(time_limit=2)))(600)
        result = workflows.outcome(dispatch)
        self.assertEqual(str(result.status), "FAILED")
        self.assertIn("time limit", workflows.electron(result, "wait")["stderr"])

    def test_a_cancelled_electron_is_stopped_at_the_service(self):
        dispatch = ct.dispatch(workflows.waiting(executor()))(600)
        end = time.monotonic() + 120
        while not any(task.state == "running" for job in jobs(dispatch) for task in job.tasks):
            self.assertLess(time.monotonic(), end)
            time.sleep(0.2)
        ct.cancel(dispatch)
        result = workflows.outcome(dispatch)
        self.assertEqual(str(result.status), "CANCELLED")
        [job] = jobs(dispatch)
        self.assertEqual([task.state for task in job.tasks], ["cancelled"])

    def test_packages_shell_commands_and_calls_before_and_after_work(self):
        _, loaded = self.done(workflows.hooked(executor()), "Ida")
        self.assertEqual(loaded, ("Ida", "CARGO", "by bash\n", "6.1"))

    def test_sublattices_run(self):
        _, four_times = self.done(workflows.nested(executor()), 3)
        self.assertEqual(four_times, 12)

    def test_a_name_in_place_of_an_object_means_what_the_configuration_says(self):
        _, squares = self.done(workflows.squares("azurebatch"), 2)
        self.assertEqual(squares, [0, 1])

    def test_an_account_that_nobody_knows_is_told_with_what_to_do(self):
        elsewhere = account(client_secret=None, batch_account_url="https://harbour.westeurope.batch.azure.com")
        dispatch = ct.dispatch(workflows.squares(executor(**elsewhere)))(1)
        result = workflows.outcome(dispatch)
        self.assertEqual(str(result.status), "FAILED")
        told = workflows.electron(result, "square")["stderr"]
        self.assertIn("no client secret", told)
        self.assertIn("longshore accounts add", told)

    def test_what_a_server_has_run_before_it_was_killed_is_found_again(self):
        from covalent.executor.utils.wrappers import wrapper_fn
        from longshore.covalent import _dispatch

        call = (functools.partial(wrapper_fn, ct.TransportableObject(os.getpid), [], []), [], {})
        wish = executor()._wish()
        first = asyncio.run(_dispatch.run(wish, "killed", 0, call))
        _dispatch._jobs.clear()  # the next server's memory
        again = asyncio.run(_dispatch.run(wish, "killed", 0, call))
        self.assertEqual((first.job, first.row["id"]), (again.job, again.row["id"]))
        self.assertEqual(len(jobs("killed")), 1)

    def test_a_secret_reaches_neither_covalents_database_nor_its_logs_nor_its_files(self):
        secret = "hush-this-is-not-for-covalent"
        self.done(workflows.squares(executor(**account(client_secret=secret))), 1)
        for path in pathlib.Path(os.environ["HOME"]).rglob("*"):
            try:
                content = path.read_bytes()
            except OSError:  # a folder, or a file that others have removed meanwhile
                continue
            self.assertNotIn(secret.encode(), content, str(path))
        # It would be there: the other settings are.
        database = pathlib.Path(os.environ["HOME"], ".local/share/covalent/dispatcher_db.sqlite")
        with sqlite3.connect(database) as connection:
            kept = [json.loads(row[0] or "{}") for row in connection.execute("SELECT executor_data FROM electrons")]
        clients = {record.get("attributes", {}).get("client_id") for record in kept}
        self.assertIn(account()["client_id"], clients)


if __name__ == "__main__":
    unittest.main(verbosity=2)
