### Accounts: the list, an account's form, and how its services are.

## The screen

account-title = Accounts
account-import = Import
account-add = Add account
account-new = New account
account-in-use = In use
account-not-saved = Not saved

## How an account's services are

account-ready = Ready
account-connected = Connected
account-not-checked = Not checked
account-checking = Checking …
account-needs-attention = Needs attention
account-secret-missing = Secret missing
account-keyring-locked = Keyring locked
account-slots =
    { $count ->
        [one] { $count } slot
       *[other] { $count } slots
    }

## Checking an account

account-check-section = Check
account-check = Check account
account-check-now = Check now
account-check-again = Check again
account-check-what = Tries sign-in, pool, quota, storage and rights, and undoes what it did.
account-check-asking = Signing in and asking for the pool …
account-answers = It answers
account-tasks-at-once =
    { $count ->
        [one] { $count } task at once
       *[other] { $count } tasks at once
    }
account-checked = What was checked
account-check-not-tried = not tried: see { $check }

## Importing an account

account-import-title = Import an account
account-import-about = You see what was found before anything is saved. A client secret goes to the keyring and is not shown.
account-import-begun = The new account you have begun gives way to what is imported.
account-import-file = Choose a file …
account-import-file-what = Covalent's configuration, Terraform's azurebatch.conf, or what az ad sp create-for-rbac printed
account-import-covalent = Covalent's configuration
account-import-covalent-where = where Covalent on this computer keeps it
account-import-environment = Environment
account-import-environment-what = AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET and the like
account-dialog-file = Choose a file with an account
account-dialog-configuration = Configuration
account-from = From { $origin }.
account-nothing-saved = Nothing is saved yet.

## An account's form

account-form = Account
account-name = Name
account-name-help = What you call this account here.
account-name-taken = Another account has this name.
account-needed = This is needed.
account-cloud = Cloud
account-cloud-another = Another
account-cloud-help = Sets the sign-in host and both domains.
account-use = Use for new jobs
account-new-jobs-here = New jobs go here
account-remove = Remove
account-remove-question = Remove { $name }?
account-remove-consequence = The account leaves this list and its secret leaves the keyring. Nothing changes at Azure, and its jobs stay in the history.
account-removed = { $name } was removed
account-not-saved-yet = Not saved yet
account-changes-not-saved-yet = Changes are not saved yet
account-secret-is-missing = Its client secret is missing
account-secret-is-locked = The keyring is locked: unlock it, or give the secret anew
account-save-changes = Save changes
account-saving = Saving …
account-saved = { $name } was saved

## The groups of its settings

account-group-sign-in = Sign-in
account-group-sign-in-what = who the account is
account-group-batch = Batch
account-group-batch-what = the account and pool that run your tasks
account-group-storage = Storage
account-group-storage-what = where payloads and results lie
account-group-tasks = How tasks run
account-group-tasks-what = unless a submission says otherwise
account-group-containers = Containers and nodes
account-group-containers-what = private registry, runner, managed identity
account-group-advanced = Advanced
account-group-advanced-what = other clouds, polling, folders

## Secrets

account-secret = Client secret
account-secret-delete-question = Delete the client secret?
account-secret-delete-consequence = Jobs that run go on at the service, but Longshore can neither watch them nor fetch their results until you give the secret again.
account-secret-deleted = The secret was deleted
account-password = Registry password
account-password-delete-question = Delete the registry's password?
account-password-delete-consequence = Jobs that run go on; new ones wait until you give the password again.
account-password-deleted = The password was deleted
account-secret-imported = Imported; goes to the keyring when you save
account-secret-this-session = Kept for this session only
account-secret-in-keyring = In the keyring
account-secret-replace = Replace
account-secret-never-shown = It is never shown again, here or elsewhere.
account-secret-session-help = Kept for this session only.
account-secret-keyring-help = Goes into the keyring of this system and is never shown again.
account-secret-keep = Keep the one there is
account-no-keyring = No keyring on this system.
account-no-keyring-consequence = { $why } A secret is kept in memory until Longshore closes, and has to be given again next time; it is never written to a file.

## This computer

account-built-in = built in
account-this-computer = A small Azure of your own: sign-in, storage and Batch run as one service on 127.0.0.1, and tasks run here as ordinary processes. It works the way the cloud does, so what runs here runs there. Nothing has to be set up and nothing leaves this computer.
account-retries-unlimited = without limit
account-retries-none = none
account-time-limit = { $seconds } s a try
account-containers = Containers
account-containers-unused = Not used: an image that is set for a job is left aside.
account-here-secret = Secret
account-here-secret-none = None is needed from you.
account-folder = Folder
account-new-jobs-go-here = New jobs go here.

## Left in storage

leftover-title = Left in storage
leftover-about = Finds containers of Longshore's that are { $days } days old or older and whose jobs no history on this computer knows, as after a history was deleted.
leftover-look = Look
leftover-none = Nothing is left over.
leftover-amount = { $containers } with { $files }, { $bytes }
leftover-remove = Remove
leftover-question = Remove { $what }?
leftover-consequence = Their files cannot be brought back. A history on another computer that knows their jobs could no longer fetch results from them.
leftover-removed = Removed: { $what }
