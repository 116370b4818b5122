### What the engine says that the window has in other languages too; it is found by its English words. What is not here,
### such as Azure's own messages, comes as it is.

## What a payload is

told-kind-python = Python script
told-kind-shell-of = Shell script ({ $program })
told-kind-shell = Shell script
told-kind-bundle = Bundle, { $main }
told-kind-covalent = Covalent function
told-kind-function-by = Function made by { $name }
told-kind-function-named = Function { $name }
told-kind-function = Function
told-kind-object = Object of { $class }

## What should be known of it

told-beside = It imports { $modules } from the folder it is in, which is not sent along. Put both in a folder and submit that.
told-no-interpreter = It has no #! line and will be run by /bin/sh.
told-names-python = Its #! line names Python. Give it a name that ends in .py, so that it is run as a Python script.
told-crlf = Its lines end as on Windows (CR LF), which most shells cannot run. Save it with LF line ends.
told-metadata = Its `# /// script` block cannot be read ({ $why }), so what it asks for is not known.
told-asks-python = It asks for Python { $versions }. Choose a pool that has it.
told-two-pythons = Parts of it were made by different Pythons ({ $first } and { $last }); one may not read the other's.
told-no-python = Its functions were made by different Pythons; no single one can run all of them.
told-python-unsaid = It was made by Python { $versions } and runs only on the same version; which one it does not say.
told-of-main = It refers to { $names } of the program that made it, which a node does not have. Make it with cloudpickle instead of pickle.
told-runs-pip = It installs packages while it runs (Covalent DepsPip), in an environment of its own.
told-calls = Loading it calls { $names }, before its function runs. Submit it only if you know who made it.
told-hides = It hides names of what it calls from inspection. Submit it only if you know who made it.
told-partly = It is too large to be inspected in full: modules it needs may be missing from the list.

## Why a file is no payload

told-takes-rename = { $why } Rename it if it is one of these.
told-takes = Longshore takes function payloads (.pkl), Python scripts (.py), shell scripts (.sh), and bundles: a folder, .zip or .tar.gz with a payload.toml or main.py.
told-not-there = The file is not there ({ $error }).
told-not-there-next = It may have been moved, renamed or deleted. Add it again from where it is now.
told-not-allowed = You are not allowed to read the file ({ $error }).
told-not-allowed-next = Change its permissions, or copy it to a folder of your own.
told-unreadable = The file cannot be read ({ $error }).
told-unreadable-next = Check the disk or network folder it is on, then add it again.
told-no-file = It is neither a file nor a folder, but a device, pipe or socket.
told-empty = The file is empty.
told-empty-next = If it was being written or downloaded, wait until that is done, then add it again.
told-looks-like = It looks like { $what }, and its name does not end like a payload's.
told-may-be-pickle = It may be a pickle, but its name does not end in .pkl.
told-no-ending = Its name does not end like a payload's.
told-not-a-pickle-but = It is { $what }, not a pickle.
told-not-a-pickle-but-next = Its name ends in .pkl, its content does not fit. Add the file that cloudpickle wrote.
told-not-a-pickle = It is not a pickle: { $error }.
told-not-a-pickle-next = Make the payload with cloudpickle.dump((function, args, kwargs), file), in a file opened with "wb".
told-a-result = It is a result, not a payload: it holds one object instead of a function with its arguments.
told-a-result-next = Make a payload with cloudpickle.dump((function, args, kwargs), file).
told-would-call = It is no payload, and loading it would call { $names }.
told-would-call-next = Nothing in it was run. Do not load it unless you know who made it.
told-no-payload-next = A payload is a pickle of (function, args, kwargs). Make it with cloudpickle.dump.
told-cut-next = It was not written or copied to its end. Make or copy it again, and close the file before you add it.
told-no-main = It has neither a payload.toml nor a main.py at its top.
told-bomb = It would unpack to more than { $times } times its size: it looks like a zip bomb.
told-bomb-next = Nothing was unpacked. If the data is real, compress it on its own and let the task unpack it.
told-outside = Its entry { $entry } would land outside of the bundle.
told-outside-next = Nothing was unpacked. Pack it again with names relative to its folder, or do not use it if it is not yours.

## What a file looks like

