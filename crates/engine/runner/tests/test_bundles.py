"""Bundles: what is unpacked, what is refused, how the entry is run."""

import json
import os
import stat
import sys
import tarfile
import unittest

from task import TaskCase, tar_of, zip_of


class Bundles(TaskCase):
    def run_bundle(self, data, entry=("python", "main.py"), **settings):
        return self.run_task("bundle", self.payload("bundle.bin", data), LONGSHORE_ENTRY=json.dumps(entry), **settings)

    def test_a_zip_and_a_tar_run_alike_and_their_outputs_come_home(self):
        members = {
            "main.py": "import sys, beside\nopen('outputs/deep/x', 'w').write(beside.WORD)\nprint(sys.argv[1:])\n",
            "beside.py": "WORD = 'bundled'\n",
            "outputs/deep/shipped": "as it was",
        }
        for make in (zip_of, tar_of):
            with self.subTest(make.__name__):
                ended = self.run_bundle(make(members), ["python", "main.py", "first"], LONGSHORE_ARGS='["second"]')
                self.assertEqual((ended.code, ended.stdout), (0, "['first', 'second']\n"), ended.stderr)
                self.assertEqual(ended.files, ["outputs/deep/shipped", "outputs/deep/x"])
                self.assertEqual((self.folder / "outputs" / "deep" / "x").read_text(), "bundled")

    def test_an_exception_in_the_entry_script_is_reported_like_one_of_a_script(self):
        ended = self.run_bundle(zip_of({"main.py": "import not_on_this_node\n"}))
        self.assertEqual((ended.code, ended.error["module"]), (1, "not_on_this_node"))

    def test_outputs_of_a_failing_bundle_come_home_too(self):
        ended = self.run_bundle(zip_of({"main.py": "open('outputs/half', 'w').close()\nraise ValueError\n"}))
        self.assertEqual((ended.code, ended.files), (1, ["error.json", "outputs/half"]))

    def test_python_as_the_entry_is_the_interpreter_of_the_task(self):
        code = "import sys; print(sys.prefix == %r)" % sys.prefix
        ended = self.run_bundle(zip_of({"x": ""}), ["python3", "-c", code])
        self.assertEqual((ended.code, ended.stdout), (0, "True\n"), ended.stderr)

    def test_another_program_of_the_bundle_can_be_the_entry(self):
        members = {"run.sh": ('#!/bin/sh\necho "$@"; exit 6\n', 0o100755), "plain": ""}
        ended = self.run_bundle(zip_of(members), ["./run.sh", "a"], LONGSHORE_ARGS='["b"]')
        self.assertEqual((ended.code, ended.stdout, ended.error["kind"]), (6, "a b\n", "exit"))
        self.assertEqual(stat.S_IMODE(os.stat(self.folder / "bundle" / "plain").st_mode), 0o644)

    def test_an_entry_that_is_not_there_is_named(self):
        for entry, named in ((["python", "absent.py"], "bundle/absent.py"), (["./absent"], "./absent")):
            with self.subTest(entry):
                ended = self.run_bundle(zip_of({"main.py": ""}), entry)
                self.assertEqual((ended.code, ended.error["kind"]), (65, "payload"))
                self.assertIn(repr(named), ended.error["message"])

    def test_links_that_stay_inside_are_kept(self):
        members = {
            "data/real": "content",
            "link": {"type": tarfile.SYMTYPE, "linkname": "data/real"},
            "data/up": {"type": tarfile.SYMTYPE, "linkname": "../main.py"},
            "hard": {"type": tarfile.LNKTYPE, "linkname": "data/real"},
            "main.py": "print(open('link').read(), open('hard').read(), 'print' in open('data/up').read())\n",
        }
        ended = self.run_bundle(tar_of(members))
        self.assertEqual((ended.code, ended.stdout), (0, "content content True\n"), ended.stderr)

    def refused(self, data, text):
        ended = self.run_bundle(data)
        self.assertEqual((ended.code, ended.error["kind"], ended.error["type"]), (65, "payload", "BadBundle"))
        self.assertIn(text, ended.error["message"])

    def test_nothing_is_written_outside_of_the_bundle(self):
        device = {"type": tarfile.CHRTYPE, "devmajor": 1, "devminor": 3}
        loop = {"type": tarfile.SYMTYPE, "linkname": "."}
        up = {"type": tarfile.SYMTYPE, "linkname": ".."}
        away = {"type": tarfile.SYMTYPE, "linkname": "a/b/../../.."}
        outside = str(self.home / "outside")
        for name, data, text in (
            ("zip, parent", zip_of({"../evil": "x"}), "'../evil' would land outside"),
            ("zip, deep parent", zip_of({"a/../../evil": "x"}), "would land outside"),
            ("zip, Windows parent", zip_of({"a\\..\\..\\evil": "x"}), "would land outside"),
            ("zip, absolute", zip_of({outside: "x"}), "would land outside"),
            ("zip, link", zip_of({"link": (outside, 0o120777)}), "points outside"),
            ("tar, parent", tar_of({"../evil": "x"}), "would land outside"),
            ("tar, absolute", tar_of({outside: "x"}), "would land outside"),
            ("tar, link up", tar_of({"link": {"type": tarfile.SYMTYPE, "linkname": "../evil"}}), "points outside"),
            ("tar, link of links", tar_of({"a": loop, "away": away, "away/evil": "x"}), "outside"),
            ("tar, link of a later link", tar_of({"away": {**loop, "linkname": "d/up/.."}, "d/up": up}), "points outside"),
            ("tar, hard link", tar_of({"link": {"type": tarfile.LNKTYPE, "linkname": "../call"}}), "not found"),
            ("tar, device", tar_of({"null": device}), "neither file, folder nor link"),
            ("tar, pipe", tar_of({"pipe": {"type": tarfile.FIFOTYPE}}), "neither file, folder nor link"),
        ):
            with self.subTest(name):
                self.refused(data, text)
                found = {path.name for folder in (self.home, self.folder) for path in folder.iterdir()}
                self.assertFalse(found & {"evil", "outside"})

    def test_a_bundle_that_grows_beyond_reason_is_refused(self):
        self.refused(zip_of({"zeros": bytes(200 << 20)}), "zip bomb")

    def test_a_damaged_archive_is_refused(self):
        whole_zip, whole_tar = zip_of({"main.py": "x" * 9999}), tar_of({"main.py": os.urandom(9999).hex()})
        self.refused(whole_zip[:-30], "cannot be unpacked")
        self.refused(whole_tar[: len(whole_tar) // 2], "cannot be unpacked")
        self.refused(b"", "neither a zip nor a tar.gz")
        self.refused(b"\x89PNG", "neither a zip nor a tar.gz")

    def test_an_encrypted_zip_is_refused(self):
        data = bytearray(zip_of({"main.py": "x"}))
        # The flag of encryption, in the local header and in the central directory.
        data[6] |= 1
        data[data.index(b"PK\x01\x02") + 8] |= 1
        self.refused(bytes(data), "cannot be unpacked")

    def test_a_second_try_unpacks_anew(self):
        first = self.run_bundle(zip_of({"main.py": "open('left', 'w').close()\nraise ValueError\n"}))
        second = self.run_bundle(zip_of({"main.py": "import os; print(os.path.exists('left'))\n"}))
        self.assertEqual((first.code, second.code, second.stdout), (1, 0, "False\n"))


if __name__ == "__main__":
    unittest.main()
