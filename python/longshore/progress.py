"""Progress bars, by `tqdm` where it is installed, as by `pip install './python[progress]'`.

A bar is shown where a person sees it, that is in a terminal or a notebook, unless it is asked for or refused. Without
tqdm there is none.
"""

from __future__ import annotations

import sys
import warnings
from typing import Any

from ._records import Record

__all__ = ["Progress", "is_wanted"]

_SHOWN = (("running", "running"), ("waiting", "waiting"), ("failed", "failed"), ("cancelled", "cancelled"))


def is_wanted(asked: bool | None) -> bool:
    """Whether a bar is to be shown: as asked, and for None where standard error is a terminal or a notebook's."""
    if asked is not None:
        return asked
    return "ipykernel" in sys.modules or (sys.stderr is not None and sys.stderr.isatty())


def words(counts: Record) -> str:
    """Counts in words, without those that are zero: `3 running, 5 waiting, 1 failed`."""
    return ", ".join("%d %s" % (counts[key], word) for key, word in _SHOWN if counts.get(key))


class Progress:
    """A bar of tasks that have ended; to be used in a `with` statement, and shown new counts from any thread."""

    def __init__(self, name: str, asked: bool | None = None, total: int = 0) -> None:
        self._name = name
        self._asked = asked
        self._total = total
        self._bar: Any = None

    def __enter__(self) -> Progress:
        if is_wanted(self._asked):
            self._bar = _bar(self._name, self._total)
        return self

    def __exit__(self, *_error: object) -> None:
        bar, self._bar = self._bar, None
        if bar is not None:
            bar.close()

    def show(self, counts: Record) -> None:
        """Shows counts of tasks by state: `total`, `waiting`, `running`, `succeeded`, `failed`, `cancelled`."""
        bar = self._bar
        if bar is None:
            return
        if bar.total != counts["total"]:
            # A notebook's bar is told of its length in no other way; how long it has been there is kept.
            began = bar.start_t
            bar.reset(counts["total"])
            bar.start_t = began
        bar.n = counts["succeeded"] + counts["failed"] + counts["cancelled"]
        bar.set_postfix_str(words(counts), refresh=False)
        bar.refresh()


def _bar(name: str, total: int) -> Any:
    """A new bar; None without tqdm."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # tqdm's about notebooks that lack widgets: it then writes text
        try:
            from tqdm.auto import tqdm
        except ImportError:
            return None
        return tqdm(total=total, desc=name, unit="task", dynamic_ncols=True)
