"""azure-storage-blob against Blob storage."""

import hashlib
import io
import random
import unittest

from azure.core import MatchConditions
from azure.core.exceptions import (
    HttpResponseError,
    ResourceExistsError,
    ResourceModifiedError,
    ResourceNotFoundError,
)
from azure.storage.blob import BlobClient, BlobPrefix, ContentSettings

import account

MIB = 1024 * 1024


class BlobStorage(account.AccountTest):
    @classmethod
    def setUpClass(cls):
        cls.blobs = account.blobs()

    def container(self):
        """A container of the test's own."""
        name = "t-" + hashlib.sha256(self.id().encode()).hexdigest()[:16]
        container = self.blobs.create_container(name)
        self.addCleanup(container.delete_container)
        return container

    def test_a_container_is_made_once(self):
        container = self.container()
        self.assertTrue(container.exists())
        self.assertFalse(self.blobs.get_container_client("none").exists())
        self.refused(ResourceExistsError, 409, "ContainerAlreadyExists", container.create_container)
        found = self.blobs.list_containers(name_starts_with=container.container_name)
        self.assertEqual([each.name for each in found], [container.container_name])

    def test_content_headers_and_metadata_come_back(self):
        blob = self.container().get_blob_client("tasks/t 1/ü%.txt")
        data = b"hello from the quay"
        settings = ContentSettings(content_type="text/plain", cache_control="no-cache")
        uploaded = blob.upload_blob(data, content_settings=settings, metadata={"berth": "7"})
        self.assertEqual(blob.download_blob(validate_content=True).readall(), data)
        self.assertEqual(blob.download_blob(offset=6, length=4).readall(), b"from")
        self.assertEqual(blob.download_blob(offset=15).readall(), b"quay")
        found = blob.get_blob_properties()
        self.assertEqual(
            (found.size, found.etag, found.metadata, found.blob_type),
            (len(data), uploaded["etag"], {"berth": "7"}, "BlockBlob"),
        )
        self.assertEqual(
            (found.content_settings.content_type, found.content_settings.cache_control), ("text/plain", "no-cache")
        )
        self.assertEqual(bytes(found.content_settings.content_md5), hashlib.md5(data).digest())

    def test_an_empty_blob_is_a_blob(self):
        blob = self.container().get_blob_client("empty")
        blob.upload_blob(b"")
        self.assertEqual((blob.download_blob().readall(), blob.get_blob_properties().size), (b"", 0))

    def test_a_large_blob_goes_up_and_down_in_parallel(self):
        name = self.container().container_name
        data = random.Random(7).randbytes(20 * MIB + 7)
        blob = BlobClient(
            account.BLOB_ENDPOINT,
            name,
            "large",
            credential=account.credential(),
            max_single_put_size=4 * MIB,
            max_block_size=4 * MIB,
            max_single_get_size=4 * MIB,
            max_chunk_get_size=4 * MIB,
        )
        blob.upload_blob(data, max_concurrency=4)
        committed, uncommitted = blob.get_block_list("all")
        self.assertEqual(([each.size for each in committed], uncommitted), ([4 * MIB] * 5 + [7], []))
        received = io.BytesIO()
        blob.download_blob(max_concurrency=4).readinto(received)
        self.assertEqual(hashlib.sha256(received.getvalue()).digest(), hashlib.sha256(data).digest())

    def test_names_are_listed_by_prefix_by_page_and_by_folder(self):
        container = self.container()
        names = ["l/a/1", "l/a/2", "l/b", "l/c/3", "l0", "m"]
        for name in names:
            container.upload_blob(name, name.encode())
        self.assertEqual([each.name for each in container.list_blobs()], names)
        self.assertEqual([each.size for each in container.list_blobs(name_starts_with="l/")], [5, 5, 3, 5])
        pages = container.list_blobs(name_starts_with="l", results_per_page=2).by_page()
        self.assertEqual([[each.name for each in page] for page in pages], [["l/a/1", "l/a/2"], ["l/b", "l/c/3"], ["l0"]])
        walked = list(container.walk_blobs(name_starts_with="l/"))
        self.assertEqual(sorted(each.name for each in walked if isinstance(each, BlobPrefix)), ["l/a/", "l/c/"])
        self.assertEqual([each.name for each in walked if not isinstance(each, BlobPrefix)], ["l/b"])

    def test_a_condition_decides(self):
        blob = self.container().get_blob_client("a")
        first = blob.upload_blob(b"first")["etag"]
        self.refused(ResourceExistsError, 409, "BlobAlreadyExists", blob.upload_blob, b"second")
        blob.upload_blob(b"second", overwrite=True, etag=first, match_condition=MatchConditions.IfNotModified)
        unmodified = {"etag": first, "match_condition": MatchConditions.IfNotModified}
        refusal = (ResourceModifiedError, 412, "ConditionNotMet")
        self.refused(*refusal, blob.upload_blob, b"third", overwrite=True, **unmodified)
        self.refused(*refusal, blob.download_blob, **unmodified)
        self.refused(*refusal, blob.delete_blob, **unmodified)
        self.assertEqual(blob.download_blob().readall(), b"second")

    def test_what_is_not_there_is_told_by_its_code(self):
        container = self.container()
        blob = container.get_blob_client("none")
        self.refused(ResourceNotFoundError, 404, "BlobNotFound", blob.download_blob)
        self.refused(ResourceNotFoundError, 404, "BlobNotFound", blob.get_blob_properties)
        self.refused(ResourceNotFoundError, 404, "BlobNotFound", blob.delete_blob)
        elsewhere = self.blobs.get_blob_client("none", "a")
        self.refused(ResourceNotFoundError, 404, "ContainerNotFound", elsewhere.upload_blob, b"")
        container.upload_blob("short", b"short")
        beyond = container.get_blob_client("short")
        self.refused(HttpResponseError, 416, "InvalidRange", beyond.download_blob, offset=100, length=5)

    def test_what_is_not_implemented_says_so(self):
        container = self.container()
        blob = container.upload_blob("a", b"")
        for call in (blob.create_snapshot, blob.acquire_lease, container.get_blob_client("b").create_append_blob):
            self.refused(HttpResponseError, 501, "NotImplemented", call)


if __name__ == "__main__":
    unittest.main(verbosity=2)
