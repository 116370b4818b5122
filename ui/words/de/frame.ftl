### The window's frame, what is said everywhere, and what the state of the window tells.

## Said everywhere
show = Anzeigen
close = Schließen
cancel = Abbrechen
delete = Löschen
undo = Rückgängig
keep = Behalten
stop = Anhalten
save = Speichern
download = Herunterladen
search = Suchen
find = Suchen
try-again = Erneut versuchen
run-again = Erneut ausführen
run-failed-again = Fehlgeschlagene erneut
reading = Wird gelesen …
job = Auftrag
task = Aufgabe
node = Knoten
state = Zustand
started = Begonnen
took = Dauer
exit = Exit
table = Tabelle
preview = Vorschau
as-a-table = Als Tabelle
show-in-folder = Im Ordner zeigen
request-id = Anforderungs-ID
saved-as = Gespeichert als { $path }
n-of-m = { $n } von { $m }
number = { $value }
try = Versuch { $number }

## How many
count-tasks = { $count ->
    [one] { $count } Aufgabe
   *[other] { $count } Aufgaben
}
count-nodes = { $count ->
    [one] { $count } Knoten
   *[other] { $count } Knoten
}
count-files = { $count ->
    [one] { $count } Datei
   *[other] { $count } Dateien
}
count-containers = { $count ->
    [one] { $count } Container
   *[other] { $count } Container
}
count-numbers = { $count ->
    [one] { $count } Zahl
   *[other] { $count } Zahlen
}
count-rows = { $count ->
    [one] { $count } Zeile
   *[other] { $count } Zeilen
}
count-columns = { $count ->
    [one] { $count } Spalte
   *[other] { $count } Spalten
}
count-characters = { $count ->
    [one] { $count } Zeichen
   *[other] { $count } Zeichen
}
count-bytes = { $count ->
    [one] { $count } Byte
   *[other] { $count } Byte
}
count-items = { $count ->
    [one] { $count } Element
   *[other] { $count } Elemente
}
count-attributes = { $count ->
    [one] { $count } Attribut
   *[other] { $count } Attribute
}

## Moments
now = jetzt
just-now = gerade eben
ago-seconds = vor { $count } s
ago-minutes = vor { $count } min
ago-hours = vor { $count } h
weekday-time = { $weekday } { $time }
date-short = { $day }. { $month }
date = { $day }. { $month } { $year }
monday = Mo
tuesday = Di
wednesday = Mi
thursday = Do
friday = Fr
saturday = Sa
sunday = So
january = Jan.
february = Feb.
march = März
april = Apr.
may = Mai
june = Juni
july = Juli
august = Aug.
september = Sep.
october = Okt.
november = Nov.
december = Dez.

## Rail and drop target
frame-main = Hauptmenü
frame-submit = Einreichen
frame-jobs = Aufträge
frame-accounts = Konten
frame-settings = Einstellungen
frame-no-account = Kein Konto
frame-add-account = Konto hinzufügen
frame-jobs-running = { $count ->
    [one] { $count } Auftrag läuft
   *[other] { $count } Aufträge laufen
}
frame-drop = Zum Prüfen ablegen
frame-drop-note = Nichts wird gesendet, bevor es bei { $account } eingereicht ist.

## Status bar
status-silent = Keine Antwort vom Hintergrunddienst
status-starting = Wird gestartet …
status-embedded = Eingebettetes Azure läuft auf 127.0.0.1
status-checked = { $standing } · geprüft { $ago }
status-find = Suchen
status-shortcuts = Tasten

## Notifications
notices-title = Mitteilungen
notices-none = Noch nichts. Wenn ein Auftrag endet oder etwas schiefgeht, steht es hier.

## Closing while tasks run here
closing-title = { $count ->
    [one] Schließen, während { $count } Aufgabe auf diesem Computer läuft?
   *[other] Schließen, während { $count } Aufgaben auf diesem Computer laufen?
}
closing-one = Die Aufgabe läuft im Hintergrund weiter, solange die Anmeldung besteht und der Computer eingeschaltet ist. Ihr Ende wird nicht gemeldet; Ergebnisse werden geholt, wenn Longshore wieder geöffnet wird.
closing-many = Die Aufgaben laufen im Hintergrund weiter, solange die Anmeldung besteht und der Computer eingeschaltet ist. Ihr Ende wird nicht gemeldet; Ergebnisse werden geholt, wenn Longshore wieder geöffnet wird.
closing-waiting = { $count ->
    [one] Die Aufgaben laufen im Hintergrund weiter, auch die eine, die wartet, solange die Anmeldung besteht und der Computer eingeschaltet ist. Ihr Ende wird nicht gemeldet; Ergebnisse werden geholt, wenn Longshore wieder geöffnet wird.
   *[other] Die Aufgaben laufen im Hintergrund weiter, auch die { $count } wartenden, solange die Anmeldung besteht und der Computer eingeschaltet ist. Ihr Ende wird nicht gemeldet; Ergebnisse werden geholt, wenn Longshore wieder geöffnet wird.
}
closing-close = Trotzdem schließen
closing-keep = Offen lassen

## Palette
palette-title = Ausführen oder hingehen
palette-input = Was zu tun ist oder wohin es geht
palette-hint = Eine Aktion oder ein Auftrag
palette-entries = Einträge
palette-none = Nichts passt.
palette-choose-files = Dateien zum Einreichen wählen
palette-sample = Beispiel ausführen
palette-add-account = Azure-Konto hinzufügen
palette-use-account = Konto { $account } verwenden
palette-light = Helles Design
palette-dark = Dunkles Design
palette-system-theme = Design wie das System

## Menu bar
menu-file = Datei
menu-view = Ansicht
menu-go = Gehe zu
menu-help = Hilfe

## The icon among the system's own
tray-idle = Longshore
tray-running = Longshore: { $jobs }
tray-show = Longshore anzeigen
tray-close = Longshore schließen

## Keys
keys-title = Tastenkürzel
keys-palette = Eine Aktion oder einen Auftrag finden
keys-submit = Nutzlasten einreichen
keys-search = Aufträge suchen oder in der offenen Ausgabe suchen
keys-screens = Einreichen, Aufträge, Konten, Einstellungen
keys-list = Durch eine Liste gehen
keys-tabs = Durch Registerkarten gehen
keys-open = Einen Auftrag oder die Ausgabe einer Aufgabe öffnen
keys-choose = Einen Auftrag oder eine Aufgabe auswählen; mit Umschalt und Pfeil mehrere
keys-choose-all = Alles in der Liste auswählen
keys-pin = Einen Auftrag anheften oder lösen
keys-close = Suche oder Auswahl leeren, die neueste Meldung oder den offenen Auftrag schließen
keys-zoom = Größer, kleiner
keys-these = Diese Tastenkürzel
key-enter = Eingabe
key-space = Leertaste
key-escape = Esc

## The backend
backend-silent = Der Hintergrunddienst von Longshore antwortet nicht.
backend-silent-next = Laufende Aufgaben sind nicht betroffen. Erneut versuchen; wenn das nicht hilft, das Fenster schließen und wieder öffnen.
backend-misfit = Das Fenster und sein Hintergrunddienst passen nicht zusammen ({ $name }: { $why }).
backend-misfit-next = Die App neu installieren; wenn das nicht hilft, bitte melden.

## When the window has stopped
stopped-title = Das Fenster ist stehen geblieben
stopped-text = Im Fenster von Longshore ist etwas schiefgegangen. Laufende Aufgaben sind nicht betroffen, und nichts Eingereichtes ist verloren.
stopped-reload = Wieder öffnen
