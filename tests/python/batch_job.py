"""azure-batch through a whole job: 120 tasks and one that reads, writes and brings its files home."""

import datetime
import unittest

from azure.batch import models
from azure.storage.blob import BlobSasPermissions, ContainerSasPermissions, generate_blob_sas, generate_container_sas

import account

JOB = "sdk-job"
MANY = 120
SCRIPT = b"""\
set -e
mkdir -p outputs/deep
echo "plot of $(cat data.txt)" > outputs/deep/plot.txt
echo "hello $WHO from $AZ_BATCH_JOB_ID $AZ_BATCH_TASK_ID"
"""
SAID = b"hello crew from sdk-job whole\n"


def brought_home(container_url, pattern, path):
    return models.OutputFile(
        file_pattern=pattern,
        destination=models.OutputFileDestination(
            container=models.OutputFileBlobContainerDestination(container_url=container_url, path=path)
        ),
        upload_options=models.OutputFileUploadConfiguration(
            upload_condition=models.OutputFileUploadCondition.TASK_COMPLETION
        ),
    )


class WholeJob(account.AccountTest):
    @classmethod
    def setUpClass(cls):
        """Stages, submits and waits; the tests look at what it has come to."""
        cls.batch, cls.blobs = account.batch(), account.blobs()
        cls.container = cls.blobs.create_container(JOB)
        cls.container.upload_blob("staged/hello.sh", SCRIPT)
        cls.container.upload_blob("staged/data.txt", b"data")
        cls.batch.create_job(
            models.BatchJobCreateOptions(
                id=JOB,
                display_name="From the SDK",
                pool_info=models.BatchPoolInfo(pool_id=account.POOL),
                metadata=[models.BatchMetadataItem(name="origin", value="test")],
            )
        )
        cls.batch.create_task(JOB, cls.whole_task())
        cls.added = cls.batch.create_tasks(JOB, [cls.small_task(number) for number in range(MANY)])
        cls.batch.update_job(
            JOB,
            models.BatchJobUpdateOptions(all_tasks_complete_mode=models.BatchAllTasksCompleteMode.TERMINATE_JOB),
        )
        cls.job = account.eventually(cls.completed_job)

    @classmethod
    def completed_job(cls):
        job = cls.batch.get_job(JOB)
        return job if job.state == models.BatchJobState.COMPLETED else None

    @classmethod
    def tearDownClass(cls):
        cls.container.delete_container()

    @staticmethod
    def small_task(number):
        """One that ends with 0, or with 3 when its number is odd."""
        return models.BatchTaskCreateOptions(
            id=f"small-{number:03}",
            command_line=f"/bin/sh -c 'exit {3 * (number % 2)}'",
            constraints=models.BatchTaskConstraints(max_task_retry_count=0),
        )

    @classmethod
    def whole_task(cls):
        """One with everything a task has."""
        start = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(minutes=5)
        expiry = start + datetime.timedelta(hours=1)
        signing = {
            "user_delegation_key": cls.blobs.get_user_delegation_key(start, expiry),
            "start": start,
            "expiry": expiry,
        }

        def resource(name):
            blob = f"staged/{name}"
            read = BlobSasPermissions(read=True)
            sas = generate_blob_sas(account.STORAGE_ACCOUNT, JOB, blob, permission=read, **signing)
            return models.ResourceFile(http_url=f"{cls.container.url}/{blob}?{sas}", file_path=name)

        write = ContainerSasPermissions(create=True, write=True)
        sas = generate_container_sas(account.STORAGE_ACCOUNT, JOB, permission=write, **signing)
        home = f"{cls.container.url}?{sas}"
        return models.BatchTaskCreateOptions(
            id="whole",
            command_line="/bin/sh hello.sh",
            resource_files=[resource("hello.sh"), resource("data.txt")],
            environment_settings=[models.EnvironmentSetting(name="WHO", value="crew")],
            output_files=[
                brought_home(home, "../std*.txt", "tasks/whole"),
                brought_home(home, "outputs/**/*", "tasks/whole/outputs"),
            ],
            constraints=models.BatchTaskConstraints(
                max_wall_clock_time=datetime.timedelta(minutes=5), max_task_retry_count=2
            ),
        )

    def test_every_task_was_added(self):
        results = self.added.result_values
        self.assertEqual(sorted(each.task_id for each in results), [f"small-{number:03}" for number in range(MANY)])
        self.assertEqual({each.status for each in results}, {models.BatchTaskAddStatus.SUCCESS})

    def test_the_job_ended_when_its_tasks_had(self):
        job = self.job
        self.assertEqual(job.execution_info.termination_reason, "AllTasksComplete")
        self.assertEqual(job.execution_info.pool_id, account.POOL)
        self.assertLessEqual(job.execution_info.start_time, job.execution_info.end_time)
        self.assertEqual((job.display_name, job.metadata[0].name, job.metadata[0].value), ("From the SDK", "origin", "test"))

    def test_the_counts_add_up(self):
        counts = self.batch.get_job_task_counts(JOB).task_counts
        self.assertEqual(
            (counts.active, counts.running, counts.completed, counts.succeeded, counts.failed),
            (0, 0, MANY + 1, MANY // 2 + 1, MANY // 2),
        )

    def test_a_list_keeps_to_filter_selection_and_page(self):
        pages = self.batch.list_tasks(
            JOB,
            filter="executionInfo/exitCode eq 3 and startswith(id, 'small-')",
            select=["id", "executionInfo"],
            max_results=25,
        ).by_page()
        pages = [list(page) for page in pages]
        self.assertEqual([len(page) for page in pages], [25, 25, 10])
        tasks = [task for page in pages for task in page]
        self.assertEqual([task.id for task in tasks], [f"small-{number:03}" for number in range(1, MANY, 2)])
        self.assertEqual({task.execution_info.exit_code for task in tasks}, {3})
        self.assertEqual({(task.state, task.command_line) for task in tasks}, {(None, None)})
        self.assertEqual([job.id for job in self.batch.list_jobs(filter=f"id eq '{JOB}'", select=["id"])], [JOB])

    def test_a_task_tells_how_it_ended(self):
        whole = self.batch.get_task(JOB, "whole")
        self.assertEqual(whole.state, models.BatchTaskState.COMPLETED)
        self.assertEqual(
            (whole.execution_info.result, whole.execution_info.exit_code, whole.execution_info.retry_count),
            (models.BatchTaskExecutionResult.SUCCESS, 0, 0),
        )
        self.assertEqual(whole.constraints.max_wall_clock_time, datetime.timedelta(minutes=5))
        failed = self.batch.get_task(JOB, "small-001").execution_info
        self.assertEqual(
            (failed.result, failed.exit_code, failed.failure_info.code, failed.failure_info.category),
            (models.BatchTaskExecutionResult.FAILURE, 3, "FailureExitCode", "usererror"),
        )

    def test_its_output_is_read_whole_and_by_range(self):
        def read(**kwargs):
            return b"".join(self.batch.download_task_file(JOB, "whole", "stdout.txt", **kwargs))

        self.assertEqual(read(), SAID)
        self.assertEqual(read(ocp_range="bytes=6-9"), b"crew")
        self.assertEqual(read(ocp_range=f"bytes=11-{len(SAID) + 100}"), SAID[11:])
        properties = self.batch.get_task_file_properties(JOB, "whole", "stdout.txt")
        self.assertEqual((int(properties.content_length), properties.is_directory), (len(SAID), False))

    def test_its_files_are_listed(self):
        files = {each.name: each for each in self.batch.list_task_files(JOB, "whole", recursive=True)}
        for name in ("stdout.txt", "stderr.txt", "wd/hello.sh", "wd/data.txt", "wd/outputs/deep/plot.txt"):
            self.assertFalse(files[name].is_directory, name)
        self.assertTrue(files["wd"].is_directory)
        self.assertEqual(files["stdout.txt"].properties.content_length, len(SAID))
        shallow = [each.name for each in self.batch.list_task_files(JOB, "whole")]
        self.assertIn("wd", shallow)
        self.assertNotIn("wd/hello.sh", shallow)

    def test_its_output_files_are_in_the_container(self):
        names = [each.name for each in self.container.list_blobs(name_starts_with="tasks/")]
        self.assertEqual(
            names, ["tasks/whole/outputs/deep/plot.txt", "tasks/whole/stderr.txt", "tasks/whole/stdout.txt"]
        )
        self.assertEqual(self.container.download_blob("tasks/whole/stdout.txt").readall(), SAID)
        self.assertEqual(self.container.download_blob("tasks/whole/outputs/deep/plot.txt").readall(), b"plot of data\n")


if __name__ == "__main__":
    unittest.main(verbosity=2)
