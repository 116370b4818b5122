### A task's output and its results.

## Output
log = Task output
log-which = Which output
log-stdout = Output
log-stderr = Errors
log-find = Find in this output
log-found-none = none
log-follow = Follow
log-following = Following
log-before = { $first } of { $size } are before this.
log-show-earlier = Show earlier
log-not-started = Not started yet
log-not-started-text = What the task writes will appear here.
log-removed = No longer kept
log-removed-text = The task ran, but its output is gone from the node and from storage.
log-nothing-yet = Nothing written yet
log-nothing-yet-text = New lines appear here as they come.
log-nothing = Nothing was written
log-nothing-text = This output is empty.

## Results
result-files = Result files
results-none-title = No results
results-none = The task brought nothing home.
results-later = Results come here as soon as the task has ended.
result-drag = Can be dragged to a folder or another program: { $path }
export = Save the value
export-json = Save as JSON
export-csv = Save as CSV
preview-none = No preview
preview-safe = Read without running the pickle.
preview-cut = Only the beginning is shown. Save the file to read all of it.
preview-image = The picture in this file

## Values and tables
value-more = … { $count } more
value-estimator = scikit-learn { $version }, { $bytes } in arrays
value-by-name = by name
value-deeper = more than is shown at this depth
value-parameters = parameters
value-fitted = fitted
table-rows = { $shown } of { $all } rows
table-first-rows = { $count ->
    [one] the first { $count } row
   *[other] the first { $count } rows
}
table-columns = { $shown } of { $all } columns
table-shown = Shown: { $parts }.
