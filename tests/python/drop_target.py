"""A window that files can be dropped on, as a file manager has one: prints the addresses of what was dropped, and ends.

`drop_target.py X Y WIDTH HEIGHT`. It says `ready` when it is there. The protocol is XDND 5, by ctypes.
"""

import ctypes
import sys

CLIENT_MESSAGE, SELECTION_NOTIFY = 33, 31
XA_ATOM = 4

x = ctypes.CDLL("libX11.so.6")
Window = Atom = ctypes.c_ulong
x.XOpenDisplay.restype = ctypes.c_void_p
x.XDefaultRootWindow.restype = Window
x.XCreateSimpleWindow.restype = Window
x.XInternAtom.restype = Atom


class ClientMessage(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", Window),
        ("message_type", Atom),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        # An XEvent is a union of 24 longs; the library copies all of it.
        ("rest", ctypes.c_long * 24),
    ]


display = ctypes.c_void_p(x.XOpenDisplay(None))


def atom(name):
    return x.XInternAtom(display, name.encode(), False)


def send(to, kind, *data):
    message = ClientMessage(type=CLIENT_MESSAGE, window=to, message_type=atom(kind), format=32)
    message.data[: len(data)] = data
    x.XSendEvent(display, Window(to), False, 0, ctypes.byref(message))
    x.XFlush(display)


def selection(window):
    """What the other side has put into our property."""
    kind, form, count, left, data = Atom(), ctypes.c_int(), ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_char_p()
    x.XGetWindowProperty(
        display, Window(window), Atom(atom("DROPPED")), ctypes.c_long(0), ctypes.c_long(1 << 16), False, Atom(0),
        *map(ctypes.byref, (kind, form, count, left, data)),
    )
    return (data.value or b"").decode()


left, top, width, height = map(int, sys.argv[1:5])
root = x.XDefaultRootWindow(display)
window = x.XCreateSimpleWindow(display, Window(root), left, top, width, height, 0, Window(0), Window(0xFFFFFF))
version = ctypes.c_ulong(5)
x.XChangeProperty(display, Window(window), Atom(atom("XdndAware")), Atom(XA_ATOM), 32, 0, ctypes.byref(version), 1)
x.XMapRaised(display, Window(window))
x.XSync(display, False)
print("ready", flush=True)

event = ClientMessage()
while True:
    x.XNextEvent(display, ctypes.byref(event))
    if event.type == SELECTION_NOTIFY:
        print(selection(window), flush=True)
        send(source, "XdndFinished", window, 1, atom("XdndActionCopy"))
        x.XSync(display, False)
        break
    if event.type != CLIENT_MESSAGE:
        continue
    if event.message_type == atom("XdndPosition"):
        source = event.data[0]
        send(source, "XdndStatus", window, 1, 0, 0, atom("XdndActionCopy"))
    elif event.message_type == atom("XdndDrop"):
        source, when = event.data[0], event.data[2]
        x.XConvertSelection(
            display, Atom(atom("XdndSelection")), Atom(atom("text/uri-list")), Atom(atom("DROPPED")), Window(window), ctypes.c_ulong(when)
        )
        x.XFlush(display)
