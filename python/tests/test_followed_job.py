"""Looking at a job's tasks: everything is found, and little is read."""

from __future__ import annotations

import random
import unittest
from concurrent.futures import Future

from support import longshore  # noqa: F401

from longshore._followed_job import FollowedJob, _stretches


class History:
    """A job's tasks as the engine's history tells them, and how many rows it was asked for."""

    def __init__(self, number):
        self.states = ["waiting"] * number
        self.rows_read = 0

    def tasks(self, query):
        fitting = [
            {"id": "task-%d" % place, "state": state}
            for place, state in enumerate(self.states)
            if not query["states"] or state in query["states"]
        ]
        rows = fitting[query["offset"] : query["offset"] + query["limit"]]
        self.rows_read += len(rows)
        future = Future()
        future.set_result({"tasks": rows, "total": len(fitting)})
        return future

    def counts(self):
        counts = {name: self.states.count(name) for name in ("waiting", "succeeded", "failed", "cancelled")}
        running = self.states.count("running") + self.states.count("retrieving")
        return {**counts, "running": running, "total": len(self.states)}


def follow(history):
    told = []
    job = FollowedJob(history, "job", lambda place, row: told.append((place, row["state"])))
    job.begin()
    return job, told


class Looking(unittest.TestCase):
    def test_each_end_is_told_once_in_whatever_order_tasks_end(self):
        for seed in range(20):
            draw = random.Random(seed)
            history = History(draw.choice([1, 7, 300, 1_500]))
            job, told = follow(history)
            left = list(range(len(history.states)))
            draw.shuffle(left)
            while left:
                for _ in range(draw.randint(1, 60)):
                    if left:
                        history.states[left.pop()] = draw.choice(["succeeded", "failed", "cancelled"])
                for place in left[-3:]:
                    history.states[place] = draw.choice(["running", "retrieving"])
                job.look(history.counts())
                ended = {place: state for place, state in enumerate(history.states) if state in ENDED}
                self.assertEqual(dict(end for end in told if end[1] in ENDED), ended, "seed %d" % seed)
            self.assertEqual(len([end for end in told if end[1] in ENDED]), len(history.states))
            self.assertTrue(job.done)

    def test_what_runs_is_told_before_it_ends(self):
        history = History(3)
        job, told = follow(history)
        history.states[:2] = ["running", "retrieving"]
        job.look(history.counts())
        job.look(history.counts())
        history.states[:1] = ["succeeded"]
        job.look(history.counts())
        self.assertEqual(told, [(0, "running"), (1, "retrieving"), (0, "succeeded")])
        self.assertFalse(job.done)

    def test_ten_thousand_tasks_are_not_read_again_for_each_that_ends(self):
        number, slots = 10_000, 8
        history = History(number)
        job, told = follow(history)
        for ended in range(0, number, 4):
            for place in range(ended, min(ended + slots, number)):
                history.states[place] = "running"
            history.states[ended : ended + 4] = ["succeeded"] * 4
            if ended % 400 == 0 or ended + 4 >= number:
                job.look(history.counts())
        self.assertTrue(job.done)
        self.assertEqual(len(told) - len([end for end in told if end[1] == "running"]), number)
        # Once to begin with, once when they ended, and what lies in front at each of 26 looks.
        self.assertLess(history.rows_read, 2 * number + 26 * 1_000)

    def test_nothing_is_read_when_nothing_has_changed(self):
        history = History(500)
        job, _ = follow(history)
        before = history.rows_read
        for _ in range(10):
            job.look(history.counts())
        self.assertEqual(history.rows_read, before)


ENDED = ("succeeded", "failed", "cancelled")


class Stretches(unittest.TestCase):
    def test_places_near_each_other_are_read_together(self):
        self.assertEqual(list(_stretches([])), [])
        self.assertEqual(list(_stretches([4])), [(4, 1)])
        self.assertEqual(list(_stretches([0, 1, 3, 40, 500, 501])), [(0, 4), (40, 1), (500, 2)])


if __name__ == "__main__":
    unittest.main()
