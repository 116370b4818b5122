"""azure-batch 13 and what goes with it, the clients of covalent-azurebatch-plugin 0.17, through a whole job.

They speak older dialects than the clients of `tests/python`: ADAL's token endpoint, Batch 2022-10-01.16.0 and Blob
2021-08-06.
"""

import datetime
import logging
import os
import time
import unittest

from azure.batch import BatchServiceClient, models
from azure.batch.batch_auth import SharedKeyCredentials
from azure.common.credentials import ServicePrincipalCredentials
from azure.core.exceptions import ResourceNotFoundError
from azure.identity import ClientSecretCredential
from azure.storage.blob import (
    BlobSasPermissions,
    BlobServiceClient,
    ContainerSasPermissions,
    generate_blob_sas,
    generate_container_sas,
)
from msrestazure.azure_cloud import AZURE_PUBLIC_CLOUD, Cloud, CloudEndpoints

# The clients log each refusal, and refusals are what some tests ask for.
logging.disable(logging.WARNING)

AUTHORITY = os.environ["AZURE_AUTHORITY_HOST"]
CLIENT, SECRET = os.environ["AZURE_CLIENT_ID"], os.environ["AZURE_CLIENT_SECRET"]
STORAGE_ACCOUNT = os.environ["STORAGE_ACCOUNT_NAME"]
JOB = "batch-13-job"
MANY = 20
SCRIPT = b'set -e\nmkdir outputs\necho "plot of $(cat data.txt)" > outputs/plot.txt\necho "hello $WHO"\n'


def batch(credentials):
    client = BatchServiceClient(credentials, os.environ["BATCH_ACCOUNT_URL"])
    client.config.retry_policy.retries = 0
    return client


def principal():
    """Signs in as these clients do: at an authority of the AD FS kind, which needs no discovery elsewhere."""
    cloud = Cloud("local", CloudEndpoints(**vars(AZURE_PUBLIC_CLOUD.endpoints)), AZURE_PUBLIC_CLOUD.suffixes)
    cloud.endpoints.active_directory = f"{AUTHORITY}/adfs"
    return ServicePrincipalCredentials(
        client_id=CLIENT, secret=SECRET, cloud_environment=cloud, resource="https://batch.core.windows.net/"
    )


def key():
    return SharedKeyCredentials(os.environ["BATCH_ACCOUNT_NAME"], os.environ["BATCH_ACCOUNT_KEY"])


def text(pieces):
    return b"".join(pieces)


