### The components: what they say by themselves.

field-use = { $suggestion } verwenden
field-needed = nötig

## Plots
histogram = Laufzeiten der Aufgaben
histogram-range = Laufzeiten der Aufgaben, { $from } bis { $to }
histogram-bin = { $from } bis { $to }: { $succeeded } erfolgreich, { $failed } fehlgeschlagen
node-plot = Wann Aufgaben liefen: { $tasks } auf { $nodes }, über { $time }
node-plot-task = { $name }: { $state }, { $took }
from-to = { $from } bis { $to }
export-plot = Das Diagramm speichern
export-svg = Als SVG speichern
sparkline = { $numbers }: kleinste { $lowest }, größte { $highest }
sparkline-course = von etwa { $from } bis etwa { $to }
sparkline-undefined = { $count } nicht endlich

## A job's tasks at a glance
bar-succeeded = { $succeeded } von { $total } erfolgreich
bar-running = { $count } laufen
bar-failed = { $count } fehlgeschlagen
bar-cancelled = { $count } abgebrochen
bar-waiting = { $count } warten

## Bytes on their way
transfer = { $done } von { $total }
transfer-rate = { $bytes }/s
transfer-left = noch { $time }
