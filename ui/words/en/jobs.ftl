### The list of jobs and the open job.

## The list
jobs-none-yet = No jobs yet
jobs-none-yet-text = What you submit is listed here, and stays here with its results.
jobs-search = Search jobs by name, id, state:failed, is:pinned or account:name
jobs-search-help = Part of a name or id. Also state:failed, is:pinned, account:name
jobs-none-fits = No job fits
jobs-none-fits-text = Nothing in the history matches this search and filter.
jobs-show-all = Show all jobs
all-jobs = All jobs
choose-all-jobs = Choose all jobs
choose-job = Choose { $name }
choose-none = Choose none
pin-job = Pin { $name }
unpin-job = Unpin { $name }
segment-all = All
segment-running = Running
segment-failed = Failed
segment-done = Done
segment-count = { $segment } { $count }

## Many jobs at once
bulk-bar = Chosen jobs
bulk-chosen = { $count } chosen
bulk-progress = Jobs done
bulk-cancel = Cancel them
bulk-cancel-question = { $count ->
    [one] Cancel { $count } job?
   *[other] Cancel { $count } jobs?
}
bulk-cancel-text = Their tasks are stopped; results that are here already stay. Jobs that have ended stay as they are.
bulk-delete-question = { $count ->
    [one] Delete { $count } job?
   *[other] Delete { $count } jobs?
}
bulk-delete-text = They leave the history, with their results here and what they left in storage. Files you downloaded stay where they are, and so do jobs that have not ended. If all were chosen at once, pinned jobs stay too.
bulk-cancelled = { $count ->
    [one] { $count } job asked to stop
   *[other] { $count } jobs asked to stop
}
bulk-run-again = { $count ->
    [one] { $count } job submitted again
   *[other] { $count } jobs submitted again
}
bulk-downloaded = { $count ->
    [one] { $count } job downloaded
   *[other] { $count } jobs downloaded
}
bulk-deleted = { $count ->
    [one] { $count } job deleted
   *[other] { $count } jobs deleted
}
bulk-had-ended = { $count } had ended already
bulk-had-not-ended = { $count } had not ended
bulk-had-none-failed = { $count } had no failed task
bulk-had-nothing = { $count } had nothing
bulk-pinned = { $count } pinned and kept
bulk-failed = { $count } failed ({ $first })
bulk-not-tried = { $count } not tried

## The open job
about-this-job = About this job
tab-tasks = Tasks
tab-output = Output
tab-result = Result
tab-events = Events
of-task = of
fact-succeeded = Succeeded
fact-running = Running
fact-failed = Failed
fact-left = Left, at this pace
updated = Updated { $ago }
submitted = Submitted { $at }
job-cancelling = Cancelling …
job-delete-question = Delete { $name }?
job-delete-text = The job leaves the history, with its results here and what it left in storage. Files you downloaded stay where they are.
job-waiting = Its tasks wait.
downloaded = { $files }, { $bytes }, in { $folder }
downloaded-already = { $count ->
    [one] { $count } file was there already
   *[other] { $count } files were there already
}
downloaded-left-out = { $count ->
    [one] { $count } task left out ({ $task }: { $why })
   *[other] { $count } tasks left out ({ $task }: { $why })
}
staging = Staging payloads
staging-preparing = Preparing the payloads …

## Several tasks of it
choose-all-tasks = Choose all tasks
choose-task = Choose { $name }
tasks-chosen = Chosen tasks
tasks-copy-ids = Copy ids
tasks-ids-copied = { $count ->
    [one] { $count } id copied
   *[other] { $count } ids copied
}
tasks-run-again = { $count ->
    [one] { $count } task submitted again as a new job
   *[other] { $count } tasks submitted again as a new job
}

## How it ended
outcome-failed = { $job }: { $failed } of { $total } tasks failed
outcome-cancelled = { $job }: cancelled after { $succeeded } of { $total } tasks had succeeded
outcome-succeeded = { $job }: all { $total } tasks succeeded
outcome-state = { $job }: { $state }

## Why it failed
failure-title = { $task } failed: { $why }
failure-no-package = The task's Python has no { $package }. Add it and run again.
failure-add-package = Add { $package } and run again
failure-more = { $count ->
    [one] { $count } more task failed in this job.
   *[other] { $count } more tasks failed in this job.
}
failure-last-lines = Last lines of its output
failure-exit-code = exit code { $code }
failure-requeued = { $count ->
    [one] put back in the queue { $count } time
   *[other] put back in the queue { $count } times
}
failure-node = node { $node }
failure-request-id = request id { $id }
show-output = Show output
copy-details = Copy details
details-copied = Details copied
clipboard-refused = The clipboard could not be reached

## What happened
events-none = Nothing yet
events-none-text = What happens to this job is told here.
nodes = When tasks ran
nodes-not-drawn = { $count ->
    [one] { $count } earlier task not drawn.
   *[other] { $count } earlier tasks not drawn.
}
nodes-more-in-file = { $count } more in the file.
tasks-none-fits = No task fits.
