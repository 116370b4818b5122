"""Jobs, tasks, accounts: what the app and the command line show, from Python."""

from __future__ import annotations

import concurrent.futures
import datetime
import functools
import unittest

import calls
from support import HOME, Case, engine, longshore, until


class Jobs(Case):
    def script(self, text, name="script.py"):
        """A script to submit."""
        path = self.folder / name
        path.write_text(text)
        return path

    def test_a_script_is_a_job_with_output_and_files(self):
        path = self.script("import sys; print('aye', sys.argv[1]); open('outputs/log.txt', 'w').write('calm')")
        job = longshore.submit(path, name="voyage", args=["captain"], retries=0)
        self.assertIs(job.wait(60), job)
        self.assertEqual((job.state, job.name, job.account), ("succeeded", "voyage", "This computer"))
        [task] = job.tasks
        self.assertEqual((task.id, task.name, task.state, task.exit_code), ("script", "script.py", "succeeded", 0))
        self.assertEqual((task.stdout(), task.stderr(), task.failure), ("aye captain\n", "", None))
        self.assertEqual(task.stdout(last=4), "ain\n")
        files = {file.name: file for file in task.files}
        self.assertEqual(files["outputs/log.txt"].path.read_text(), "calm")
        self.assertEqual(files["outputs/log.txt"].size, 4)
        with self.assertRaisesRegex(longshore.NotFound, "left files, not a value"):
            task.result()
        now = datetime.datetime.now(datetime.timezone.utc)
        self.assertTrue(job.created <= job.started <= job.ended <= now)

    def test_functions_and_files_may_be_one_job(self):
        with self.jobs_made(1):
            job = longshore.submit([functools.partial(calls.square, 3), lambda: "aye"], self.script("print(1)"))
            job.wait(60)
        self.assertEqual([task.id for task in job.tasks], ["square-1", "lambda-2", "script"])
        self.assertEqual([task.result() for task in job.tasks[:2]], [9, "aye"])
        self.assertEqual(job.name, "square and 2 more")

    def test_results_are_values_in_order_or_the_first_failure(self):
        job = longshore.submit([functools.partial(calls.square, n) for n in range(3)])
        self.assertEqual(job.results(60), [0, 1, 4])
        job = longshore.submit(functools.partial(calls.square, 3), functools.partial(calls.fail, "no"), retries=0)
        with self.assertRaisesRegex(ValueError, "no"):
            job.results(60)
        nine, error = job.results(return_exceptions=True)
        self.assertEqual((nine, type(error), job.state), (9, ValueError, "failed"))

    def test_a_task_can_be_waited_for_before_its_job_ends(self):
        job = longshore.submit(functools.partial(calls.slow_square, 2, 120), functools.partial(calls.square, 3))
        slow, quick = job.tasks
        self.assertEqual(quick.result(60), 9)
        self.assertNotIn(slow.state, ("succeeded", "failed", "cancelled"))
        with self.assertRaises(concurrent.futures.TimeoutError):
            slow.result(0.2)
        job.cancel()
        with self.assertRaises(longshore.TaskCancelled):
            slow.result(60)
        self.assertEqual(job.wait(60).state, "cancelled")
        with self.assertRaises(longshore.Conflict):
            job.cancel()

    def test_output_is_read_while_the_task_runs(self):
        job = longshore.submit(self.script("import time; print('first', flush=True); time.sleep(60)"))
        [task] = job.tasks
        self.assertEqual(task.stdout(), "")
        until(lambda: task.state == "running" and task.stdout() == "first\n")
        job.cancel()
        job.wait(60)

    def test_long_output_is_read_to_its_end(self):
        job = longshore.submit(self.script("print('é' * 1_500_000)"))
        [task] = job.wait(60).tasks
        self.assertEqual(task.stdout(), "é" * 1_500_000 + "\n")

    def test_waiting_may_take_too_long_and_the_job_goes_on(self):
        job = longshore.submit(functools.partial(calls.slow_square, 2, 2))
        with self.assertRaises(concurrent.futures.TimeoutError):
            job.wait(0.1)
        self.assertEqual(job.wait(60).state, "succeeded")

    def test_jobs_are_found_by_what_one_would_type(self):
        good = longshore.submit(functools.partial(calls.square, 1), name="find the good one")
        bad = longshore.submit(functools.partial(calls.fail, "x"), name="find the bad one", retries=0)
        for job in (good, bad):
            job.wait(60)
        found = [job.id for job in longshore.jobs("find the")]
        self.assertEqual(found, [bad.id, good.id])
        self.assertEqual([job.id for job in longshore.jobs("state:failed find the")], [bad.id])
        self.assertEqual([job.id for job in longshore.jobs("find the", states=["succeeded"])], [good.id])
        self.assertEqual([job.id for job in longshore.jobs("find the", sort="oldest", limit=1)], [good.id])
        self.assertEqual(longshore.job(good.id).name, "find the good one")
        with self.assertRaises(longshore.NotFound):
            longshore.job("nobody's")

    def test_a_job_runs_again_as_a_whole_or_in_part(self):
        job = longshore.submit(functools.partial(calls.square, 2), functools.partial(calls.square, 3))
        job.wait(60)
        again = job.run_again()
        self.assertEqual(again.results(60), [4, 9])
        self.assertNotEqual(again.id, job.id)
        self.assertEqual(job.run_again([job.tasks[1]]).results(60), [9])

    def test_results_are_copied_where_they_are_wanted(self):
        job = longshore.submit(self.script("open('outputs/a', 'w').write('12345')")).wait(60)
        done = job.download(self.folder / "home")
        self.assertEqual((self.folder / "home" / "script" / "outputs" / "a").read_text(), "12345")
        self.assertEqual((done.folder, done.left_out, done.unchanged), (self.folder / "home", [], 0))
        self.assertEqual(job.download(self.folder / "home", job.tasks).unchanged, done.files)

    def test_a_deleted_job_is_gone_with_what_was_made_for_it(self):
        job = longshore.submit(functools.partial(calls.square, 2)).wait(60)
        folder = job.folder
        self.assertTrue(folder.is_dir())
        before = payloads()
        job.delete()
        with self.assertRaises(longshore.NotFound):
            longshore.job(job.id)
        self.assertFalse(folder.exists())
        self.assertEqual(len(payloads()), len(before) - 1)
        self.assertIn(job.id, repr(job))

    def test_what_is_refused_leaves_nothing(self):
        before = payloads()
        with self.jobs_made(0):
            with self.assertRaises(longshore.NotFound):
                longshore.submit(functools.partial(calls.square, 1), self.folder / "none.py")
            with self.assertRaises(longshore.BadInput):
                longshore.submit(functools.partial(calls.square, 1), 3)
            with self.assertRaises(longshore.BadInput):
                longshore.submit()
            with self.assertRaises(longshore.NotFound):
                longshore.submit(functools.partial(calls.square, 1), account="nobody's")
        self.assertEqual(payloads(), before)

    def test_run_is_a_call(self):
        self.assertEqual(longshore.run(calls.square, 12), 144)
        self.assertEqual(longshore.jobs(limit=1)[0].name, "square")
        self.assertEqual(longshore.run(calls.slow_square, n=3, seconds=0), 9)
        with self.assertRaisesRegex(ValueError, "never"):
            longshore.run(calls.fail, "never")

    def test_packed_requirements_are_installed_where_the_payload_runs(self):
        def told():
            import importlib.metadata

            return importlib.metadata.version("colorama")

        path = longshore.pack(told, requirements=["colorama==0.4.6"], path=self.folder / "told.pkl")
        self.assertEqual(longshore.submit(path, retries=0).results(120), ["0.4.6"])


