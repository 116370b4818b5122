### A task's output and its results.

## Output
log = Ausgabe der Aufgabe
log-which = Welche Ausgabe
log-stdout = Ausgabe
log-stderr = Fehler
log-find = In dieser Ausgabe suchen
log-found-none = keine
log-follow = Folgen
log-following = Folgt
log-before = { $first } von { $size } stehen davor.
log-show-earlier = Frühere zeigen
log-not-started = Noch nicht begonnen
log-not-started-text = Was die Aufgabe schreibt, erscheint hier.
log-removed = Nicht mehr vorhanden
log-removed-text = Die Aufgabe lief, aber ihre Ausgabe ist vom Knoten und aus dem Speicher verschwunden.
log-nothing-yet = Noch nichts geschrieben
log-nothing-yet-text = Neue Zeilen erscheinen hier, sobald sie kommen.
log-nothing = Nichts geschrieben
log-nothing-text = Diese Ausgabe ist leer.

## Results
result-files = Ergebnisdateien
results-none-title = Keine Ergebnisse
results-none = Die Aufgabe hat nichts mitgebracht.
results-later = Ergebnisse kommen hierher, sobald die Aufgabe beendet ist.
result-drag = Lässt sich in einen Ordner oder ein anderes Programm ziehen: { $path }
export = Den Wert speichern
export-json = Als JSON speichern
export-csv = Als CSV speichern
preview-none = Keine Vorschau
preview-safe = Gelesen, ohne den Pickle auszuführen.
preview-cut = Nur der Anfang ist zu sehen. Die Datei speichern, um alles zu lesen.
preview-image = Das Bild in dieser Datei

## Values and tables
value-more = … { $count } weitere
value-estimator = scikit-learn { $version }, { $bytes } in Arrays
value-by-name = nur der Name
value-deeper = mehr, als in dieser Tiefe gezeigt wird
value-parameters = Parameter
value-fitted = angepasst
table-rows = { $shown } von { $all } Zeilen
table-first-rows = { $count ->
    [one] die erste { $count } Zeile
   *[other] die ersten { $count } Zeilen
}
table-columns = { $shown } von { $all } Spalten
table-shown = Gezeigt: { $parts }.
