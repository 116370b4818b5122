"""Accounts: where tasks run. Their secrets are in the system's keyring, and are never told."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from . import _html, _installation
from ._installation import Installation
from ._records import Record
from ._waiting import asked, awaited, finish, only
from .errors import BadInput, LongshoreError, NotFound, from_report

_KINDS = {"this_computer": "This computer", "azure": "Azure Batch"}


@dataclass(frozen=True)
class CheckLine:
    """One thing that was tried on an account's services.

    Attributes:
        check: What: `settings`, `sign_in`, `batch`, `clock`, `pool`, `nodes`, `containers`, `jobs`, `storage`, `blobs` or
            `node_access`.
        outcome: `passed`, `failed` or `skipped`.
        detail: What was seen; or what is wrong; or which check has to pass first.
        problem: What is wrong and what to do about it, when it failed.
    """

    check: str
    outcome: str
    detail: str
    problem: LongshoreError | None

    @classmethod
    def of(cls, record: Record) -> CheckLine:
        """From the engine's record."""
        problem = from_report(record["report"]) if record["outcome"] == "failed" else None
        detail = problem.title if problem else record.get("detail") or record.get("because") or ""
        return cls(record["check"], record["outcome"], detail, problem)


class AccountCheck:
    """What was tried on an account's services, in order."""

    def __init__(self, account: str, lines: list[CheckLine]) -> None:
        self.account = account
        self.lines = lines

    @property
    def passed(self) -> bool:
        """Whether everything went well."""
        return all(line.outcome == "passed" for line in self.lines)

    def __bool__(self) -> bool:
        return self.passed

    def __repr__(self) -> str:
        lines = ["%s: %s" % (self.account, "passed" if self.passed else "not passed")]
        lines += ["  %-11s %-8s %s" % (line.check, line.outcome, line.detail) for line in self.lines]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows = [[_html.text(line.check), _html.text(line.outcome), _html.text(line.detail)] for line in self.lines]
        return _html.table(("Check", "Outcome", "What was seen"), rows)


class Account:
    """An account, as it was when it was asked for."""

    def __init__(self, installation: Installation, view: Record) -> None:
        self._installation = installation
        self._engine = installation.engine
        self._view = view

    @property
    def name(self) -> str:
        """Its name, unique without regard to case."""
        return str(self._view["name"])

    @property
    def kind(self) -> str:
        """`this_computer` for the embedded one, else `azure`."""
        return str(self._view["kind"])

    @property
    def active(self) -> bool:
        """Whether jobs go there that name no account."""
        return bool(self._view["active"])

    @property
    def secret(self) -> str:
        """Where its secret is: `not_needed`, `in_keyring`, `this_session` (in memory), `locked` or `missing`."""
        return str(self._view["secret"])

    @property
    def settings(self) -> Mapping[str, Any]:
        """Its settings by name, without secrets."""
        return dict(self._view["settings"])

    def check(self) -> AccountCheck:
        """Tries what a job needs of its services: signs in, asks Batch, makes a container and a blob and removes them."""
        return finish(self._check())

    async def check_async(self) -> AccountCheck:
        """As `check`."""
        return await awaited(self._check())

    def activate(self) -> None:
        """Has jobs go there that name no account."""
        finish(only(self._engine.activate_account(self.name)))

    async def activate_async(self) -> None:
        """As `activate`."""
        await awaited(only(self._engine.activate_account(self.name)))

    def remove(self) -> None:
        """Removes it, with its secret. Its jobs stay in the history.

        Raises:
            Conflict: Jobs of it have not ended.
            BadInput: It is the built-in one.
        """
        finish(only(self._engine.remove_account(self.name)))

    async def remove_async(self) -> None:
        """As `remove`."""
        await awaited(only(self._engine.remove_account(self.name)))

    async def _check(self) -> AccountCheck:
        record = await asked(self._engine.check_account(self.name))
        return AccountCheck(record["account"], [CheckLine.of(line) for line in record["lines"]])

    def __repr__(self) -> str:
        active = ", active" if self.active else ""
        return "<Account %r: %s%s, secret %s>" % (
            self.name,
            _KINDS.get(self.kind, self.kind),
            active,
            self.secret.replace("_", " "),
        )

    def _repr_html_(self) -> str:
        settings = [(name, _html.text(value)) for name, value in self.settings.items() if value not in ("", None)]
        return _html.facts(self.name, [("kind", _html.text(_KINDS.get(self.kind, self.kind))), *settings])