class Shown(Case):
    def test_a_job_and_its_tasks_show_what_became_of_them(self):
        job = longshore.submit(functools.partial(calls.fail, '<b>bold</b> & "quoted"'), name="<i>it</i>", retries=0)
        job.wait(60)
        [task] = job.tasks
        self.assertEqual(repr(job), "<Job %s '<i>it</i>': failed, 0 of 1 tasks succeeded, 1 failed>" % job.id)
        self.assertEqual(repr(task), '<Task fail-1: failed, exit code 1, ValueError: <b>bold</b> & "quoted">')
        for html in (job._repr_html_(), task._repr_html_()):
            self.assertIn("ValueError: &lt;b&gt;bold&lt;/b&gt; &amp; &quot;quoted&quot;", html)
            self.assertNotIn("<b>", html)
            self.assertNotIn("<i>", html)
        self.assertIn("&lt;i&gt;it&lt;/i&gt;", job._repr_html_())

    def test_futures_say_where_they_are(self):
        with longshore.BatchExecutor() as executor:
            future = executor.submit(calls.square, 2)
            self.assertEqual(repr(future), "<BatchFuture: not handed over yet, waiting>")
            future.result(60)
            self.assertEqual(repr(future), "<BatchFuture: task square-1 of %s, succeeded>" % future.job.id)


