"""The account under test as the environment describes it: endpoints, a credential, and a certificate authority.

The names are azure-identity's own where it has one. Nothing here knows that the services are not Azure's.
"""

import logging
import os
import time
import unittest

from azure.batch import BatchClient
from azure.core.credentials import AzureNamedKeyCredential
from azure.core.exceptions import HttpResponseError
from azure.identity import EnvironmentCredential
from azure.storage.blob import BlobServiceClient

# The clients log each refusal, and refusals are what many tests ask for.
logging.disable(logging.WARNING)

STORAGE_SCOPE = "https://storage.azure.com/.default"
BATCH_SCOPE = "https://batch.core.windows.net//.default"
POOL = os.environ["BATCH_POOL_ID"]
STORAGE_ACCOUNT = os.environ["STORAGE_ACCOUNT_NAME"]
BLOB_ENDPOINT = os.environ["BLOB_ENDPOINT"]


def credential():
    """The service principal of AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET at AZURE_AUTHORITY_HOST."""
    # Discovery asks login.microsoftonline.com whether the authority is one of Microsoft's.
    return EnvironmentCredential(disable_instance_discovery=True)


def batch(with_credential=None):
    # A refusal is what some tests wait for: the client's patience would only make them slow.
    return BatchClient(os.environ["BATCH_ACCOUNT_URL"], with_credential or credential(), retry_total=0)


def batch_key():
    return AzureNamedKeyCredential(os.environ["BATCH_ACCOUNT_NAME"], os.environ["BATCH_ACCOUNT_KEY"])


def blobs(with_credential=None):
    return BlobServiceClient(BLOB_ENDPOINT, credential=with_credential or credential(), retry_total=0)


def storage_key():
    return {"account_name": STORAGE_ACCOUNT, "account_key": os.environ["STORAGE_ACCOUNT_KEY"]}


def eventually(ask, patience=60):
    """What `ask` answers, once that is something."""
    end = time.monotonic() + patience
    while not (answer := ask()):
        if time.monotonic() > end:
            raise AssertionError(f"it did not come to pass in {patience} seconds")
        time.sleep(0.1)
    return answer


class AccountTest(unittest.TestCase):
    """A test of an account."""

    maxDiff = None

    def refused(self, kind, status, code, call, *args, **kwargs):
        """Checks that a call raises exactly this of the SDK's exceptions, with the service's status and code."""
        with self.assertRaises(HttpResponseError) as raised:
            call(*args, **kwargs)
        error = raised.exception
        self.assertEqual((type(error), error.status_code, code_of(error)), (kind, status, code), error)
        return error


def code_of(error):
    """The service's code, where the Blob client keeps it, or the Batch client."""
    code = getattr(error, "error_code", None) or getattr(error.model, "code", None)
    return getattr(code, "value", code)
