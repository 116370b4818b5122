### Submit: the files under review, and how they run.

## The screen

submit-title = Submit
submit-review-summary =
    { $count ->
        [one] { $count } payload, { $ready } ready
       *[other] { $count } payloads, { $ready } ready
    }
submit-clear = Clear
submit-cleared =
    { $count ->
        [one] { $count } payload taken out
       *[other] { $count } payloads taken out
    }
submit-add-folder = Add folder
submit-add-files = Add files
submit-review = Review

## Before anything is listed

submit-drop-here = Drop task payloads here
submit-where-pool = They are reviewed first, then run on pool { $pool } of { $account }.
submit-where-here = They run on this computer. Choose another account above to run them on its pool.
submit-where-only-here = They run on this computer first. Add an Azure account when you want a pool of machines to do the work.
submit-choose-files = Choose files
submit-choose-folder = Choose a folder
submit-sample = Run a sample
submit-sample-starting = Starting the sample …
submit-with-azure = Working with Azure Batch?
submit-add-account = Add an account
submit-accepted = Accepted files
submit-kind-pickle = A cloudpickle of a function with its arguments
submit-kind-python = A Python script
submit-kind-shell = A shell script
submit-kind-bundle = A bundle with main.py or payload.toml
submit-kind-folder = folder
submit-kind-folder-what = A folder with main.py or payload.toml

## The system's dialog for files

submit-dialog-files = Choose task payloads
submit-dialog-folders = Choose payload folders
submit-dialog-payloads = Task payloads
submit-dialog-all = All files

## The list

submit-column-payload = Payload
submit-column-what = What it is
submit-column-needs = Needs
submit-column-size = Size
submit-column-remove = Remove
submit-remove = Remove { $name }
submit-not-a-payload = Not a payload
submit-ready = Ready
submit-warnings =
    { $count ->
        [one] { $count } warning
       *[other] { $count } warnings
    }
submit-left-out = Left out

## What should be known before

submit-refusal-stays = It stays here and is not submitted.
submit-pickle-runs-here = A pickle is code. Longshore reads it without running it; it runs only when you submit it, as you, on this computer. Submit what you trust.
submit-pickle-runs-on-pool = A pickle is code. Longshore reads it without running it; it runs only on the pool. Submit what you trust.

# A payload's name stands before, the packages after.
submit-needs = needs
# The packages stand before.
submit-lacking-here = , which the Python environment on this computer may not have.
submit-lacking-on-pool = , which the pool's image may not have.
submit-add-packages = Add to packages

## How it runs

submit-how-it-runs = How it runs
submit-runs-here = On this computer, as ordinary processes. There is no pool to choose, and a container image is not used.
submit-packages = Packages
submit-environment = Environment
submit-arguments = Arguments
submit-arguments-for = scripts and bundles
submit-one-a-line = one a line
submit-job-name = Job name
submit-optional = optional

## What is wrong with a field

submit-name-too-long = At most 200 characters.
submit-package-option = { $line } is an option of pip; only packages can be given here.
submit-package-one-a-line = One package a line: { $line }
submit-variable-without-value = { $line }: there is no = in it, as in NAME=value.
submit-variable-twice = { $name } is there twice.
submit-quote-open = There is a { $quote } that is not closed.

## Sending it

submit-reading-files = Reading the files …
submit-nothing = Nothing here can be submitted.
submit-field-wrong = A field above needs another look.
submit-one-job =
    { $count ->
        [one] One Batch job with { $count } task · { $size } to stage
       *[other] One Batch job with { $count } tasks · { $size } to stage
    }
submit-submit = Submit
submit-submit-tasks =
    { $count ->
        [one] Submit { $count } task
       *[other] Submit { $count } tasks
    }
submit-submitting = Submitting …

## Presets
preset = Preset
preset-none = The account's settings
preset-save = Save as preset
preset-delete = Delete preset
preset-deleted = Preset { $name } deleted
preset-save-title = Save as preset
preset-about = Keeps how these tasks run, for submissions to come: in a file on this computer, readable. A password does not belong in it.
preset-name = Name
preset-replaces = Takes the place of the preset of that name.
