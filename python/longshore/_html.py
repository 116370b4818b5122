"""Tables for notebooks. Every text is escaped: names and messages may come from anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

_COLOURS = {
    "succeeded": "#1a7f37",
    "failed": "#cf222e",
    "cancelled": "#6e7781",
    "cancelling": "#6e7781",
    "needs attention": "#9a6700",
    "running": "#0969da",
    "fetching results": "#0969da",
}


def text(value: object) -> str:
    """As text and nothing else."""
    return escape(str(value), quote=True)


def state(word: str) -> str:
    """A state in its colour, which repeats what the word says."""
    return '<span style="color:%s">●</span> %s' % (_COLOURS.get(word, "#57606a"), text(word))


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; its cells are markup already."""
    head = "".join('<th style="text-align:left">%s</th>' % text(name) for name in heads)
    body = "".join(
        "<tr>%s</tr>" % "".join('<td style="text-align:left">%s</td>' % cell for cell in row) for row in rows
    )
    return "<table><thead><tr>%s</tr></thead><tbody>%s</tbody></table>" % (head, body)


def facts(title: str, pairs: Iterable[Sequence[str]]) -> str:
    """A title, and what there is to say, a line each; values are markup already."""
    rows = "".join(
        '<tr><th style="text-align:left">%s</th><td style="text-align:left">%s</td></tr>' % (text(name), value)
        for name, value in pairs
        if value
    )
    return "<div><strong>%s</strong><table><tbody>%s</tbody></table></div>" % (text(title), rows)
