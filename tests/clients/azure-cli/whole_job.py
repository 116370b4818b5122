"""The Azure CLI through a whole job, as a person would type it: `az login`, `az storage …`, `az batch …`.

The commands run in this process, as the `az` program runs its one: loading it takes seconds, and there are twenty.
"""

import datetime
import io
import json
import os
import pathlib
import tempfile
import time
import unittest

HOME = pathlib.Path(tempfile.mkdtemp(prefix="az-", dir=os.environ["HOME"]))
# Read when the CLI is imported. Its cloud is the account under test: endpoints, and what its tokens are for.
os.environ["AZURE_CONFIG_DIR"] = str(HOME)
AUTHORITY = os.environ["AZURE_AUTHORITY_HOST"]
(HOME / "clouds.config").write_text(
    f"""\
[ThisComputer]
endpoint_active_directory = {AUTHORITY}
endpoint_active_directory_resource_id = https://management.core.windows.net/
endpoint_active_directory_graph_resource_id = https://graph.windows.net/
endpoint_batch_resource_id = https://batch.core.windows.net/
endpoint_resource_manager = {AUTHORITY}
endpoint_management = {AUTHORITY}
suffix_storage_endpoint = core.windows.net
profile = latest
"""
)
(HOME / "config").write_text(
    """\
[cloud]
name = ThisComputer
[core]
instance_discovery = false
collect_telemetry = false
only_show_errors = true
"""
)

from azure.cli.core import get_default_cli  # noqa: E402

JOB = "az-job"
STORAGE_ACCOUNT = os.environ["STORAGE_ACCOUNT_NAME"]
SCRIPT = 'set -e\nmkdir outputs\necho "plot of $(cat data.txt)" > outputs/plot.txt\necho "hello $WHO"\n'
BY_LOGIN = ("--auth-mode", "login", "--blob-endpoint", os.environ["BLOB_ENDPOINT"], "--account-name", STORAGE_ACCOUNT)
BY_KEY = ("--blob-endpoint", os.environ["BLOB_ENDPOINT"], "--account-key", os.environ["STORAGE_ACCOUNT_KEY"])
BATCH = (
    "--account-name",
    os.environ["BATCH_ACCOUNT_NAME"],
    "--account-key",
    os.environ["BATCH_ACCOUNT_KEY"],
    "--account-endpoint",
    os.environ["BATCH_ACCOUNT_URL"],
)


class Failed(Exception):
    """A command that did not end well."""


def az(*words):
    """What a command prints, read as JSON."""
    cli, printed = get_default_cli(), io.StringIO()
    try:
        code = cli.invoke([*words, "--output", "json"], out_file=printed)
    except SystemExit as ended:
        code = ended.code
    if code or cli.result.error:
        raise Failed(f"az {' '.join(words[:3])}: {cli.result.error or code}")
    return json.loads(printed.getvalue() or "null")


def storage(*words, by=BY_LOGIN):
    return az("storage", *words, *by)


def batch(*words):
    return az("batch", *words, *BATCH)


def file(name, content):
    path = HOME / name
    path.write_text(content)
    return str(path)


