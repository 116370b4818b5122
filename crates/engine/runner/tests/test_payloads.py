"""The payloads that the tests of the whole system use end as their README says."""

import unittest

from task import PAYLOADS, THIS_MINOR, TaskCase


class Payloads(TaskCase):
    def run_kept(self, name, kind, **settings):
        return self.run_task(kind, self.payload(name, (PAYLOADS / name).read_bytes()), **settings)

    def test_functions_end_as_expected(self):
        for name, code, kind in (
            ("func-plain.pkl", 0, None),
            ("func-raises.pkl", 1, "exception"),
            ("func-returns-lock.pkl", 74, "result"),
            ("func-missing-module.pkl", 1, "missing_module"),
            ("func-pip-hook.pkl", 69, "packages"),
            ("truncated.pkl", 65, "payload"),
            ("empty.pkl", 65, "payload"),
            ("picture.pkl", 65, "payload"),
        ):
            if THIS_MINOR != "3.11":
                code, kind = 64, "wrong_python"
            with self.subTest(name):
                ended = self.run_kept(name, "pickle", LONGSHORE_PYTHON="3.11", PIP_NO_INDEX="1")
                self.assertEqual((ended.code, ended.error and ended.error["kind"]), (code, kind), ended.stderr)

    def test_a_function_made_by_another_python_is_refused(self):
        ended = self.run_kept("func-made-by-3.10.pkl", "pickle", LONGSHORE_PYTHON="3.10")
        self.assertEqual(ended.code, 0 if THIS_MINOR == "3.10" else 64)

    def test_scripts_and_bundles_end_as_expected(self):
        for name, kind, code, files in (
            ("plot.py", "python", 0, ["outputs/plot.png"]),
            ("raises.py", "python", 1, ["error.json"]),
            ("greet.sh", "shell", 0, ["outputs/greeting.txt"]),
            ("bundle.zip", "bundle", 0, ["outputs/weight.txt"]),
        ):
            with self.subTest(name):
                ended = self.run_kept(name, kind, LONGSHORE_ENTRY='["python", "main.py"]')
                self.assertEqual((ended.code, ended.files), (code, files), ended.stderr)


if __name__ == "__main__":
    unittest.main()
