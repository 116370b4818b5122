"""Shared access signatures, made by azure-storage-blob and honoured by Blob storage."""

import datetime
import unittest

from azure.core.exceptions import ClientAuthenticationError, HttpResponseError
from azure.storage.blob import (
    BlobClient,
    BlobSasPermissions,
    ContainerClient,
    ContainerSasPermissions,
    generate_blob_sas,
    generate_container_sas,
)

import account

CONTAINER = "signed"
HOUR = datetime.timedelta(hours=1)


def now():
    return datetime.datetime.now(datetime.timezone.utc)


class Signatures(account.AccountTest):
    @classmethod
    def setUpClass(cls):
        cls.blobs = account.blobs()
        cls.container = cls.blobs.create_container(CONTAINER)
        cls.container.upload_blob("a", b"hello")
        cls.container.upload_blob("b", b"secret")
        cls.key = cls.blobs.get_user_delegation_key(now() - HOUR, now() + HOUR)

    @classmethod
    def tearDownClass(cls):
        cls.container.delete_container()

    def with_container_signature(self, permission, **changes):
        """A client that has nothing but a signature for the container."""
        settings = {"user_delegation_key": self.key, "expiry": now() + HOUR} | changes
        sas = generate_container_sas(account.STORAGE_ACCOUNT, CONTAINER, permission=permission, **settings)
        return ContainerClient(account.BLOB_ENDPOINT, CONTAINER, credential=sas, retry_total=0)

    def test_the_container_can_be_read_and_listed_but_not_written(self):
        reader = self.with_container_signature(ContainerSasPermissions(read=True, list=True))
        self.assertEqual(reader.download_blob("a").readall(), b"hello")
        self.assertEqual([each.name for each in reader.list_blobs()], ["a", "b"])
        for call in (lambda: reader.upload_blob("new", b""), lambda: reader.delete_blob("a")):
            self.refused(HttpResponseError, 403, "AuthorizationPermissionMismatch", call)

    def test_the_container_can_be_written_but_not_read(self):
        writer = self.with_container_signature(ContainerSasPermissions(create=True, write=True, delete=True))
        writer.upload_blob("new", b"1")
        writer.upload_blob("new", b"2", overwrite=True)
        self.assertEqual(self.container.download_blob("new").readall(), b"2")
        self.refused(
            HttpResponseError, 403, "AuthorizationPermissionMismatch", lambda: writer.download_blob("new")
        )
        writer.delete_blob("new")

    def test_times_addresses_and_protocol_bound_it(self):
        read = ContainerSasPermissions(read=True)
        bounded = self.with_container_signature(read, start=now() - HOUR, ip="127.0.0.1", protocol="https")
        self.assertEqual(bounded.download_blob("a").readall(), b"hello")
        for changes, kind, code in (
            ({"expiry": now() - HOUR / 2}, ClientAuthenticationError, "AuthenticationFailed"),
            ({"start": now() + HOUR / 2}, ClientAuthenticationError, "AuthenticationFailed"),
            ({"ip": "10.1.2.3"}, HttpResponseError, "AuthorizationSourceIPMismatch"),
            ({"protocol": "http"}, HttpResponseError, "AuthorizationProtocolMismatch"),
        ):
            with self.subTest(code, **changes):
                client = self.with_container_signature(read, **changes)
                self.refused(kind, 403, code, client.download_blob, "a")

    def test_a_blob_signature_opens_that_blob_alone(self):
        sas = generate_blob_sas(
            account.STORAGE_ACCOUNT,
            CONTAINER,
            "a",
            user_delegation_key=self.key,
            permission=BlobSasPermissions(read=True),
            expiry=now() + HOUR,
        )
        for name, opens in (("a", True), ("b", False)):
            blob = BlobClient(account.BLOB_ENDPOINT, CONTAINER, name, credential=sas, retry_total=0)
            if opens:
                self.assertEqual(blob.download_blob().readall(), b"hello")
            else:
                self.refused(ClientAuthenticationError, 403, "AuthenticationFailed", blob.download_blob)

    def test_a_changed_signature_opens_nothing(self):
        signed = self.with_container_signature(ContainerSasPermissions(read=True)).url
        for before, after in (("sp=r", "sp=rwd"), ("sr=c", "sr=b")):
            with self.subTest(after):
                self.assertIn(before, signed)
                forged = ContainerClient.from_container_url(signed.replace(before, after), retry_total=0)
                self.refused(ClientAuthenticationError, 403, "AuthenticationFailed", forged.download_blob, "a")

    def test_a_delegation_key_lasts_a_week_at_most_and_needs_a_principal(self):
        too_long = (now(), now() + datetime.timedelta(days=8))
        with self.assertRaises(HttpResponseError) as raised:
            self.blobs.get_user_delegation_key(*too_long)
        self.assertEqual(raised.exception.status_code, 400)
        by_key = account.blobs(account.storage_key())
        with self.assertRaises(HttpResponseError) as raised:
            by_key.get_user_delegation_key(now(), now() + HOUR)
        self.assertEqual(raised.exception.status_code, 403)


if __name__ == "__main__":
    unittest.main(verbosity=2)
