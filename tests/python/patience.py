"""What the clients do when a service fails for a while: it is told to, once or twice for each of these."""

import os
import time
import unittest

from azure.batch import BatchClient
from azure.storage.blob import BlobServiceClient

import account


class Patience(account.AccountTest):
    @classmethod
    def setUpClass(cls):
        # With the clients' own patience. The first sign-in fails, and is tried again.
        credential = account.credential()
        cls.batch = BatchClient(os.environ["BATCH_ACCOUNT_URL"], credential)
        blobs = BlobServiceClient(account.BLOB_ENDPOINT, credential=credential, initial_backoff=1, increment_base=1)
        cls.container = blobs.create_container("patience")

    def test_a_busy_service_is_asked_again(self):
        # When, is up to this client's own dice.
        self.container.upload_blob("busy", b"content")
        self.assertEqual(self.container.download_blob("busy").readall(), b"content")

    def test_an_upload_whose_answer_is_lost_is_sent_again(self):
        self.container.upload_blob("dropped", b"content", overwrite=True)
        self.assertEqual(self.container.download_blob("dropped").readall(), b"content")

    def test_a_download_that_breaks_off_is_begun_again(self):
        content = os.urandom(200_000)
        self.container.upload_blob("cut", content)
        self.assertEqual(self.container.download_blob("cut").readall(), content)

    def test_a_throttled_list_is_asked_again_when_the_service_says(self):
        begun = time.monotonic()
        self.assertEqual(list(self.batch.list_jobs()), [])
        self.assertGreaterEqual(time.monotonic() - begun, 2)


if __name__ == "__main__":
    unittest.main(verbosity=2)
