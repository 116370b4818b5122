"""Which account of Longshore's an executor means.

Covalent's executor names tenant, principal, Batch and storage account, and pool; Longshore keeps that under a name, with the
secret in the keyring. An account that is not there yet is made, once, and found again by its settings.
"""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import urlsplit

from covalent._shared_files.config import get_config

from .. import _native
from .._installation import current
from .._records import Record
from .._waiting import asked, finish
from ..errors import BadInput, SignInFailed

#: What tells one account from another.
_IDENTITY = (
    "tenant_id",
    "client_id",
    "batch_account_url",
    "batch_account_domain",
    "storage_account_name",
    "storage_account_domain",
    "pool_id",
)
#: Without any of these the executor means the account that is active in Longshore.
_REQUIRED = ("tenant_id", "client_id", "batch_account_url", "storage_account_name", "pool_id")

#: Secrets that may be kept for the executor where there is no keyring.
_SECRET_VARIABLE = "AZURE_CLIENT_SECRET"


async def find(engine: _native.Engine, settings: dict[str, Any]) -> str | None:
    """The account with these settings, made when there is none; None for the one that is active.

    Raises:
        BadInput: The settings are not those of an account.
        SignInFailed: It is a new one, and nobody knows its secret.
    """
    if not any(settings.get(key) for key in _REQUIRED):
        return None
    embedded = await _embedded(engine, settings)
    if embedded is not None:
        return embedded
    accounts = await asked(engine.accounts())
    found = _of(settings, accounts)
    if found is not None and found["secret"] != "missing":
        return str(found["name"])
    secret = _known_secret()
    if secret is None:
        raise SignInFailed(
            "Longshore has no client secret for %s." % settings["batch_account_url"],
            "On the computer of Covalent's server, add the account: longshore accounts add. Or start the server with "
            "%s set." % _SECRET_VARIABLE,
        )
    return await _save(engine, settings, secret, accounts, found)


def keep(settings: dict[str, Any], secret: str) -> None:
    """Puts a secret that came with an executor into the keyring, with the account it belongs to.

    Raises:
        SignInFailed: This computer keeps no secrets.
    """
    finish(_keep(current().engine, settings, secret))


async def _keep(engine: _native.Engine, settings: dict[str, Any], secret: str) -> None:
    if await _embedded(engine, settings) is not None:
        return  # it has its own
    accounts = await asked(engine.accounts())
    found = _of(settings, accounts)
    await _save(engine, settings, secret, accounts, found)
    kept = _of(settings, await asked(engine.accounts()))
    if kept is None or kept["secret"] != "in_keyring":
        raise SignInFailed(
            "This computer has no keyring to keep the client secret in, and Covalent would write it into its database.",
            "Leave client_secret out, and start Covalent's server with %s set." % _SECRET_VARIABLE,
        )


async def _embedded(engine: _native.Engine, settings: dict[str, Any]) -> str | None:
    """The account of the embedded Azure, when these settings mean it.

    Raises:
        BadInput: They mean another service on this computer.
    """
    embedded = await asked(engine.embedded())
    if embedded is not None and _same(settings, embedded, ("client_id", "batch_account_url")):
        return str(embedded["account"])
    _refuse_foreign_loopback(settings)
    return None


def _of(settings: dict[str, Any], accounts: list[Record]) -> Record | None:
    """The account with these settings."""
    return next((view for view in accounts if _same(settings, view["settings"], _IDENTITY)), None)


async def _save(
    engine: _native.Engine, settings: dict[str, Any], secret: str, accounts: list[Record], found: Record | None
) -> str:
    if found is not None:
        settings = {**found["settings"], **settings}
    name = found["name"] if found is not None else _new_name(settings, accounts)
    view = await asked(engine.save_account(name, settings, secret, found["name"] if found else None))
    return str(view["name"])


def _new_name(settings: dict[str, Any], accounts: list[Record]) -> str:
    host = urlsplit(settings["batch_account_url"]).hostname or ""
    base = "covalent-%s" % (host.split(".")[0] or "batch")
    taken = {view["name"].lower() for view in accounts}
    names = (base if n == 1 else "%s-%d" % (base, n) for n in range(1, len(taken) + 2))
    return next(name for name in names if name.lower() not in taken)


def _known_secret() -> str | None:
    """The secret in Covalent's configuration, where the original wants it, or in the environment."""
    try:
        configured = get_config("executors.azurebatch.client_secret")
    except KeyError:
        configured = None
    return configured or os.environ.get(_SECRET_VARIABLE) or None


def _same(settings: dict[str, Any], others: Record, keys: tuple[str, ...]) -> bool:
    def plain(value: Any) -> str:
        return str(value or "").rstrip("/").lower()

    return all(plain(settings.get(key)) == plain(others.get(key)) for key in keys)


def _refuse_foreign_loopback(settings: dict[str, Any]) -> None:
    host = urlsplit(settings.get("batch_account_url") or "").hostname
    if host in ("localhost", "127.0.0.1", "::1"):
        raise BadInput(
            "No embedded Azure of this installation is at %s." % settings["batch_account_url"],
            "Start it for the same LONGSHORE_HOME as Covalent's server, or leave the account out: then the embedded one is "
            "found by itself.",
        )
