"""The tutorial: its code runs, and prints what is under it."""

from __future__ import annotations

import contextlib
import io
import os
import re
import unittest
from pathlib import Path

from support import Case, longshore

DOCS = Path(__file__).resolve().parents[2] / "docs" / "python.md"

BLOCK = re.compile(
    r"(?P<mark><!-- not run -->\n)?```python\n(?P<code>.*?)```\n(?:```text\n(?P<output>.*?)```)?", re.DOTALL
)


class Tutorial(Case):
    def test_its_code_runs_in_order_and_prints_what_stands_under_it(self):
        here = Path.cwd()
        self.addCleanup(os.chdir, here)
        os.chdir(self.folder)
        names = {"__name__": "__main__"}
        run = 0
        for block in BLOCK.finditer(DOCS.read_text(encoding="utf-8")):
            code = compile(block["code"], "docs/python.md", "exec")
            if block["mark"]:
                continue
            said = io.StringIO()
            with contextlib.redirect_stdout(said):
                exec(code, names)
            self.assertEqual(said.getvalue(), block["output"] or "", block["code"])
            run += 1
        self.assertGreater(run, 8)


class Reference(unittest.TestCase):
    def test_every_public_name_is_in_it(self):
        reference = DOCS.read_text(encoding="utf-8").split("## Reference")[1]
        missing = [name for name in longshore.__all__ if not re.search(r"`[^`]*\b%s\b" % name, reference)]
        self.assertEqual(missing, [])

    def test_everything_public_has_words_of_its_own(self):
        silent = []
        for name in longshore.__all__:
            thing = getattr(longshore, name)
            members = vars(thing).items() if isinstance(thing, type) else ()
            named = [(name, thing)] + [(name + "." + key, each) for key, each in members if not key.startswith("_")]
            for what, each in named:
                described = isinstance(each, (type, property)) or callable(each)
                if described and not (getattr(each, "__doc__", None) or "").strip():
                    silent.append(what)
        self.assertEqual(silent, [])


if __name__ == "__main__":
    unittest.main()
