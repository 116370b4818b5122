### The components: what they say by themselves.

field-use = Use { $suggestion }
field-needed = needed

## Plots
histogram = Running times of tasks
histogram-range = Running times of tasks, { $from } to { $to }
histogram-bin = { $from } to { $to }: { $succeeded } succeeded, { $failed } failed
node-plot = When tasks ran: { $tasks } on { $nodes }, over { $time }
node-plot-task = { $name }: { $state }, { $took }
from-to = { $from } to { $to }
export-plot = Save the plot
export-svg = Save as SVG
sparkline = { $numbers }: lowest { $lowest }, highest { $highest }
sparkline-course = from about { $from } to about { $to }
sparkline-undefined = { $count } not finite

## A job's tasks at a glance
bar-succeeded = { $succeeded } of { $total } succeeded
bar-running = { $count } running
bar-failed = { $count } failed
bar-cancelled = { $count } cancelled
bar-waiting = { $count } waiting

## Bytes on their way
transfer = { $done } of { $total }
transfer-rate = { $bytes }/s
transfer-left = { $time } left
