"""An executor that is given a secret, where this computer has a keyring (`with`) and where it has none (`without`)."""

import json
import sys

from covalent.executor import AzureBatchExecutor

import longshore

SECRET = "hush-this-is-not-for-covalent"
ACCOUNT = {
    "tenant_id": "11111111-2222-3333-4444-555555555555",
    "client_id": "66666666-7777-8888-9999-000000000000",
    "batch_account_url": "https://harbour.westeurope.batch.azure.com",
    "storage_account_name": "harbourfiles",
    "pool_id": "berths",
}


def kept():
    return [(account.name, account.secret) for account in longshore.accounts() if account.name != "This computer"]


executor = AzureBatchExecutor(client_secret=SECRET, **ACCOUNT)
assert SECRET not in repr(vars(executor)), vars(executor)
if sys.argv[1] == "with":
    for _ in range(2):  # Covalent asks for each electron
        record = json.dumps(executor.to_dict())
        assert SECRET not in record, record
        assert "client_secret" not in record, record
    assert kept() == [("covalent-harbour", "in_keyring")], kept()
    # The same account again, with another secret: no second one of it is made.
    AzureBatchExecutor(client_secret="another", **ACCOUNT).to_dict()
    assert kept() == [("covalent-harbour", "in_keyring")], kept()
else:
    try:
        executor.to_dict()
    except longshore.SignInFailed as error:
        assert "no keyring" in str(error) and SECRET not in str(error), error
    else:
        raise AssertionError("a secret was taken that nobody keeps")
print("held")
