"""What is wrong with a job that is waited for: told once, by a warning of the logger `longshore`, which Python shows on
standard error unless it is told otherwise."""

from __future__ import annotations

import logging

from ._records import Record

_LOG = logging.getLogger("longshore")


class Concerns:
    """What was told of one job."""

    def __init__(self) -> None:
        self._told: str | None = None

    def tell(self, row: Record) -> None:
        """Tells why the job stands still, or why none of its tasks runs, unless that was told last."""
        report = row["problem"] or row.get("waiting")
        if report is None or row["state"] in ("succeeded", "failed", "cancelled"):
            return
        if report["title"] != self._told:
            self._told = report["title"]
            _LOG.warning("job %s: %s %s", row["id"], report["title"], report.get("guidance", ""))