def accounts() -> list[Account]:
    """All accounts, the built-in one among them."""
    return finish(_accounts(_installation.current()))


async def accounts_async() -> list[Account]:
    """As `accounts`."""
    return await awaited(_accounts(_installation.current()))


def account(name: str | None = None) -> Account:
    """One by its name; the active one where none is named.

    Raises:
        NotFound: There is none of that name.
    """
    return finish(_account(_installation.current(), name))


async def account_async(name: str | None = None) -> Account:
    """As `account`."""
    return await awaited(_account(_installation.current(), name))


def save_account(
    name: str, settings: Mapping[str, Any], secret: str | None = None, *, replaces: str | None = None
) -> Account:
    """Keeps an account. Its secret goes into the keyring; without one, into this process's memory.

    Args:
        name: 1 to 64 characters.
        settings: The executor's settings by name: `tenant_id`, `client_id`, `batch_account_url`, `storage_account_name`,
            `pool_id`, … What is not named has its default.
        secret: The client secret; None keeps the one it has.
        replaces: The name of the account that is changed; None for a new one.

    Raises:
        BadInput: A setting is wrong, missing or unknown.
        Conflict: There is an account of that name already.
    """
    return finish(_save(_installation.current(), name, settings, secret, replaces))


async def save_account_async(
    name: str, settings: Mapping[str, Any], secret: str | None = None, *, replaces: str | None = None
) -> Account:
    """As `save_account`."""
    return await awaited(_save(_installation.current(), name, settings, secret, replaces))


def import_account(path: str | os.PathLike[str], name: str | None = None, secret: str | None = None) -> Account:
    """Reads an account from a file and keeps it: Covalent's configuration, Terraform's `azurebatch.conf`, or what
    `az ad sp create-for-rbac` printed.

    Args:
        path: The file.
        name: The new account's name; the Batch account's where none is given.
        secret: The client secret, in place of one that is in the file.

    Raises:
        BadInput: The file is none of these, or a setting in it is wrong.
        Conflict: There is an account of that name already.
    """
    return finish(_import(_installation.current(), path, name, secret))


async def import_account_async(
    path: str | os.PathLike[str], name: str | None = None, secret: str | None = None
) -> Account:
    """As `import_account`."""
    return await awaited(_import(_installation.current(), path, name, secret))


async def _accounts(installation: Installation) -> list[Account]:
    return [Account(installation, view) for view in await asked(installation.engine.accounts())]


async def _account(installation: Installation, name: str | None) -> Account:
    for account in await _accounts(installation):
        if account.active if name is None else account.name.casefold() == name.casefold():
            return account
    raise NotFound("There is no account %s." % name, "See longshore.accounts().")


async def _save(
    installation: Installation,
    name: str,
    settings: Mapping[str, Any],
    secret: str | None,
    replaces: str | None,
    imported: str | None = None,
) -> Account:
    view = await asked(installation.engine.save_account(name, dict(settings), secret, replaces, imported))
    return Account(installation, view)


async def _import(
    installation: Installation, path: str | os.PathLike[str], name: str | None, secret: str | None
) -> Account:
    found = await asked(installation.engine.import_account(os.path.abspath(path)))
    settings = {setting["key"]: setting["text"] for setting in found["settings"]}
    name = name or settings.get("batch_account_url", "").partition("://")[2].partition(".")[0]
    if not name:
        raise BadInput("%s names no Batch account." % found["origin"], "Give the account a name: name=…")
    return await _save(installation, name, settings, secret, None, found["secret"])