class WholeJob(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        """Stages, submits and waits; the tests look at what it has come to."""
        cls.by_key, cls.by_token = batch(key()), batch(principal())
        credential = ClientSecretCredential("adfs", CLIENT, SECRET)
        cls.blobs = BlobServiceClient(os.environ["BLOB_ENDPOINT"], credential=credential, retry_total=0)
        cls.container = cls.blobs.create_container(JOB)
        cls.container.upload_blob("staged/hello.sh", SCRIPT)
        cls.container.upload_blob("staged/data.txt", b"data")
        pool = models.PoolInformation(pool_id=os.environ["BATCH_POOL_ID"])
        cls.by_token.job.add(models.JobAddParameter(id=JOB, pool_info=pool, display_name="From batch 13"))
        cls.by_key.task.add(JOB, cls.whole_task())
        small = [
            models.TaskAddParameter(id=f"small-{number:02}", command_line=f"/bin/sh -c 'exit {number % 2}'")
            for number in range(MANY)
        ]
        cls.added = cls.by_token.task.add_collection(JOB, small)
        cls.by_key.job.patch(JOB, models.JobPatchParameter(on_all_tasks_complete="terminateJob"))
        end = time.monotonic() + 60
        while (job := cls.by_token.job.get(JOB)).state != models.JobState.completed:
            if time.monotonic() > end:
                raise AssertionError("the job did not end in a minute")
            time.sleep(0.1)
        cls.job = job

    @classmethod
    def tearDownClass(cls):
        cls.by_key.job.delete(JOB)
        cls.container.delete_container()

    @classmethod
    def whole_task(cls):
        start = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(minutes=5)
        expiry = start + datetime.timedelta(hours=1)
        signing = {
            "user_delegation_key": cls.blobs.get_user_delegation_key(start, expiry),
            "start": start,
            "expiry": expiry,
        }

        def resource(name):
            read = BlobSasPermissions(read=True)
            sas = generate_blob_sas(STORAGE_ACCOUNT, JOB, f"staged/{name}", permission=read, **signing)
            return models.ResourceFile(http_url=f"{cls.container.url}/staged/{name}?{sas}", file_path=name)

        write = ContainerSasPermissions(create=True, write=True)
        home = f"{cls.container.url}?{generate_container_sas(STORAGE_ACCOUNT, JOB, permission=write, **signing)}"

        def brought_home(pattern, path):
            container = models.OutputFileBlobContainerDestination(container_url=home, path=path)
            return models.OutputFile(
                file_pattern=pattern,
                destination=models.OutputFileDestination(container=container),
                upload_options=models.OutputFileUploadOptions(upload_condition="taskCompletion"),
            )

        return models.TaskAddParameter(
            id="whole",
            command_line="/bin/sh hello.sh",
            resource_files=[resource("hello.sh"), resource("data.txt")],
            environment_settings=[models.EnvironmentSetting(name="WHO", value="crew")],
            output_files=[brought_home("../std*.txt", "whole"), brought_home("outputs/**/*", "whole/outputs")],
            constraints=models.TaskConstraints(
                max_wall_clock_time=datetime.timedelta(minutes=5), max_task_retry_count=0
            ),
        )

    def refused(self, code, call, *args):
        with self.assertRaises(models.BatchErrorException) as raised:
            call(*args)
        self.assertEqual(raised.exception.error.code, code)

    def test_every_task_was_added_and_has_ended(self):
        self.assertEqual({each.status for each in self.added.value}, {models.TaskAddStatus.success})
        counts = self.by_token.job.get_task_counts(JOB).task_counts
        self.assertEqual((counts.completed, counts.succeeded, counts.failed), (MANY + 1, MANY // 2 + 1, MANY // 2))
        self.assertEqual(self.job.execution_info.terminate_reason, "AllTasksComplete")
        self.assertEqual(self.job.display_name, "From batch 13")

    def test_a_list_is_read_page_by_page(self):
        options = models.TaskListOptions(filter="executionInfo/exitCode eq 1", select="id,state", max_results=4)
        tasks = list(self.by_key.task.list(JOB, options))
        self.assertEqual([task.id for task in tasks], [f"small-{number:02}" for number in range(1, MANY, 2)])
        self.assertEqual({(task.state, task.command_line) for task in tasks}, {(models.TaskState.completed, None)})

    def test_a_task_tells_how_it_ended_and_what_it_wrote(self):
        whole = self.by_token.task.get(JOB, "whole")
        self.assertEqual((whole.execution_info.exit_code, whole.execution_info.result), (0, "success"))
        self.assertEqual(text(self.by_key.file.get_from_task(JOB, "whole", "stdout.txt")), b"hello crew\n")
        names = [each.name for each in self.by_token.file.list_from_task(JOB, "whole", recursive=True)]
        self.assertIn("wd/outputs/plot.txt", names)

    def test_its_output_files_are_in_the_container(self):
        names = [each.name for each in self.container.list_blobs(name_starts_with="whole/")]
        self.assertEqual(names, ["whole/outputs/plot.txt", "whole/stderr.txt", "whole/stdout.txt"])
        self.assertEqual(self.container.download_blob("whole/outputs/plot.txt").readall(), b"plot of data\n")

    def test_refusals_carry_the_services_codes(self):
        late = models.TaskAddParameter(id="late", command_line="true")
        self.refused("JobCompleted", self.by_key.task.add, JOB, late)
        self.refused("JobNotFound", self.by_token.job.get, "absent")
        self.refused("TaskNotFound", self.by_token.task.get, JOB, "absent")
        wrong = batch(SharedKeyCredentials(os.environ["BATCH_ACCOUNT_NAME"], "d3Jvbmc="))
        self.refused("AuthenticationFailed", wrong.job.get, JOB)
        with self.assertRaises(ResourceNotFoundError):
            self.container.download_blob("absent")

    def test_the_pool_is_this_computer(self):
        pool = self.by_token.pool.get(os.environ["BATCH_POOL_ID"])
        self.assertEqual((pool.allocation_state, pool.current_dedicated_nodes), (models.AllocationState.steady, 1))
        self.assertTrue(self.by_key.pool.exists(os.environ["BATCH_POOL_ID"]))


if __name__ == "__main__":
    unittest.main(verbosity=2)
