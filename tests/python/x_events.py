"""Moves the pointer and presses keys of a display, as a hand does: what WebDriver does stays within the page.

Words: `move:X,Y`, `press`, `release`, `key:NAME` (X11's names), `wait:MS`. By XTEST and ctypes, so that nothing has to be
installed beside the library, which WebKit's accessibility brings along.
"""

import ctypes
import sys
import time

x = ctypes.CDLL("libX11.so.6")
test = ctypes.CDLL("libXtst.so.6")
x.XOpenDisplay.restype = ctypes.c_void_p
x.XStringToKeysym.restype = ctypes.c_ulong

# Toolkits tell what happened at once from what happened in turn.
PAUSE = 0.05

display = ctypes.c_void_p(x.XOpenDisplay(None))


def key(name):
    code = x.XKeysymToKeycode(display, ctypes.c_ulong(x.XStringToKeysym(name.encode())))
    for down in (1, 0):
        test.XTestFakeKeyEvent(display, code, down, ctypes.c_ulong(0))


for word in sys.argv[1:]:
    action, _, what = word.partition(":")
    if action == "move":
        across, down = map(int, what.split(","))
        test.XTestFakeMotionEvent(display, -1, across, down, ctypes.c_ulong(0))
    elif action in ("press", "release"):
        test.XTestFakeButtonEvent(display, 1, action == "press", ctypes.c_ulong(0))
    elif action == "key":
        key(what)
    elif action == "wait":
        time.sleep(int(what) / 1000)
    else:
        sys.exit(f"{word} is no action")
    x.XSync(display, False)
    time.sleep(PAUSE)
