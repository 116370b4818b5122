"""Covalent's server on a free port of 127.0.0.1, until its standard input closes.

It is the application that `covalent start --no-cluster --no-triggers` runs, in the foreground: that command detaches it, asks for
a port beforehand and leaves it running when whoever started it is killed. The address is written to the file descriptor
that is the first argument, as one line, once requests are answered. Into a file that is the second, if there is one, goes
how long its event loop stood still.
"""

import asyncio
import json
import os
import socket
import sys
import threading

ADDRESS = "127.0.0.1"
#: How often the event loop is asked for, in seconds, and how late it may come.
BEAT, LATE = 0.01, 0.1


def main(announce, stalls=None):
    listener = socket.create_server((ADDRESS, 0))
    port = listener.getsockname()[1]
    # Read once, when Covalent is imported, and written to its configuration file, where clients look for it.
    os.environ["COVALENT_DISPATCHER_ADDR"] = ADDRESS
    os.environ["COVALENT_SVC_PORT"] = str(port)
    os.environ["COVALENT_DISABLE_DASK"] = "1"

    import covalent_dispatcher._triggers_app.app as triggers
    import covalent_ui
    import uvicorn
    from covalent_dispatcher._db.datastore import DataStore

    triggers.disable_triggers = True
    DataStore.factory().run_migrations(logging_enabled=False)
    # It finds its pages from here.
    os.chdir(os.path.dirname(covalent_ui.__file__))
    from covalent_ui.app import fastapi_app

    server = uvicorn.Server(uvicorn.Config(fastapi_app, log_level="warning"))
    startup = server.startup

    async def announced(sockets=None):
        await startup(sockets=sockets)
        if stalls:
            server.beating = asyncio.create_task(beat(stalls))
        with os.fdopen(announce, "w") as line:
            print(f"http://{ADDRESS}:{port}", file=line)

    server.startup = announced
    threading.Thread(target=stop_with_parent, args=(server,), daemon=True).start()
    server.run(sockets=[listener])


async def beat(path):
    """Keeps in a file by how much the loop was late at most, and in all, counting what anybody would notice."""
    loop = asyncio.get_running_loop()
    longest = total = 0
    while True:
        due = loop.time() + BEAT
        await asyncio.sleep(BEAT)
        late = loop.time() - due
        if late > LATE:
            longest, total = max(longest, late), total + late
            with open(path, "w") as file:
                json.dump({"longest": longest, "total": total}, file)


def stop_with_parent(server):
    # Not by `sys.stdin`: its lock would be held for ever in the processes that the local executor forks.
    os.read(0, 1)
    server.should_exit = True


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
