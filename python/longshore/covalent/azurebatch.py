"""The executor as Covalent sees it.

Covalent makes an executor several times for each electron, writes its attributes into its database, its logs and its
interface, and reads and writes its configuration file as it goes. So making one does nothing, what it knows lives in
`_dispatch`, and a secret is never one of its attributes.
"""

from __future__ import annotations

import asyncio
import functools
import os
import warnings
import weakref
from typing import Any, Callable

from covalent._shared_files.config import get_config
from covalent._shared_files.exceptions import TaskCancelledError, TaskRuntimeError
from covalent._shared_files.logger import app_log
from covalent.executor.base import AsyncBaseExecutor

EXECUTOR_PLUGIN_NAME = "AzureBatchExecutor"

#: Where the original keeps files, and what this one takes for "not set".
_CACHE_DIR = "/tmp/covalent"

#: What Covalent writes into the section `[executors.azurebatch]` of its configuration. A secret is read from there when
#: somebody has put one there; it is not offered a place.
_EXECUTOR_PLUGIN_DEFAULTS = {
    "account": "",
    "tenant_id": "",
    "client_id": "",
    "batch_account_url": "",
    "batch_account_domain": "batch.core.windows.net",
    "storage_account_name": "",
    "storage_account_domain": "blob.core.windows.net",
    "base_image_uri": os.environ.get(
        "COVALENT_AZURE_BASE_IMAGE_URI", "covalent.azurecr.io/covalent-executor-base:latest"
    ),
    "pool_id": "",
    "retries": 3,
    "time_limit": 300,
    "cache_dir": _CACHE_DIR,
    "poll_freq": 10,
}

#: Secrets of executors that were given one, until it is in the keyring: nothing that is written down holds them.
_secrets: weakref.WeakKeyDictionary[AzureBatchExecutor, str] = weakref.WeakKeyDictionary()


