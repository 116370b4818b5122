"""Asks the az CLI's own parser whether it takes each az command of a document's `sh` blocks. Nothing is run.

`az_accepts.py DOCUMENT` prints each with what the parser says; exits 1 when one is refused.
"""

import contextlib
import io
import re
import shlex
import sys

from azure.cli.core import get_default_cli
from knack.events import EVENT_INVOKER_POST_PARSE_ARGS


def commands(document):
    """The az commands of the document's shell blocks, also those whose output is taken, as lists of words."""
    for block in re.findall(r"^```sh\n(.*?)^```", document, re.S | re.M):
        block = re.sub(r"<<(\w+)\n.*?^\1$", "", block, flags=re.S | re.M).replace("\\\n", " ")
        for line in block.splitlines():
            inner = re.search(r"\$\((az .*)\)", line)
            text = inner.group(1) if inner else line
            if not text.startswith("az "):
                continue
            # Variables of the shell are values of some kind; a dollar within single quotes is the formula's own.
            words = shlex.split(text, comments=True)
            yield words[1 : words.index(">")] if ">" in words else words[1:]


class Accepted(BaseException):
    """Ends a command that was parsed, before anything is done. No `Exception`: the CLI would report it."""


def accepted(_cli, **_data):
    raise Accepted


def refusal(words):
    """What the parser has against a command; `None` when it takes it."""
    cli = get_default_cli()
    cli.register_event(EVENT_INVOKER_POST_PARSE_ARGS, accepted)
    errors = io.StringIO()
    try:
        with contextlib.redirect_stderr(errors):
            cli.invoke(words, out_file=io.StringIO())
    except Accepted:
        return None
    except SystemExit as error:
        return errors.getvalue().strip() or "exit code %s" % error.code
    return "it was not parsed: %s" % errors.getvalue().strip()


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        listed = list(commands(file.read()))
    if not listed:
        sys.exit("there are no az commands in it")
    refused = 0
    for words in listed:
        why = refusal(words)
        print("%s az %s" % ("ok     " if why is None else "REFUSED", shlex.join(words)))
        if why is not None:
            refused += 1
            print("        " + why)
    sys.exit(1 if refused else 0)


if __name__ == "__main__":
    main()
