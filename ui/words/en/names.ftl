### The words for what the model enumerates; in English they are the model's own, which the command line prints.

## Where a job is

job-state-staging = Staging
job-state-submitting = Submitting
job-state-queued = Queued
job-state-running = Running
job-state-cancelling = Cancelling
job-state-needs-attention = Needs attention
job-state-succeeded = Succeeded
job-state-failed = Failed
job-state-cancelled = Cancelled

## Where a task is

task-state-waiting = Waiting
task-state-running = Running
task-state-retrieving = Fetching results
task-state-succeeded = Succeeded
task-state-failed = Failed
task-state-cancelled = Cancelled

## How an account signs in

credential-client-secret = Client secret
credential-client-secret-help = A service principal; its secret is kept in the keyring.
credential-client-certificate = Certificate
credential-client-certificate-help = A service principal; certificate and key stay in their file.
credential-azure-cli = Azure CLI login
credential-azure-cli-help = Whoever has signed in with az login on this computer.
credential-managed-identity = Managed identity
credential-managed-identity-help = The identity of the Azure machine that Longshore runs on.
credential-workload-identity = Workload identity
credential-workload-identity-help = A federated token in a file, as Kubernetes provides it.
credential-environment = Environment variables
credential-environment-help = AZURE_CLIENT_ID and the like, as they are when Longshore starts.

## Microsoft's clouds

cloud-public = Public
cloud-us-government = US government
cloud-china = China

## Which program runs a payload

runner-bundled = Longshore's
runner-bundled-help = Travels with the payload; any image with Python will do.
runner-image = The image's own
runner-image-help = For .pkl functions only. The image's entry point fetches the function and stores the result, as Covalent's does.

## Whether a pool's size is changing

pool-allocation-steady = steady
pool-allocation-resizing = resizing
pool-allocation-stopping = stopping
pool-allocation-unknown = unknown

## What is looked at to check an account

check-settings = Settings
check-sign-in = Sign-in
check-batch = Batch account
check-clock = Clock
check-pool = Pool
check-nodes = Nodes
check-containers = Containers
check-jobs = New jobs
check-storage = Storage account
check-blobs = Blobs
check-node-access = Node access

## An account's settings

setting-key-credential = Signs in with
setting-key-credential-help = client_secret, client_certificate, azure_cli, managed_identity, workload_identity or environment.
setting-key-tenant-id = Tenant ID
setting-key-tenant-id-help = The directory your service principal lives in: a GUID or a domain name.
setting-key-client-id = Client ID
setting-key-client-id-help = The application ID of the service principal or identity.
setting-key-certificate-path = Certificate file
setting-key-certificate-path-help = A PEM file with the certificate and its RSA key.
setting-key-batch-account-url = Batch account URL
setting-key-batch-account-url-help = As the portal shows it: https://{"{"}account{"}"}.{"{"}region{"}"}.batch.azure.com
setting-key-batch-account-domain = Batch token domain
setting-key-batch-account-domain-help = Only other clouds differ from batch.core.windows.net.
setting-key-storage-account-name = Storage account name
setting-key-storage-account-name-help = 3–24 lower-case letters and digits.
setting-key-storage-account-domain = Storage domain
setting-key-storage-account-domain-help = Only other clouds differ from blob.core.windows.net.
setting-key-base-image-uri = Container image
setting-key-base-image-uri-help = Any image with Python and cloudpickle. Empty for a pool without containers.
setting-key-pool-id = Pool
setting-key-pool-id-help = The pool that runs your tasks.
setting-key-retries = Retries
setting-key-retries-help = Tries after the first when a task exits with an error; -1 without limit.
setting-key-time-limit = Time limit
setting-key-time-limit-help = Seconds one try may run.
setting-key-cache-dir = Cache folder
setting-key-cache-dir-help = Where files are kept. Empty for this system's cache folder.
setting-key-poll-freq = Longest time between polls
setting-key-poll-freq-help = Seconds. Polls start quick and slow down to this.
setting-key-authority-host = Sign-in host
setting-key-authority-host-help = Only other clouds need one.
setting-key-node-identity = Node identity
setting-key-node-identity-help = Resource ID of the pool's managed identity that reads and writes storage. Empty for signed addresses, which end after 7 days at most.
setting-key-runner = Runner
setting-key-runner-help = bundled (ours, for any image with Python), or image (the image's own, by Covalent's contract).
setting-key-container-run-options = Container run options
setting-key-container-run-options-help = More options of docker create, such as --shm-size=1g.
setting-key-registry-server = Registry
setting-key-registry-server-help = A private registry, such as myregistry.azurecr.io. Empty when anyone may pull the image.
setting-key-registry-username = Registry user name
setting-key-registry-username-help = Its password is kept in the keyring.
setting-key-registry-identity = Registry identity
setting-key-registry-identity-help = Resource ID of the pool's managed identity that may pull, instead of a user name and password.