class AzureBatchExecutor(AsyncBaseExecutor):
    """Runs electrons on Azure Batch, or on this computer when no account is named.

    Args:
        tenant_id: Microsoft Entra tenant of the service principal.
        client_id: Its application id.
        client_secret: Its secret. It goes into this computer's keyring, and never to Covalent.
        batch_account_url: `https://{account}.{region}.batch.azure.com`.
        batch_account_domain: Host of the token audience.
        storage_account_name: The storage account.
        storage_account_domain: Its blob endpoint is `https://{name}.{domain}/`.
        base_image_uri: The image that tasks run in, on pools that run containers.
        pool_id: The pool.
        retries: Tries after the first; 0 for none, -1 without limit.
        time_limit: Seconds one try may run.
        cache_dir: Where functions are kept until they are sent; Longshore's own folder unless set.
        poll_freq: The longest time between two polls, in seconds.
        account: An account of Longshore's, by name, in place of all of the above but `retries`, `time_limit` and
            `cache_dir`. Its secret is in the keyring of the computer that Covalent's server runs on.

    What is not given is what `[executors.azurebatch]` in Covalent's configuration says, or else its default.
    """

    def __init__(
        self,
        tenant_id: str | None = None,
        client_id: str | None = None,
        client_secret: str | None = None,
        batch_account_url: str | None = None,
        batch_account_domain: str | None = None,
        storage_account_name: str | None = None,
        storage_account_domain: str | None = None,
        base_image_uri: str | None = None,
        pool_id: str | None = None,
        retries: int | None = None,
        time_limit: float | None = None,
        cache_dir: str | None = None,
        poll_freq: int | None = None,
        account: str | None = None,
        log_stdout: str = "",
        log_stderr: str = "",
        **_others: Any,
    ) -> None:
        _look_for_the_original()
        given = {
            "account": account,
            "tenant_id": tenant_id,
            "client_id": client_id,
            "batch_account_url": batch_account_url,
            "batch_account_domain": batch_account_domain,
            "storage_account_name": storage_account_name,
            "storage_account_domain": storage_account_domain,
            "base_image_uri": base_image_uri,
            "pool_id": pool_id,
            "retries": retries,
            "time_limit": time_limit,
            "cache_dir": cache_dir,
            "poll_freq": poll_freq,
        }
        known = {key: _configured(key) if value is None else value for key, value in given.items()}
        super().__init__(
            log_stdout=log_stdout,
            log_stderr=log_stderr,
            cache_dir=str(known.pop("cache_dir")),
            time_limit=int(known.pop("time_limit")),
            retries=int(known.pop("retries")),
        )
        for key, value in known.items():
            setattr(self, key, value)
        if client_secret:
            _secrets[self] = client_secret

    def to_dict(self) -> dict[str, Any]:
        """What Covalent keeps and sends of it. A secret that it was made with is in the keyring from here on."""
        secret = _secrets.get(self)
        if secret is not None:
            from . import _account

            _account.keep(self._settings(), secret)
            _secrets.pop(self, None)
        record: dict[str, Any] = super().to_dict()
        attributes = {key: value for key, value in record["attributes"].items() if not key.startswith("_")}
        return {**record, "attributes": attributes}

    async def run(
        self, function: Callable[..., Any], args: list[Any], kwargs: dict[str, Any], task_metadata: dict[str, Any]
    ) -> Any:
        """Runs an electron; its output and what it raised are where Covalent looks for them."""
        dispatch, node = task_metadata["dispatch_id"], task_metadata["node_id"]
        try:
            # Known beforehand, for a node without a handle is never asked to stop.
            await self.set_job_handle({"dispatch_id": dispatch, "node_id": node})
        except (asyncio.TimeoutError, RuntimeError) as error:  # the server is busy: the electron is not the worse for it
            app_log.debug("no handle was noted for node %s: %r", node, error)
        from . import _dispatch, _outcome

        try:
            ended = await _dispatch.run(self._wish(), dispatch, node, (function, args, kwargs))
            outcome = await _outcome.read(ended)
        except Exception as error:
            self._task_stderr.write("%s\n" % error)
            raise TaskRuntimeError(str(error)) from error
        self._task_stdout.write(outcome.stdout)
        self._task_stderr.write(outcome.stderr)
        if outcome.state == "cancelled":
            raise TaskCancelledError(outcome.told)
        if outcome.state != "succeeded":
            raise TaskRuntimeError(outcome.told) from outcome.error
        return outcome.value

    async def cancel(self, task_metadata: dict[str, Any], job_handle: Any) -> bool:
        """Stops an electron. Covalent shows it as cancelled when the service has stopped it."""
        from . import _dispatch

        return await _dispatch.cancel(task_metadata["dispatch_id"], task_metadata["node_id"])

    def _settings(self) -> dict[str, Any]:
        """What an account is made of."""
        keys = [key for key in _EXECUTOR_PLUGIN_DEFAULTS if key not in ("account", "cache_dir")]
        return {key: getattr(self, key, _EXECUTOR_PLUGIN_DEFAULTS[key]) for key in keys}

    def _wish(self) -> Any:
        from . import _dispatch

        cache_dir = self.cache_dir if self.cache_dir not in ("", _CACHE_DIR) else None
        return _dispatch.Wish(
            account=getattr(self, "account", ""),
            settings=self._settings(),
            retries=self.retries,
            time_limit=self.time_limit,
            image=self._own_image(),
            cache_dir=cache_dir,
        )

    def _own_image(self) -> str | None:
        """An image that was asked for, for accounts that name one themselves."""
        image = getattr(self, "base_image_uri", "")
        return image if image not in ("", _EXECUTOR_PLUGIN_DEFAULTS["base_image_uri"]) else None


def _configured(key: str) -> Any:
    """What Covalent's configuration says, or the default."""
    try:
        value = get_config("executors.azurebatch.%s" % key)
    except KeyError:
        value = None
    return _EXECUTOR_PLUGIN_DEFAULTS[key] if value in (None, "") else value


@functools.lru_cache(maxsize=None)
def _look_for_the_original() -> None:
    """Says once that there are two of the same name, for Covalent takes whichever comes last."""
    from importlib import metadata

    try:
        version = metadata.version("covalent-azurebatch-plugin")
    except metadata.PackageNotFoundError:
        return
    warnings.warn(
        "covalent-azurebatch-plugin %s is installed beside longshore: both are Covalent's \"azurebatch\", and Covalent uses "
        "whichever it loads last. Remove one: pip uninstall covalent-azurebatch-plugin" % version,
        stacklevel=3,
    )