told-looks-jpeg = a JPEG picture
told-looks-png = a PNG picture
told-looks-gif = a GIF picture
told-looks-webp = a WebP picture
told-looks-zip = a zip archive
told-looks-empty-zip = an empty zip archive
told-looks-gzip = a gzip-compressed file
told-looks-elf = a Linux program
told-looks-exe = a Windows program
told-looks-pdf = a PDF document
told-looks-npy = a numpy array file (.npy)
told-looks-hdf5 = an HDF5 file
told-looks-parquet = a Parquet file
told-looks-sqlite = an SQLite database
told-looks-page = a web page
told-looks-script = a script

## A job's timeline

told-accepted = Accepted.
told-staged-one = Staged 1 file, { $size }.
told-staged = Staged { $count } files, { $size }.
told-submitted-one = Submitted 1 task to pool { $pool }.
told-submitted = Submitted { $count } tasks to pool { $pool }.
told-sum-all-one = 1 task succeeded.
told-sum-all = { $count } tasks succeeded.
told-sum-one-failed-cancelled = 1 task succeeded, { $count-failed } failed, { $count-cancelled } cancelled.
told-sum-failed-cancelled = { $count } tasks succeeded, { $count-failed } failed, { $count-cancelled } cancelled.
told-sum-one-failed = 1 task succeeded, { $count-failed } failed.
told-sum-failed = { $count } tasks succeeded, { $count-failed } failed.
told-sum-one-cancelled = 1 task succeeded, { $count-cancelled } cancelled.
told-sum-cancelled = { $count } tasks succeeded, { $count-cancelled } cancelled.
told-asked-to-stop = Asked to stop.
told-cancelled-before = Cancelled before it ran.
told-not-submitted = Not submitted. { $why }
told-tasks-wait = Its tasks wait. { $why }
told-signed-in = Signed in again; going on.
told-requeued = Task { $task } was put back in the queue: its node went away.
told-requeued-many = Tasks { $tasks } were put back in the queue: their nodes went away.
told-retried = Task { $task } failed and is tried again.
told-retried-many = Tasks { $tasks } failed and are tried again.

## Why a task failed

told-exit = The task ended with exit code { $code }.
told-payload-exit = The payload ended with exit code { $code }.
told-no-result = The function ended its process instead of returning a result.
told-no-packages = The packages could not be installed.
told-lacks = The payload needs a module that this node lacks: { $module }.
told-exit-next = Its output, above all stderr, tells more.
told-killed-next = It was killed, most often because memory ran out. Use a pool with more memory, or less data.
told-signal-next = If it was killed, memory may have run out.
told-traceback-next = The traceback shows where. Correct the payload and run it again.
told-stopped = The task was stopped.
told-mistake-next = Run it again if that was a mistake.
told-time-limit = The task ran into its time limit of { $time }.
told-time-limit-next = Raise the time limit and run it again.
told-unsaid = The task failed, and the service does not say why.
told-run-again-next = Run it again.
told-module = The module { $module } is not installed where the task ran.
told-module-next = Run it again with the package { $package }, or use an image that has it.
told-module-unknown-next = Run it again with the package it comes from.
told-unsaved = The result cannot be saved: { $error }
told-unsaved-next = Return plain values, or write files into the folder outputs.
told-python-next = The node has Python { $version }. Use a pool or an image with the payload's Python, or make the payload anew.
told-packages-next = Check the packages' names, and that the pool may reach the package index. pip's own words are in stderr.
told-no-python3 = The node has no python3.
told-no-python3-next = Use a pool, or a container image, that has Python 3.8 or later as python3.
told-not-fetched = The node could not fetch the payload: { $error }
told-not-sent = The node could not send the results: { $error }
told-nobody-knows = The service has no such job any more, so nobody can tell how this task went.
told-nobody-knows-next = It was deleted there. Run it again.
told-ended-there = The job was ended at the service before this task ran.

## Why tasks wait for a pool

told-pool-failed = The pool { $pool } has no nodes, because its last change of size failed: { $error }
told-pool-failed-next = Often a quota of cores, or a machine size that the region has none left of. Correct it and resize the pool.
told-pool-never = The pool { $pool } has no nodes, and does not scale by itself.
told-pool-never-next = Tasks would wait for ever. Resize it (az batch pool resize --pool-id … --target-dedicated-nodes 1), or give it a formula.
told-pool-deleting = The pool { $pool } is being deleted.
told-pool-deleting-next = Cancel the job and submit it to another pool.
told-pool-coming-one = The pool { $pool } has no nodes yet; 1 is on the way.
told-pool-coming = The pool { $pool } has no nodes yet; { $count } are on the way.
told-pool-coming-next = Nodes take some minutes to come up.
told-pool-busy = Every node of the pool { $pool } is busy with other work ({ $busy } of { $all } slots).
told-pool-busy-next = The tasks start as slots become free. More nodes would take them sooner.
told-pool-starting-one = The nodes of the pool { $pool } are still starting (1 node).
told-pool-starting = The nodes of the pool { $pool } are still starting ({ $count } nodes).
told-pool-starting-next = Images and start tasks take some minutes.
told-pool-gone = There is no pool { $pool } any more.
told-pool-gone-next = Make it again under the same name, or cancel the job and submit it to another pool.
told-job-disabled = Somebody has disabled the job at the service: it runs nothing until it is enabled.