class WholeJob(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        """Stages, submits and waits; the tests look at what it has come to."""
        principal, secret = os.environ["AZURE_CLIENT_ID"], os.environ["AZURE_CLIENT_SECRET"]
        tenant = os.environ["AZURE_TENANT_ID"]
        cls.login = az("login", "--service-principal", "-u", principal, "-p", secret, "--tenant", tenant)
        storage("container", "create", "--name", JOB)
        for name, content in (("hello.sh", SCRIPT), ("data.txt", "data")):
            storage("blob", "upload", "-c", JOB, "-n", f"staged/{name}", "-f", file(name, content), "--no-progress")
        pool = os.environ["BATCH_POOL_ID"]
        batch("job", "create", "--id", JOB, "--pool-id", pool, "--metadata", "origin=az", "--priority", "5")
        batch("task", "create", "--job-id", JOB, "--json-file", file("task.json", json.dumps(cls.whole_task())))
        small = ("--task-id", "small", "--command-line", "/bin/sh -c 'exit 3'", "--max-task-retry-count", "0")
        batch("task", "create", "--job-id", JOB, *small)
        batch("job", "set", "--job-id", JOB, "--on-all-tasks-complete", "terminatejob")
        end = time.monotonic() + 120
        while (job := batch("job", "show", "--job-id", JOB))["state"] != "completed":
            if time.monotonic() > end:
                raise AssertionError("the job did not end in two minutes")
            time.sleep(0.5)
        cls.job = job

    @classmethod
    def tearDownClass(cls):
        batch("job", "delete", "--job-id", JOB, "--yes")
        storage("container", "delete", "--name", JOB)

    @classmethod
    def whole_task(cls):
        expiry = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=1)
        signing = ("--expiry", expiry.strftime("%Y-%m-%dT%H:%MZ"), "--as-user")

        def resource(name):
            blob = ("-c", JOB, "-n", f"staged/{name}", "--permissions", "r", "--full-uri")
            return {"httpUrl": storage("blob", "generate-sas", *blob, *signing), "filePath": name}

        sas = storage("container", "generate-sas", "--name", JOB, "--permissions", "cw", *signing)
        home = f"{os.environ['BLOB_ENDPOINT']}/{JOB}?{sas}"

        def brought_home(pattern, path):
            return {
                "filePattern": pattern,
                "destination": {"container": {"containerUrl": home, "path": path}},
                "uploadOptions": {"uploadCondition": "taskcompletion"},
            }

        return {
            "id": "whole",
            "commandLine": "/bin/sh hello.sh",
            "resourceFiles": [resource("hello.sh"), resource("data.txt")],
            "environmentSettings": [{"name": "WHO", "value": "crew"}],
            "outputFiles": [brought_home("../std*.txt", "whole"), brought_home("outputs/**/*", "whole/outputs")],
            "constraints": {"maxWallClockTime": "PT5M", "maxTaskRetryCount": 0},
        }

    def test_signing_in_finds_the_subscription(self):
        accounts = [(each["name"], each["tenantId"], each["user"]["type"]) for each in self.login]
        self.assertEqual(accounts, [("This computer", os.environ["AZURE_TENANT_ID"], "servicePrincipal")])

    def test_the_job_ended_when_its_tasks_had(self):
        self.assertEqual((self.job["executionInfo"]["terminateReason"], self.job["priority"]), ("AllTasksComplete", 5))
        self.assertEqual(self.job["metadata"], [{"name": "origin", "value": "az"}])
        counts = batch("job", "task-counts", "show", "--job-id", JOB)["taskCounts"]
        self.assertEqual((counts["completed"], counts["succeeded"], counts["failed"]), (2, 1, 1))

    def test_tasks_are_listed_by_filter(self):
        failed = batch("task", "list", "--job-id", JOB, "--filter", "executionInfo/exitCode eq 3")
        self.assertEqual([(each["id"], each["executionInfo"]["result"]) for each in failed], [("small", "failure")])

    def test_a_tasks_files_are_listed_and_fetched(self):
        files = batch("task", "file", "list", "--job-id", JOB, "--task-id", "whole", "--recursive")
        self.assertIn("wd/outputs/plot.txt", [each["name"] for each in files])
        here = HOME / "stdout.txt"
        of_task = ("--job-id", JOB, "--task-id", "whole", "--file-path", "stdout.txt")
        batch("task", "file", "download", *of_task, "--destination", str(here))
        self.assertEqual(here.read_text(), "hello crew\n")

    def test_its_output_files_are_in_the_container(self):
        names = [each["name"] for each in storage("blob", "list", "-c", JOB, "--prefix", "whole/", by=BY_KEY)]
        self.assertEqual(names, ["whole/outputs/plot.txt", "whole/stderr.txt", "whole/stdout.txt"])
        here = HOME / "plot.txt"
        storage("blob", "download", "-c", JOB, "-n", "whole/outputs/plot.txt", "-f", str(here), "--no-progress")
        self.assertEqual(here.read_text(), "plot of data\n")

    def test_refusals_carry_the_services_codes(self):
        for code, refused in (
            ("JobNotFound", lambda: batch("job", "show", "--job-id", "absent")),
            ("PoolNotFound", lambda: batch("pool", "show", "--pool-id", "absent")),
        ):
            with self.subTest(code), self.assertRaisesRegex(Failed, code):
                refused()
        for name, exists in (("staged/data.txt", True), ("absent", False)):
            self.assertEqual(storage("blob", "exists", "-c", JOB, "-n", name), {"exists": exists})


if __name__ == "__main__":
    unittest.main(verbosity=2)
