"""Prints the tasks of a job as the official client reads them; with a file, first stores it as the result of each task, as
an image's own runner would.

    submitted.py JOB [RESULT]
"""

import json
import sys

from account import batch, blobs

job = sys.argv[1]
tasks = list(batch().list_tasks(job))
for result in sys.argv[2:]:
    for task in tasks:
        names = {setting.name: setting.value for setting in task.environment_settings}
        blob = blobs().get_blob_client(names["AZURE_BLOB_STORAGE_CONTAINER"], names["COVALENT_RESULT_FILENAME"])
        with open(result, "rb") as file:
            blob.upload_blob(file)
print(json.dumps([task.as_dict() for task in tasks]))
