### The list of jobs and the open job.

## The list
jobs-none-yet = Noch keine Aufträge
jobs-none-yet-text = Was eingereicht wird, steht hier und bleibt hier, mit seinen Ergebnissen.
jobs-search = Aufträge nach Name, ID, state:failed, is:pinned oder account:name suchen
jobs-search-help = Teil eines Namens oder einer ID. Auch state:failed, is:pinned, account:name
jobs-none-fits = Kein Auftrag passt
jobs-none-fits-text = Nichts im Verlauf passt zu dieser Suche und diesem Filter.
jobs-show-all = Alle Aufträge zeigen
all-jobs = Alle Aufträge
choose-all-jobs = Alle Aufträge auswählen
choose-job = { $name } auswählen
choose-none = Auswahl aufheben
pin-job = { $name } anheften
unpin-job = { $name } lösen
segment-all = Alle
segment-running = Laufend
segment-failed = Fehlgeschlagen
segment-done = Beendet
segment-count = { $segment } { $count }

## Many jobs at once
bulk-bar = Ausgewählte Aufträge
bulk-chosen = { $count } ausgewählt
bulk-progress = Erledigte Aufträge
bulk-cancel = Alle abbrechen
bulk-cancel-question = { $count ->
    [one] { $count } Auftrag abbrechen?
   *[other] { $count } Aufträge abbrechen?
}
bulk-cancel-text = Ihre Aufgaben werden angehalten; Ergebnisse, die schon hier sind, bleiben. Beendete Aufträge bleiben, wie sie sind.
bulk-delete-question = { $count ->
    [one] { $count } Auftrag löschen?
   *[other] { $count } Aufträge löschen?
}
bulk-delete-text = Sie verlassen den Verlauf, samt ihren Ergebnissen hier und dem, was im Speicher liegt. Heruntergeladene Dateien bleiben, wo sie sind, ebenso Aufträge, die noch nicht beendet sind. Wurden alle auf einmal ausgewählt, bleiben auch angeheftete.
bulk-cancelled = { $count ->
    [one] { $count } Auftrag wird angehalten
   *[other] { $count } Aufträge werden angehalten
}
bulk-run-again = { $count ->
    [one] { $count } Auftrag erneut eingereicht
   *[other] { $count } Aufträge erneut eingereicht
}
bulk-downloaded = { $count ->
    [one] { $count } Auftrag heruntergeladen
   *[other] { $count } Aufträge heruntergeladen
}
bulk-deleted = { $count ->
    [one] { $count } Auftrag gelöscht
   *[other] { $count } Aufträge gelöscht
}
bulk-had-ended = { $count } schon beendet
bulk-had-not-ended = { $count } noch nicht beendet
bulk-had-none-failed = { $count } ohne fehlgeschlagene Aufgabe
bulk-had-nothing = { $count } ohne Ergebnis
bulk-pinned = { $count } angeheftet und behalten
bulk-failed = { $count } fehlgeschlagen ({ $first })
bulk-not-tried = { $count } nicht versucht

## The open job
about-this-job = Über diesen Auftrag
tab-tasks = Aufgaben
tab-output = Ausgabe
tab-result = Ergebnis
tab-events = Ereignisse
of-task = von
fact-succeeded = Erfolgreich
fact-running = Laufend
fact-failed = Fehlgeschlagen
fact-left = Noch etwa
updated = Aktualisiert { $ago }
submitted = Eingereicht am { $at }
job-cancelling = Wird abgebrochen …
job-delete-question = { $name } löschen?
job-delete-text = Der Auftrag verlässt den Verlauf, samt seinen Ergebnissen hier und dem, was im Speicher liegt. Heruntergeladene Dateien bleiben, wo sie sind.
job-waiting = Seine Aufgaben warten.
downloaded = { $files }, { $bytes }, in { $folder }
downloaded-already = { $count ->
    [one] { $count } Datei war schon da
   *[other] { $count } Dateien waren schon da
}
downloaded-left-out = { $count ->
    [one] { $count } Aufgabe ausgelassen ({ $task }: { $why })
   *[other] { $count } Aufgaben ausgelassen ({ $task }: { $why })
}
staging = Nutzlasten werden hochgeladen
staging-preparing = Nutzlasten werden vorbereitet …

## Several tasks of it
choose-all-tasks = Alle Aufgaben auswählen
choose-task = { $name } auswählen
tasks-chosen = Ausgewählte Aufgaben
tasks-copy-ids = IDs kopieren
tasks-ids-copied = { $count ->
    [one] { $count } ID kopiert
   *[other] { $count } IDs kopiert
}
tasks-run-again = { $count ->
    [one] { $count } Aufgabe als neuer Auftrag erneut eingereicht
   *[other] { $count } Aufgaben als neuer Auftrag erneut eingereicht
}

## How it ended
outcome-failed = { $job }: { $failed } von { $total } Aufgaben fehlgeschlagen
outcome-cancelled = { $job }: abgebrochen, nachdem { $succeeded } von { $total } Aufgaben erfolgreich waren
outcome-succeeded = { $job }: alle { $total } Aufgaben erfolgreich
outcome-state = { $job }: { $state }

## Why it failed
failure-title = { $task } ist fehlgeschlagen: { $why }
failure-no-package = Dem Python der Aufgabe fehlt { $package }. Hinzufügen und erneut ausführen.
failure-add-package = { $package } hinzufügen und erneut ausführen
failure-more = { $count ->
    [one] In diesem Auftrag ist { $count } weitere Aufgabe fehlgeschlagen.
   *[other] In diesem Auftrag sind { $count } weitere Aufgaben fehlgeschlagen.
}
failure-last-lines = Letzte Zeilen der Ausgabe
failure-exit-code = Exitcode { $code }
failure-requeued = { $count ->
    [one] { $count }-mal zurück in die Warteschlange
   *[other] { $count }-mal zurück in die Warteschlange
}
failure-node = Knoten { $node }
failure-request-id = Anforderungs-ID { $id }
show-output = Ausgabe zeigen
copy-details = Details kopieren
details-copied = Details kopiert
clipboard-refused = Die Zwischenablage ist nicht erreichbar

## What happened
events-none = Noch nichts
events-none-text = Was mit diesem Auftrag geschieht, steht hier.
nodes = Wann Aufgaben liefen
nodes-not-drawn = { $count ->
    [one] { $count } frühere Aufgabe nicht gezeichnet.
   *[other] { $count } frühere Aufgaben nicht gezeichnet.
}
nodes-more-in-file = { $count } weitere in der Datei.
tasks-none-fits = Keine Aufgabe passt.
