### What the model says of a field that is wrong. These texts are looked up by what the model says, word for word.

check-needed = This is needed.
check-account-name = An account needs a name.
check-preset-name = A preset needs a name.
check-name-length = At most 64 characters.
check-name-taken = This name is taken by the built-in account.
check-control = There is a line break or another control character in it.
check-secret = This looks like a client secret. It belongs in the secret's field only.
check-guid = This is a GUID, like 0c6be2f1-8d2a-4b7e-b3d9-51e9d0ac77ab.
check-tenant = A GUID, or a domain name like contoso.onmicrosoft.com.
check-batch-id = At most 64 letters, digits, hyphens and underscores.
check-number = A whole number is needed.
check-range = From { $least } to { $most }.

## Addresses
check-domain = This is a domain name, like blob.core.windows.net.
check-domain-only = Only the domain, without https://.
check-storage-name = 3–24 lower-case letters and digits.
check-https-for-tokens = Starts with https://: tokens are never sent without encryption.
check-https = Starts with https://.
check-address = An address with a host and nothing after it.

## Containers
check-image = An image is named like registry.example.com/name:tag.
check-resource-id = A resource ID: /subscriptions/…/resourceGroups/…/providers/Microsoft.ManagedIdentity/userAssignedIdentities/NAME.
check-registry = The registry's host alone, like myregistry.azurecr.io.
check-registry-user = A user name without spaces.
check-registry-of-whom = Which registry do user name or identity belong to?
check-registry-needs = A private registry needs a user name, or an identity of the pool.
check-registry-one = Either a user name or an identity, not both.
check-runner-image = The image's own runner needs a container image.
check-options-hyphen = Options start with a hyphen, as in --shm-size=1g. The image has a field of its own.
check-options-end = -- would end the options before the image's name.
check-options-quote = There is a { $quote } that is not closed.
check-option-taken = { $option } cannot be set here. { $why }
check-option-entry-point = Longshore sets the entry point, and the image's own is used with the runner image.
check-option-folder = The task's files are in the folder that Longshore sets.
check-option-user = The task's folder is open to root in the container only.
check-option-remove = Longshore says so already.
check-option-name = Azure Batch names the container.
check-option-wait = Azure Batch waits for the container.
check-option-restart = Azure Batch starts a failed task again by its retries.

## Variables
check-variable = A name of letters, digits and underscores, as in NAME=value.
check-variable-taken = Names that start with AZ_BATCH_ or LONGSHORE_ are taken.