## What services answer

told-aadsts = { $why } (AADSTS{ $number }).
told-secret-wrong = The client secret is wrong
told-secret-expired = The client secret has expired
told-secret-expired-next = Make a new secret for the service principal and enter it under Accounts (or with `longshore accounts secret`). An account that signs in by the environment wants it in AZURE_CLIENT_SECRET, before Longshore is started. Jobs go on by themselves then.
told-secret-none = The application was asked for its secret, and there was none
told-no-application = The tenant has no application with this client id
told-no-application-next = Check the client id and the tenant id; the client id is the application's id, not its object's.
told-no-tenant = There is no such tenant
told-no-tenant-next = Check the tenant id. Tenants of other clouds (US government, China) need that cloud's sign-in host.
told-no-secret = The account { $account } has no secret on this computer.
told-no-secret-next = Enter its client secret under Accounts.
told-unreachable = The service could not be reached ({ $doing }): { $error }
told-unreachable-next = Check the network and the account's addresses. Longshore goes on by itself once it is back.
told-unknown-host = No address is known for { $host } ({ $doing }): { $error }.
told-unknown-host-next = Check that this computer is online (and its VPN, if the name is known there alone), and the name in the account's addresses; if a proxy is set, its name too. Jobs go on by themselves once it is known.
told-garbled = What answered was not the service ({ $doing }): { $what }.
told-not-accepted = The service did not accept the sign-in ({ $doing }, { $code }): { $message }
told-no-right = Not allowed ({ $doing }, { $code }): { $message }
told-not-found = Not found ({ $doing }, { $code }): { $message }
told-not-now = The service does not allow it now ({ $doing }, { $code }): { $message }
told-busy = The service is busy ({ $doing }, { $code }): { $message }
told-refused = The service refused ({ $doing }, { $code }): { $message }
told-waits-next = Nothing is to be done: Longshore goes on by itself after a while.
told-token-next = Check the account's tenant, client and secret, its Batch token domain, and this computer's clock.
told-sign-in-next = Check the account's tenant, client and secret, and this computer's clock.
told-job-gone = The service has no such job any more.
told-job-gone-next = It was deleted there, or is older than it keeps jobs. Run it again.
told-no-pool = The account has no such pool.
told-no-pool-next = Check the pool's name under Accounts or in the overrides.
told-node-gone = The node that ran the task is gone.
told-quota = The Batch account has as many active jobs as it may have.
told-quota-next = End or delete some, or ask Azure for a higher quota. Longshore tries again by itself.
told-roles-next = The service principal needs the roles Azure Batch Data Contributor (or Contributor) on the Batch account and Storage Blob Data Contributor on the storage account. A new role takes some minutes to count.
told-report-next = Please report it, with the request id.

## What a check found

told-check-complete = complete
told-check-token = a token was given
told-check-batch = answers, and lets jobs be read
told-check-clock = within five minutes of the service's
told-check-clock-unsaid = the service does not tell the time
told-check-jobs = one was made and deleted
told-check-storage = answers, and lets containers be made
told-check-blobs = one was written, read and deleted
told-check-access = signed for each job, for its own container only
told-check-containers = none: tasks run as processes on the nodes
told-check-right = The account has no right to { $why }.
told-check-right-jobs = make and watch jobs
told-check-right-blobs = write and read blobs
told-check-right-sign = sign the nodes' access to blobs
told-check-role = Give it the role { $role } on { $why }. A new role counts after up to ten minutes.
told-check-role-batch = the Batch account
told-check-role-storage = the storage account

## Why a result is not shown

told-preview-opaque = It is { $what } of { $size }. Save it to open it with another program.
told-preview-pickle = The pickle cannot be read: { $error }.
told-preview-picture = The picture is larger than { $size }. Save it to open it with another program.
