### Submit: the files under review, and how they run.

## The screen

submit-title = Einreichen
submit-review-summary =
    { $count ->
        [one] { $count } Nutzlast, { $ready } bereit
       *[other] { $count } Nutzlasten, { $ready } bereit
    }
submit-clear = Leeren
submit-cleared =
    { $count ->
        [one] { $count } Nutzlast herausgenommen
       *[other] { $count } Nutzlasten herausgenommen
    }
submit-add-folder = Ordner hinzufügen
submit-add-files = Dateien hinzufügen
submit-review = Prüfung

## Before anything is listed

submit-drop-here = Nutzlasten hier ablegen
submit-where-pool = Sie werden erst geprüft und laufen dann im Pool { $pool } von { $account }.
submit-where-here = Sie laufen auf diesem Computer. Damit sie in einem Pool laufen, oben ein anderes Konto wählen.
submit-where-only-here = Sie laufen zunächst auf diesem Computer. Soll ein Pool von Maschinen die Arbeit tun, ein Azure-Konto hinzufügen.
submit-choose-files = Dateien wählen
submit-choose-folder = Ordner wählen
submit-sample = Beispiel ausführen
submit-sample-starting = Beispiel wird gestartet …
submit-with-azure = Azure Batch im Einsatz?
submit-add-account = Konto hinzufügen
submit-accepted = Zulässige Dateien
submit-kind-pickle = Ein cloudpickle einer Funktion mit ihren Argumenten
submit-kind-python = Ein Python-Skript
submit-kind-shell = Ein Shell-Skript
submit-kind-bundle = Ein Bundle mit main.py oder payload.toml
submit-kind-folder = Ordner
submit-kind-folder-what = Ein Ordner mit main.py oder payload.toml

## The system's dialog for files

submit-dialog-files = Nutzlasten wählen
submit-dialog-folders = Ordner mit Nutzlasten wählen
submit-dialog-payloads = Nutzlasten
submit-dialog-all = Alle Dateien

## The list

submit-column-payload = Nutzlast
submit-column-what = Was es ist
submit-column-needs = Benötigt
submit-column-size = Größe
submit-column-remove = Entfernen
submit-remove = { $name } entfernen
submit-not-a-payload = Keine Nutzlast
submit-ready = Bereit
submit-warnings =
    { $count ->
        [one] { $count } Warnung
       *[other] { $count } Warnungen
    }
submit-left-out = Ausgelassen

## What should be known before

submit-refusal-stays = Die Datei bleibt in der Liste und wird nicht eingereicht.
submit-pickle-runs-here = Ein Pickle ist Code. Longshore liest ihn, ohne ihn auszuführen; er läuft erst nach dem Einreichen, mit den eigenen Rechten, auf diesem Computer. Nur einreichen, was vertrauenswürdig ist.
submit-pickle-runs-on-pool = Ein Pickle ist Code. Longshore liest ihn, ohne ihn auszuführen; er läuft nur im Pool. Nur einreichen, was vertrauenswürdig ist.

# A payload's name stands before, the packages after.
submit-needs = benötigt
# The packages stand before.
submit-lacking-here = , was in der Python-Umgebung dieses Computers fehlen könnte.
submit-lacking-on-pool = , was im Image des Pools fehlen könnte.
submit-add-packages = Zu den Paketen hinzufügen

## How it runs

submit-how-it-runs = Ausführung
submit-runs-here = Auf diesem Computer, als gewöhnliche Prozesse. Ein Pool ist nicht zu wählen, und ein Containerimage wird nicht verwendet.
submit-packages = Pakete
submit-environment = Umgebungsvariablen
submit-arguments = Argumente
submit-arguments-for = Skripte und Bundles
submit-one-a-line = zeilenweise
submit-job-name = Name des Auftrags
submit-optional = optional

## What is wrong with a field

submit-name-too-long = Höchstens 200 Zeichen.
submit-package-option = { $line } ist eine Option von pip; hier gehören nur Pakete hin.
submit-package-one-a-line = Nur ein Paket je Zeile: { $line }
submit-variable-without-value = { $line }: Es fehlt ein = wie in NAME=value.
submit-variable-twice = { $name } ist doppelt angegeben.
submit-quote-open = Ein { $quote } ist nicht geschlossen.

## Sending it

submit-reading-files = Dateien werden gelesen …
submit-nothing = Nichts davon lässt sich einreichen.
submit-field-wrong = Ein Feld weiter oben stimmt noch nicht.
submit-one-job =
    { $count ->
        [one] Ein Batch-Auftrag mit { $count } Aufgabe · { $size } hochzuladen
       *[other] Ein Batch-Auftrag mit { $count } Aufgaben · { $size } hochzuladen
    }
submit-submit = Einreichen
submit-submit-tasks =
    { $count ->
        [one] { $count } Aufgabe einreichen
       *[other] { $count } Aufgaben einreichen
    }
submit-submitting = Wird eingereicht …

## Presets
preset = Vorlage
preset-none = Einstellungen des Kontos
preset-save = Als Vorlage speichern
preset-delete = Vorlage löschen
preset-deleted = Vorlage { $name } gelöscht
preset-save-title = Als Vorlage speichern
preset-about = Merkt sich, wie diese Aufgaben laufen, für weitere Einreichungen: in einer lesbaren Datei auf diesem Computer. Ein Kennwort gehört nicht hinein.
preset-name = Name
preset-replaces = Ersetzt die Vorlage dieses Namens.
