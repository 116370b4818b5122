### The window's frame, what is said everywhere, and what the state of the window tells.

## Said everywhere
show = Show
close = Close
cancel = Cancel
delete = Delete
undo = Undo
keep = Keep
stop = Stop
save = Save
download = Download
search = Search
find = Find
try-again = Try again
run-again = Run again
run-failed-again = Run failed again
reading = Reading …
job = Job
task = Task
node = Node
state = State
started = Started
took = Took
exit = Exit
table = Table
preview = Preview
as-a-table = As a table
show-in-folder = Show in folder
request-id = Request id
saved-as = Saved as { $path }
n-of-m = { $n } of { $m }
number = { $value }
try = try { $number }

## How many
count-tasks = { $count ->
    [one] { $count } task
   *[other] { $count } tasks
}
count-nodes = { $count ->
    [one] { $count } node
   *[other] { $count } nodes
}
count-files = { $count ->
    [one] { $count } file
   *[other] { $count } files
}
count-containers = { $count ->
    [one] { $count } container
   *[other] { $count } containers
}
count-numbers = { $count ->
    [one] { $count } number
   *[other] { $count } numbers
}
count-rows = { $count ->
    [one] { $count } row
   *[other] { $count } rows
}
count-columns = { $count ->
    [one] { $count } column
   *[other] { $count } columns
}
count-characters = { $count ->
    [one] { $count } character
   *[other] { $count } characters
}
count-bytes = { $count ->
    [one] { $count } byte
   *[other] { $count } bytes
}
count-items = { $count ->
    [one] { $count } item
   *[other] { $count } items
}
count-attributes = { $count ->
    [one] { $count } attribute
   *[other] { $count } attributes
}

## Moments
now = now
just-now = just now
ago-seconds = { $count } s ago
ago-minutes = { $count } min ago
ago-hours = { $count } h ago
weekday-time = { $weekday } { $time }
date-short = { $day } { $month }
date = { $day } { $month } { $year }
monday = Mon
tuesday = Tue
wednesday = Wed
thursday = Thu
friday = Fri
saturday = Sat
sunday = Sun
january = Jan
february = Feb
march = Mar
april = Apr
may = May
june = Jun
july = Jul
august = Aug
september = Sep
october = Oct
november = Nov
december = Dec

## Rail and drop target
frame-main = Main
frame-submit = Submit
frame-jobs = Jobs
frame-accounts = Accounts
frame-settings = Settings
frame-no-account = No account
frame-add-account = Add an account
frame-jobs-running = { $count ->
    [one] { $count } job running
   *[other] { $count } jobs running
}
frame-drop = Drop to review
frame-drop-note = Nothing is sent before you submit it to { $account }.

## Status bar
status-silent = No answer from the backend
status-starting = Starting …
status-embedded = Embedded Azure running on 127.0.0.1
status-checked = { $standing } · checked { $ago }
status-find = Find
status-shortcuts = Shortcuts

## Notifications
notices-title = Notifications
notices-none = Nothing yet. When a job ends or something goes wrong, it is told here.

## Closing while tasks run here
closing-title = { $count ->
    [one] Close while { $count } task runs on this computer?
   *[other] Close while { $count } tasks run on this computer?
}
closing-one = The task goes on in the background, for as long as you are logged in and the computer stays on. Nothing tells you of its end, and results are fetched when Longshore is opened again.
closing-many = The tasks go on in the background, for as long as you are logged in and the computer stays on. Nothing tells you of their end, and results are fetched when Longshore is opened again.
closing-waiting = { $count ->
    [one] The tasks go on, also the one that waits, in the background, for as long as you are logged in and the computer stays on. Nothing tells you of their end, and results are fetched when Longshore is opened again.
   *[other] The tasks go on, also the { $count } that wait, in the background, for as long as you are logged in and the computer stays on. Nothing tells you of their end, and results are fetched when Longshore is opened again.
}
closing-close = Close anyway
closing-keep = Keep open

## Palette
palette-title = Do or go to
palette-input = What to do, or where to go
palette-hint = What to do, or a job to go to
palette-entries = Entries
palette-none = Nothing fits.
palette-choose-files = Choose files to submit
palette-sample = Run the sample
palette-add-account = Add an Azure account
palette-use-account = Use account { $account }
palette-light = Light theme
palette-dark = Dark theme
palette-system-theme = Theme as the system

## Menu bar
menu-file = File
menu-view = View
menu-go = Go
menu-help = Help

## The icon among the system's own
tray-idle = Longshore
tray-running = Longshore: { $jobs }
tray-show = Show Longshore
tray-close = Close Longshore

## Keys
keys-title = Keyboard shortcuts
keys-palette = Find anything to do, or a job
keys-submit = Submit payloads
keys-search = Search jobs, or find in the output that is open
keys-screens = Submit, Jobs, Accounts, Settings
keys-list = Move through a list
keys-tabs = Move through tabs
keys-open = Open a job, or a task's output
keys-choose = Choose a job or a task; with Shift and an arrow, several
keys-choose-all = Choose all of the list
keys-pin = Pin a job, or unpin it
keys-close = Clear a search or a choice, close the newest message, or the open job
keys-zoom = Larger, smaller
keys-these = These shortcuts
key-enter = Enter
key-space = Space
key-escape = Esc

## The backend
backend-silent = Longshore's backend does not answer.
backend-silent-next = Tasks that run are not affected. Try again; if that does not help, close the window and open it again.
backend-misfit = The window and its backend do not fit together ({ $name }: { $why }).
backend-misfit-next = Install the app again; if that does not help, please report it.

## When the window has stopped
stopped-title = The window has stopped
stopped-text = Something went wrong in Longshore's window. Running tasks are not affected and nothing that was submitted is lost.
stopped-reload = Open it again
