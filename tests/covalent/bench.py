"""What a fan-out costs Covalent's server with an executor: `bench.py EXECUTOR COUNT` prints one line of JSON."""

import json
import os
import pathlib
import shutil
import sys
import time

from server import Server

#: Seconds that all electrons may take together.
PATIENCE = 1200


def original():
    from azure.storage.blob import BlobServiceClient
    from covalent.executor import AzureBatchExecutor

    blobs = BlobServiceClient(os.environ["BLOB_ENDPOINT"], credential=os.environ["STORAGE_ACCOUNT_KEY"])
    blobs.create_container("covalent-assets")
    return AzureBatchExecutor(
        tenant_id=os.environ["AZURE_TENANT_ID"],
        client_id=os.environ["AZURE_CLIENT_ID"],
        client_secret=os.environ["AZURE_CLIENT_SECRET"],
        batch_account_url=os.environ["REDIRECTED_BATCH_ACCOUNT_URL"],
        storage_account_name=os.environ["STORAGE_ACCOUNT_NAME"],
        pool_id=os.environ["BATCH_POOL_ID"],
        cache_dir=os.path.join(os.environ["HOME"], "cache"),
        poll_freq=1,
    )


def ours():
    from covalent.executor import AzureBatchExecutor

    return AzureBatchExecutor(poll_freq=1)


def bare():
    return "bare"


EXECUTORS = {"original": original, "ours": ours, "bare": bare}


def main(name, count):
    home = pathlib.Path(os.environ["HOME"])
    plugins = home / ".config/covalent/executor_plugins"
    plugins.mkdir(parents=True, exist_ok=True)
    shutil.copy(pathlib.Path(__file__).with_name("bare.py"), plugins)
    environment = {}
    if name == "original":
        environment = {name: os.environ["REDIRECTED_" + name] for name in ("HTTPS_PROXY", "REQUESTS_CA_BUNDLE", "NO_PROXY")}
    with Server(home, environment, watched=True) as server:
        import covalent as ct
        import workflows

        def run(lattice, electrons):
            result = workflows.outcome(ct.dispatch(lattice)(electrons), PATIENCE)
            if str(result.status) != "COMPLETED":
                raise RuntimeError(f"{result.status}: {result.error}")

        executor = EXECUTORS[name]()
        # The environment of tasks, and connections that are kept, are made once: not what is measured here.
        run(workflows.squares(executor), 1)
        print("warm", flush=True)
        sys.stdin.readline()
        begun = time.monotonic()
        before = server.stalls()["total"]
        run(workflows.squares(executor), count)
        wall = time.monotonic() - begun
        stalls = server.stalls()
        measured = {
            "wall": wall,
            "peak_mib": server.peak_memory(),
            "longest_stall": stalls["longest"],
            "stalls": stalls["total"] - before,
        }
        print(json.dumps(measured), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
