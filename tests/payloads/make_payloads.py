"""Makes the payloads that no Covalent server made: `python make_payloads.py`, with cloudpickle 3.1.2.

The interpreter's minor version is part of a payload. Run with another Python than 3.11, it makes
only `func-made-by-<minor>.pkl`.
"""

import functools
import io
import pathlib
import struct
import sys
import zipfile
import zlib

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "crates" / "engine" / "runner"))
__file__ = "make_payloads.py"  # cloudpickle stores it; where the workspace lies is nobody's business

import cloudpickle  # noqa: E402
import covalent_standin as covalent  # noqa: E402

MINOR = "%d.%d" % sys.version_info[:2]


def greet(name):
    print("greeting", name)
    return "Ahoy, %s" % name


def raise_lookup_error(name):
    raise LookupError("no berth for %s" % name)


def return_a_lock():
    import threading

    return threading.Lock()


def import_what_is_missing():
    import longshore_absent

    return longshore_absent


def plain(function):
    """`function` without the path of this file."""
    function.__code__ = function.__code__.replace(co_filename=__file__)
    return function


def by_covalent(function, *args, before=()):
    """What the Covalent dispatcher hands to an executor."""
    box = covalent.TransportableObject
    hooks = [(box(hook), box(arguments), box({}), "") for hook, arguments in before]
    call = functools.partial(covalent.wrapper_fn, box(plain(function)), hooks, [])
    return cloudpickle.dumps((call, [box(arg) for arg in args], {}))


class Hostile:
    """Acts as soon as it is unpickled."""

    def __reduce__(self):
        import os

        return os.mkdir, ("longshore-was-here",)


def png():
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixel = zlib.compress(b"\0\x80")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")


def bundle(members):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return data.getvalue()


def payloads():
    whole = (HERE / "func-trivial-node0.pkl").read_bytes()
    yield "func-plain.pkl", cloudpickle.dumps((plain(greet), ("Rotterdam",), {}))
    yield "func-raises.pkl", by_covalent(raise_lookup_error, "Longshore")
    yield "func-returns-lock.pkl", by_covalent(return_a_lock)
    yield "func-missing-module.pkl", by_covalent(import_what_is_missing)
    hook = (covalent.apply_pip_deps, [["longshore-no-such-package"], ""])
    yield "func-pip-hook.pkl", by_covalent(greet, "Rotterdam", before=[hook])
    yield "hostile.pkl", cloudpickle.dumps((Hostile(), (), {}))
    yield "truncated.pkl", whole[: len(whole) // 2]
    yield "empty.pkl", b""
    yield "picture.pkl", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
    yield "plot.py", "from pathlib import Path\n\nPath('outputs/plot.png').write_bytes(%r)\nprint('plotted')\n" % png()
    yield "raises.py", "def load(port):\n    raise ValueError(f'no crane at {port}')\n\n\nload('Rotterdam')\n"
    yield "greet.sh", '#!/bin/sh\necho "Ahoy, $1" | tee outputs/greeting.txt\n'
    main = "from cargo import weigh\n\nwith open('outputs/weight.txt', 'w') as file:\n    file.write(weigh())\n"
    yield "bundle.zip", bundle({"main.py": main, "cargo.py": "def weigh():\n    return '12 t'\n"})


def main():
    covalent.install()
    if MINOR == "3.11":
        for name, content in payloads():
            (HERE / name).write_bytes(content.encode() if isinstance(content, str) else content)
    else:
        (HERE / ("func-made-by-%s.pkl" % MINOR)).write_bytes(by_covalent(greet, "Rotterdam"))


if __name__ == "__main__":
    main()
