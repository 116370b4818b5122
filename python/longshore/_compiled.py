"""What to say when the compiled part cannot be loaded."""

from __future__ import annotations

import glob
import os
import platform
import sys

#: The oldest Python that it fits.
_OLDEST = (3, 9)

_AGAIN = (
    "Install a package that was built for this system: pip install --force-reinstall longshore-….whl, "
    "or from a checkout of Longshore: pip install ./python."
)


def advice(error: ImportError) -> str:
    """Why it cannot be, as far as that can be seen, and what to do."""
    here = "Python %s, %s %s" % (platform.python_version(), platform.system(), platform.machine())
    folder = os.path.dirname(os.path.abspath(__file__))
    files = sorted(os.path.basename(file) for file in glob.glob(os.path.join(folder, "_native.*")))
    files = [file for file in files if not file.endswith(".pyi")]
    if sys.version_info[:2] < _OLDEST:
        return "longshore needs Python %d.%d or newer; this is %s. Use a newer one." % (*_OLDEST, here)
    if platform.python_implementation() != "CPython":
        return "longshore needs CPython; this is %s on %s." % (platform.python_implementation(), here)
    if not files:
        return "The compiled part of longshore is missing in %s: it was not installed from a package for %s. %s" % (
            folder,
            here,
            _AGAIN,
        )
    return "The compiled part of longshore (%s) does not fit %s: %s. %s" % (", ".join(files), here, error, _AGAIN)
