"""azure-batch when things are ended, done twice, or not there."""

import unittest

from azure.batch import models

# The client cannot do without these options and does not export them.
from azure.batch.models._models import BatchJobTerminateOptions
from azure.core import MatchConditions
from azure.core.exceptions import (
    HttpResponseError,
    ResourceExistsError,
    ResourceModifiedError,
    ResourceNotFoundError,
)

import account


def task(name, command_line="/bin/sh -c 'exit 0'"):
    return models.BatchTaskCreateOptions(id=name, command_line=command_line)


class Control(account.AccountTest):
    @classmethod
    def setUpClass(cls):
        cls.batch = account.batch()

    def add_job(self, name):
        self.batch.create_job(
            models.BatchJobCreateOptions(id=name, pool_info=models.BatchPoolInfo(pool_id=account.POOL))
        )
        return name

    def when_task(self, job, name, state):
        def ask():
            found = self.batch.get_task(job, name)
            return found if found.state == state else None

        return account.eventually(ask)

    def test_the_pool_has_one_node_that_works(self):
        pool = self.batch.get_pool(account.POOL)
        self.assertEqual((pool.state, pool.allocation_state), ("active", "steady"))
        nodes = list(self.batch.list_nodes(account.POOL))
        self.assertEqual(len(nodes), 1)
        self.assertIn(nodes[0].state, ("idle", "running"))
        self.assertEqual(self.batch.get_node(account.POOL, nodes[0].id).id, nodes[0].id)

    def test_a_job_is_terminated_and_deleted(self):
        job = self.add_job("terminated")
        self.batch.create_task(job, task("long", "sleep 600"))
        self.when_task(job, "long", "running")
        reason = BatchJobTerminateOptions(termination_reason="enough")
        self.batch.begin_terminate_job(job, reason, polling_interval=0.1).result()
        ended = self.batch.get_job(job)
        self.assertEqual((ended.state, ended.execution_info.termination_reason), ("completed", "enough"))
        self.assertEqual(self.batch.get_task(job, "long").state, "completed")
        self.refused(ResourceExistsError, 409, "JobCompleted", self.batch.create_task, job, task("late"))

        self.batch.begin_delete_job(job, polling_interval=0.1).result()
        self.refused(ResourceNotFoundError, 404, "JobNotFound", self.batch.get_job, job)
        self.refused(ResourceNotFoundError, 404, "JobNotFound", lambda: list(self.batch.list_tasks(job)))

    def test_a_task_is_terminated_and_deleted(self):
        job = self.add_job("one-ended")
        self.batch.create_task(job, task("long", "sleep 600"))
        self.when_task(job, "long", "running")
        self.batch.terminate_task(job, "long")
        ended = self.when_task(job, "long", "completed").execution_info
        self.assertEqual((ended.result, ended.failure_info.code), ("failure", "TaskEnded"))
        self.batch.delete_task(job, "long")
        self.refused(ResourceNotFoundError, 404, "TaskNotFound", self.batch.get_task, job, "long")

    def test_a_program_that_is_not_there_is_told(self):
        job = self.add_job("no-program")
        self.batch.create_task(job, task("t", "no-such-program --flag"))
        ended = self.when_task(job, "t", "completed").execution_info
        self.assertEqual((ended.exit_code, ended.failure_info.code), (None, "CommandProgramNotFound"))

    def test_what_is_there_is_not_made_again(self):
        job = self.add_job("twice")
        self.refused(ResourceExistsError, 409, "JobExists", self.add_job, job)
        self.refused(ResourceExistsError, 409, "JobExists", self.add_job, "TWICE")
        self.batch.create_task(job, task("t"))
        self.refused(ResourceExistsError, 409, "TaskExists", self.batch.create_task, job, task("t"))
        again = self.batch.create_tasks(job, [task("t"), task("u")])
        self.assertEqual(
            {each.task_id: (each.status, each.error and each.error.code) for each in again.result_values},
            {"t": ("clienterror", "TaskExists"), "u": ("success", None)},
        )

    def test_one_wrong_task_of_a_collection_is_told_and_the_others_added(self):
        job = self.add_job("one-wrong")
        with self.assertRaises(models.CreateTasksError) as raised:
            self.batch.create_tasks(job, [task("good"), task("not good!")])
        failed = raised.exception.failure_tasks
        self.assertEqual([(each.task_id, each.status) for each in failed], [("not good!", "clienterror")])
        self.assertEqual([each.id for each in self.batch.list_tasks(job)], ["good"])

    def test_what_is_not_there_is_told_by_its_code(self):
        job = self.add_job("there")
        self.batch.create_task(job, task("t"))
        self.when_task(job, "t", "completed")
        for code, call in (
            ("JobNotFound", lambda: self.batch.get_job("none")),
            ("JobNotFound", lambda: self.batch.create_task("none", task("t"))),
            ("JobNotFound", lambda: self.batch.get_job_task_counts("none")),
            ("TaskNotFound", lambda: self.batch.get_task(job, "none")),
            ("PoolNotFound", lambda: self.batch.get_pool("none")),
        ):
            with self.subTest(code):
                error = self.refused(ResourceNotFoundError, 404, code, call)
                self.assertIn("RequestId:", error.model.message.value)

    def test_a_file_that_is_not_there_is_not_found(self):
        job = self.add_job("files")
        self.batch.create_task(job, task("t"))
        self.when_task(job, "t", "completed")
        for path in ("none.txt", "wd/none.txt", "../t/stdout.txt", "../../../ca.key.pem"):
            with self.subTest(path):
                # The client reads no body here, so it does not learn the code.
                for ask in (self.batch.download_task_file, self.batch.get_task_file_properties):
                    self.refused(ResourceNotFoundError, 404, None, ask, job, "t", path)

    def test_a_request_without_sense_is_refused(self):
        for code, call in (
            ("InvalidQueryParameterValue", lambda: list(self.batch.list_jobs(filter="state is x"))),
            ("InvalidPropertyValue", lambda: self.add_job("not an id")),
            ("InvalidPropertyValue", lambda: self.add_job("i" * 65)),
        ):
            with self.subTest(code):
                self.refused(HttpResponseError, 400, code, call)

    def test_a_condition_decides(self):
        job = self.add_job("conditional")
        first = self.batch.get_job(job).etag
        update = models.BatchJobUpdateOptions(priority=7)
        unmodified = {"etag": first, "match_condition": MatchConditions.IfNotModified}
        self.batch.update_job(job, update, **unmodified)
        self.refused(ResourceModifiedError, 412, "ConditionNotMet", self.batch.update_job, job, update, **unmodified)
        self.assertEqual(self.batch.get_job(job).priority, 7)


if __name__ == "__main__":
    unittest.main(verbosity=2)