class Accounts(Case):
    SETTINGS = {
        "tenant_id": "72f988bf-86f1-41af-91ab-2d7cd011db47",
        "client_id": "0c6be2f1-8d2a-4b7e-b3d9-51e9d0ac77ab",
        "batch_account_url": "https://hpc.westeurope.batch.azure.com",
        "storage_account_name": "results",
        "pool_id": "pool",
    }

    def test_this_computer_is_there_and_passes_its_check(self):
        account = longshore.account()
        self.assertEqual((account.name, account.kind, account.active), ("This computer", "this_computer", True))
        check = account.check()
        self.assertTrue(check and check.passed, repr(check))
        self.assertEqual(check.lines[0].check, "settings")
        self.assertIn("This computer", repr(account))

    def test_an_account_is_kept_changed_and_removed_and_its_secret_is_never_told(self):
        secret = "very~secret-indeed-0123456789"
        account = longshore.save_account("Lab", {**self.SETTINGS, "retries": 0}, secret)
        try:
            self.assertEqual((account.settings["retries"], account.settings["time_limit"]), (0, 300))
            self.assertIn(account.secret, ("in_keyring", "this_session"))
            for told in (repr(account), account._repr_html_(), repr(account.settings)):
                self.assertNotIn(secret, told)
            self.assertEqual(longshore.account("lab").name, "Lab")
            changed = longshore.save_account("Lab 2", {**self.SETTINGS, "pool_id": "other"}, replaces="Lab")
            self.assertEqual(changed.settings["pool_id"], "other")
        finally:
            longshore.account("Lab 2").remove()
        with self.assertRaises(longshore.NotFound):
            longshore.account("Lab 2")
        # In another process: one that opens and closes a database beside SQLite gives up SQLite's locks on it.
        code = """
            import pathlib
            read, found = 0, []
            for file in pathlib.Path(%r).rglob("*"):
                try:
                    content = file.read_bytes()
                except OSError:  # a folder, or a file that others have removed meanwhile
                    continue
                read += 1
                if %r in content:
                    found.append(str(file))
            print(read > 5, found)
        """
        self.assertEqual(self.said_by(code % (str(HOME), secret.encode())), "True []")

    def test_a_job_that_cannot_sign_in_is_an_error_of_whoever_waits(self):
        account = longshore.save_account("Lab", self.SETTINGS)
        try:
            self.assertEqual(account.secret, "missing")
            with self.assertLogs("longshore", "WARNING") as logged:
                with longshore.BatchExecutor(account="Lab") as executor:
                    future = executor.submit(calls.square, 2)
                    error = future.exception(60)
                self.assertIsInstance(error, longshore.SignInFailed)
                self.assertIsInstance(error, PermissionError)
                job = future.job
                self.assertEqual((job.state, job.problem.title), ("needs_attention", error.title))
                with self.assertRaises(longshore.SignInFailed):
                    job.wait(60)
                with self.assertRaises(longshore.SignInFailed):
                    job.tasks[0].result(60)
            self.assertIn("job %s: %s" % (job.id, error.title), logged.records[0].getMessage())
            job.cancel()
        finally:
            until(lambda: job.state == "cancelled")
            account.remove()

    def test_wrong_settings_are_refused_by_name(self):
        with self.assertRaisesRegex(longshore.BadInput, "pool"):
            longshore.save_account("Lab", {**self.SETTINGS, "pool_id": "no spaces, please"})
        with self.assertRaisesRegex(longshore.BadInput, "There is no setting pol_id"):
            longshore.save_account("Lab", {"pol_id": "x"})

    def test_covalents_configuration_is_an_account(self):
        lines = ["[executors.azurebatch]"] + ['%s = "%s"' % pair for pair in self.SETTINGS.items()] + ["retries = 0"]
        path = self.folder / "covalent.conf"
        path.write_text("\n".join(lines))
        account = longshore.import_account(path, secret="very~secret-indeed-0123456789")
        try:
            self.assertEqual((account.name, account.settings["retries"]), ("hpc", 0))
        finally:
            account.remove()


def payloads():
    """What was made to be submitted."""
    from pathlib import Path

    return sorted(file for file in Path(engine().payloads).rglob("*") if file.is_file())


if __name__ == "__main__":
    unittest.main()
