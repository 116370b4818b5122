"""azure-identity against the token endpoint."""

import os
import time
import unittest

from azure.core.credentials import AccessToken
from azure.core.exceptions import ClientAuthenticationError
from azure.identity import ClientSecretCredential

import account


def principal(**changes):
    settings = {
        "tenant_id": os.environ["AZURE_TENANT_ID"],
        "client_id": os.environ["AZURE_CLIENT_ID"],
        "client_secret": os.environ["AZURE_CLIENT_SECRET"],
    }
    return ClientSecretCredential(**(settings | changes), disable_instance_discovery=True)


class Fixed:
    """A credential that has one token for everything."""

    def __init__(self, token):
        self.token = token

    def get_token(self, *_scopes, **_kwargs):
        return AccessToken(self.token, int(time.time()) + 3600)


class SignIn(account.AccountTest):
    def test_a_token_lasts_about_an_hour_and_is_asked_for_once(self):
        credential = account.credential()
        for scope in (account.STORAGE_SCOPE, account.BATCH_SCOPE):
            token = credential.get_token(scope)
            self.assertAlmostEqual(token.expires_on, time.time() + 3600, delta=60)
            self.assertEqual(credential.get_token(scope).token, token.token)

    def test_an_authority_of_the_adfs_kind_needs_no_tenant(self):
        self.assertTrue(principal(tenant_id="adfs").get_token(account.STORAGE_SCOPE).token)

    def test_a_wrong_principal_is_refused_with_its_number(self):
        unknown = "11111111-1111-1111-1111-111111111111"
        for changes, number in (
            ({"client_secret": "wrong"}, "AADSTS7000215"),
            ({"client_id": unknown}, "AADSTS700016"),
        ):
            with self.subTest(number), self.assertRaisesRegex(ClientAuthenticationError, number):
                principal(**changes).get_token(account.STORAGE_SCOPE)

    def test_an_unknown_tenant_is_no_authority(self):
        unknown = "22222222-2222-2222-2222-222222222222"
        with self.assertRaisesRegex(ClientAuthenticationError, "double check your tenant"):
            principal(tenant_id=unknown).get_token(account.STORAGE_SCOPE)

    def test_a_token_opens_only_what_it_is_for(self):
        credential = account.credential()
        storage = Fixed(credential.get_token(account.STORAGE_SCOPE).token)
        batch = Fixed(credential.get_token(account.BATCH_SCOPE).token)
        self.assertEqual(list(account.blobs(storage).list_containers()), [])
        self.assertEqual(list(account.batch(batch).list_jobs()), [])
        self.refused(
            ClientAuthenticationError, 401, "AuthenticationFailed", lambda: list(account.batch(storage).list_jobs())
        )
        self.refused(
            ClientAuthenticationError,
            401,
            "InvalidAuthenticationInfo",
            lambda: list(account.blobs(batch).list_containers()),
        )

    def test_keys_open_the_account_too(self):
        self.assertEqual(list(account.batch(account.batch_key()).list_jobs()), [])
        self.assertEqual(list(account.blobs(account.storage_key()).list_containers()), [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
