"""Following jobs: what is told late, gathered or not at all is found all the same."""

from __future__ import annotations

import threading
import unittest
from concurrent.futures import Future
from unittest import mock

from support import longshore, until

from longshore import _tracker


class Engine:
    """Tells of jobs only what it is told to, and answers questions."""

    def __init__(self):
        self.listener = None
        self.asked = []
        self.gone = set()

    def subscribe(self, listener):
        self.listener = listener
        return self

    def close(self):
        self.listener = None

    def job(self, id):
        self.asked.append(id)
        future = Future()
        if id in self.gone:
            future.set_exception(longshore.NotFound("There is no job %s." % id))
        else:
            future.set_result({"id": id, "seen": len(self.asked)})
        return future


class Tracking(unittest.TestCase):
    def setUp(self):
        self.engine = Engine()
        self.tracker = _tracker.Tracker(self.engine)
        self.addCleanup(self.tracker.close)
        self.heard = []

    def follow(self, job):
        self.tracker.follow(job, self.heard.append)
        until(lambda: self.heard)
        self.heard.clear()

    def test_a_job_is_asked_about_when_it_is_first_followed(self):
        self.tracker.follow("a", self.heard.append)
        until(lambda: self.heard == [{"id": "a", "seen": 1}])

    def test_news_are_told_to_those_who_follow_that_job_and_nothing_is_asked(self):
        self.follow("a")
        self.engine.listener(
            [
                {"event": "job_changed", "job": {"id": "b"}},
                {"event": "accounts_changed"},
                {"event": "job_changed", "job": {"id": "a", "new": True}},
            ]
        )
        until(lambda: self.heard == [{"id": "a", "new": True}])
        self.assertEqual(self.engine.asked, ["a"])

    def test_after_events_were_lost_every_job_is_asked_about(self):
        self.follow("a")
        self.engine.listener([{"event": "missed"}])
        until(lambda: self.heard == [{"id": "a", "seen": 2}])

    def test_a_job_of_which_nothing_is_heard_is_asked_about(self):
        with mock.patch.object(_tracker, "_SILENCE", 0.05):
            self.follow("a")
            until(lambda: len(self.heard) >= 3)

    def test_a_job_that_was_removed_is_told_as_nothing_however_that_is_found_out(self):
        self.follow("a")
        self.engine.listener([{"event": "job_removed", "id": "a"}])
        until(lambda: self.heard == [None])
        self.engine.gone.add("a")
        self.tracker.look_at("a")
        until(lambda: self.heard == [None, None])

    def test_one_that_fails_does_not_keep_the_others_from_hearing(self):
        def broken(_row):
            raise LookupError("broken")

        with self.assertLogs("longshore", "ERROR"):
            self.tracker.follow("a", broken)
            self.follow("a")

    def test_who_has_left_hears_no_more_and_no_job_is_kept(self):
        self.follow("a")
        other = threading.Event()
        self.tracker.follow("b", lambda _row: other.set())
        self.assertTrue(other.wait(10))
        self.tracker.leave("a", self.heard.append)
        self.heard.clear()
        other.clear()
        self.engine.listener([{"event": "job_changed", "job": {"id": id}} for id in "ab"])
        self.assertTrue(other.wait(10))
        self.assertEqual((self.heard, list(self.tracker._followers)), ([], ["b"]))

    def test_news_that_come_between_two_questions_are_not_lost(self):
        with _tracker.News(self.tracker, "a") as news:
            news.next().result(10)
            self.engine.listener([{"event": "job_changed", "job": {"id": "a"}}])
            until(lambda: news._unread)
            news.next().result(10)
            self.assertFalse(news.next().done())


if __name__ == "__main__":
    unittest.main()
