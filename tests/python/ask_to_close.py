"""Asks the window with a title to close, as a window manager does for its close button: WebDriver has no such request.

ICCCM 4.2.8.1: a ClientMessage of type WM_PROTOCOLS that carries WM_DELETE_WINDOW. By ctypes, so that nothing has to be
installed: whoever has a window has libX11.
"""

import ctypes
import sys

CLIENT_MESSAGE = 33

x = ctypes.CDLL("libX11.so.6")
Window = ctypes.c_ulong
x.XOpenDisplay.restype = ctypes.c_void_p
x.XDefaultRootWindow.restype = Window
x.XInternAtom.restype = ctypes.c_ulong


class ClientMessage(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", Window),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        # An XEvent is a union of 24 longs; the library copies all of it.
        ("rest", ctypes.c_long * 24),
    ]


def windows(display, parent):
    root, above, children, count = Window(), Window(), ctypes.POINTER(Window)(), ctypes.c_uint()
    x.XQueryTree(display, parent, *map(ctypes.byref, (root, above, children, count)))
    for child in children[: count.value]:
        yield child
        yield from windows(display, child)


def title(display, window):
    name = ctypes.c_char_p()
    return name.value if x.XFetchName(display, window, ctypes.byref(name)) else None


display = ctypes.c_void_p(x.XOpenDisplay(None))
wanted = sys.argv[1].encode()
found = [window for window in windows(display, Window(x.XDefaultRootWindow(display))) if title(display, Window(window)) == wanted]
if not found:
    sys.exit(f"there is no window {sys.argv[1]}")
for window in found:
    atoms = [x.XInternAtom(display, name, False) for name in (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW")]
    message = ClientMessage(type=CLIENT_MESSAGE, window=window, message_type=atoms[0], format=32)
    message.data[0] = atoms[1]
    x.XSendEvent(display, Window(window), False, 0, ctypes.byref(message))
x.XSync(display, False)
