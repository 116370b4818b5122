"""The original plugin, unmodified, on Covalent's real server: every request it makes for Azure is redirected.

It is configured as its manual says, and so is the image its tasks run in, but that a process takes its place: the entry
point that the plugin's own package brings for that image, as it is.
"""

import logging
import os
import unittest

from azure.batch import BatchServiceClient
from azure.batch.batch_auth import SharedKeyCredentials
from azure.storage.blob import BlobServiceClient
from server import Server

logging.disable(logging.WARNING)

#: What its infrastructure scripts make beforehand.
CONTAINER = "covalent-assets"


def setUpModule():
    global ct, workflows, executor, blobs, batch
    blobs = BlobServiceClient(os.environ["BLOB_ENDPOINT"], credential=os.environ["STORAGE_ACCOUNT_KEY"])
    blobs.create_container(CONTAINER)
    batch = BatchServiceClient(
        SharedKeyCredentials(os.environ["BATCH_ACCOUNT_NAME"], os.environ["BATCH_ACCOUNT_KEY"]),
        os.environ["BATCH_ACCOUNT_URL"],
    )
    account = {
        "tenant_id": os.environ["AZURE_TENANT_ID"],
        "client_id": os.environ["AZURE_CLIENT_ID"],
        "client_secret": os.environ["AZURE_CLIENT_SECRET"],
        "batch_account_url": os.environ["REDIRECTED_BATCH_ACCOUNT_URL"],
        "storage_account_name": os.environ["STORAGE_ACCOUNT_NAME"],
        "pool_id": os.environ["BATCH_POOL_ID"],
        "cache_dir": os.path.join(os.environ["HOME"], "cache"),
        "time_limit": 600,
        "poll_freq": 1,
    }
    redirected = {name: os.environ["REDIRECTED_" + name] for name in ("HTTPS_PROXY", "REQUESTS_CA_BUNDLE", "NO_PROXY")}
    server = Server(os.environ["HOME"], redirected)
    unittest.addModuleCleanup(server.__exit__, None, None, None)
    server.__enter__()

    import covalent as ct
    import workflows
    from covalent.executor import AzureBatchExecutor

    def executor(**settings):
        return AzureBatchExecutor(**{**account, **settings})


class OriginalPlugin(unittest.TestCase):
    maxDiff = None

    def test_the_support_vector_machine_is_scored(self):
        result = workflows.outcome(ct.dispatch(workflows.svm_experiment(executor()))(C=1.0, gamma=0.7), 700)
        self.assertEqual(str(result.status), "COMPLETED", result.error)
        self.assertGreater(result.result, 0.8)
        print("score", result.result)

    def test_electrons_run_as_a_job_each_and_their_results_come_back(self):
        dispatch = ct.dispatch(workflows.squares(executor()))(3)
        result = workflows.outcome(dispatch)
        self.assertEqual((str(result.status), result.result), ("COMPLETED", [0, 1, 4]), result.error)
        jobs = {job.id: job.state.value for job in batch.job.list() if dispatch in job.id}
        self.assertEqual(list(jobs.values()), ["completed"] * 3)
        for job in jobs:
            [task] = batch.task.list(job)
            self.assertEqual(task.id, job)
            self.assertIn("not used: this computer runs in its place", task.execution_info.container_info.error)
            self.assertIn(f"Executing func-{job.removeprefix('covalent-batch-')}.pkl", text_of(job, "stdout.txt"))

    def test_a_failing_electron_is_tried_again_and_fails_its_dispatch(self):
        dispatch = ct.dispatch(workflows.failing(executor(retries=1)))(7)
        result = workflows.outcome(dispatch)
        self.assertEqual(str(result.status), "FAILED")
        self.assertIn("exit code 1", workflows.electron(result, "moor")["error"])
        job = f"covalent-batch-{dispatch}-0"
        task = batch.task.get(job, job)
        self.assertEqual((task.execution_info.exit_code, task.execution_info.retry_count), (1, 1))
        # Which its user never sees.
        self.assertIn("ValueError: no such berth: 7", text_of(job, "stderr.txt"))


def text_of(job, file):
    return b"".join(batch.file.get_from_task(job, job, file)).decode()


if __name__ == "__main__":
    unittest.main(verbosity=2)
