### Accounts: the list, an account's form, and how its services are.

## The screen

account-title = Konten
account-import = Importieren
account-add = Konto hinzufügen
account-new = Neues Konto
account-in-use = In Gebrauch
account-not-saved = Nicht gespeichert

## How an account's services are

account-ready = Bereit
account-connected = Verbunden
account-not-checked = Nicht geprüft
account-checking = Wird geprüft …
account-needs-attention = Eingriff nötig
account-secret-missing = Geheimnis fehlt
account-keyring-locked = Schlüsselbund gesperrt
account-slots =
    { $count ->
        [one] { $count } Slot
       *[other] { $count } Slots
    }

## Checking an account

account-check-section = Prüfung
account-check = Konto prüfen
account-check-now = Jetzt prüfen
account-check-again = Erneut prüfen
account-check-what = Prüft Anmeldung, Pool, Kontingent, Speicher und Rechte und macht alles wieder rückgängig.
account-check-asking = Anmeldung und Abfrage des Pools …
account-answers = Dienst antwortet
account-tasks-at-once =
    { $count ->
        [one] { $count } Aufgabe gleichzeitig
       *[other] { $count } Aufgaben gleichzeitig
    }
account-checked = Was geprüft wurde
account-check-not-tried = nicht geprüft: siehe { $check }

## Importing an account

account-import-title = Konto importieren
account-import-about = Was gefunden wurde, wird angezeigt, bevor etwas gespeichert wird. Ein Clientgeheimnis kommt in den Schlüsselbund und wird nicht angezeigt.
account-import-begun = Das begonnene neue Konto weicht dem importierten.
account-import-file = Datei wählen …
account-import-file-what = Covalents Konfiguration, Terraforms azurebatch.conf oder die Ausgabe von az ad sp create-for-rbac
account-import-covalent = Covalents Konfiguration
account-import-covalent-where = wo Covalent auf diesem Computer sie ablegt
account-import-environment = Umgebung
account-import-environment-what = AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET und so weiter
account-dialog-file = Datei mit einem Konto wählen
account-dialog-configuration = Konfiguration
account-from = Aus { $origin }.
account-nothing-saved = Noch ist nichts gespeichert.

## An account's form

account-form = Konto
account-name = Name
account-name-help = Wie dieses Konto hier heißen soll.
account-name-taken = Ein anderes Konto heißt bereits so.
account-needed = Pflichtangabe.
account-cloud = Cloud
account-cloud-another = Eine andere
account-cloud-help = Setzt den Anmeldehost und beide Domänen.
account-use = Für neue Aufträge verwenden
account-new-jobs-here = Für neue Aufträge
account-remove = Entfernen
account-remove-question = { $name } entfernen?
account-remove-consequence = Das Konto verschwindet aus dieser Liste und sein Geheimnis aus dem Schlüsselbund. In Azure ändert sich nichts, und seine Aufträge bleiben im Verlauf.
account-removed = { $name } wurde entfernt
account-not-saved-yet = Noch nicht gespeichert
account-changes-not-saved-yet = Änderungen noch nicht gespeichert
account-secret-is-missing = Das Clientgeheimnis fehlt
account-secret-is-locked = Der Schlüsselbund ist gesperrt: entsperren oder das Geheimnis neu eingeben
account-save-changes = Änderungen speichern
account-saving = Wird gespeichert …
account-saved = { $name } wurde gespeichert

## The groups of its settings

account-group-sign-in = Anmeldung
account-group-sign-in-what = wer das Konto ist
account-group-batch = Batch
account-group-batch-what = das Konto und der Pool, die Aufgaben ausführen
account-group-storage = Speicher
account-group-storage-what = wo Nutzlasten und Ergebnisse liegen
account-group-tasks = Ausführung von Aufgaben
account-group-tasks-what = sofern beim Einreichen nichts anderes angegeben ist
account-group-containers = Container und Knoten
account-group-containers-what = private Registry, Runner, verwaltete Identität
account-group-advanced = Erweitert
account-group-advanced-what = andere Clouds, Abfragen, Ordner

## Secrets

account-secret = Clientgeheimnis
account-secret-delete-question = Clientgeheimnis löschen?
account-secret-delete-consequence = Laufende Aufträge laufen beim Dienst weiter, aber Longshore kann sie weder verfolgen noch ihre Ergebnisse holen, bis das Geheimnis wieder eingegeben ist.
account-secret-deleted = Das Geheimnis wurde gelöscht
account-password = Passwort der Registry
account-password-delete-question = Passwort der Registry löschen?
account-password-delete-consequence = Laufende Aufträge laufen weiter; neue warten, bis das Passwort wieder eingegeben ist.
account-password-deleted = Das Passwort wurde gelöscht
account-secret-imported = Importiert; kommt beim Speichern in den Schlüsselbund
account-secret-this-session = Nur für diese Sitzung aufbewahrt
account-secret-in-keyring = Im Schlüsselbund
account-secret-replace = Ersetzen
account-secret-never-shown = Der Inhalt wird nie wieder angezeigt, weder hier noch anderswo.
account-secret-session-help = Wird nur für diese Sitzung aufbewahrt.
account-secret-keyring-help = Kommt in den Schlüsselbund dieses Systems und wird nie wieder angezeigt.
account-secret-keep = Vorhandenes behalten
account-no-keyring = Kein Schlüsselbund auf diesem System.
account-no-keyring-consequence = { $why } Ein Geheimnis bleibt im Arbeitsspeicher, bis Longshore geschlossen wird, und muss beim nächsten Mal neu eingegeben werden; es wird nie in eine Datei geschrieben.

## This computer

account-built-in = eingebaut
account-this-computer = Ein kleines eigenes Azure: Anmeldung, Speicher und Batch laufen als ein Dienst auf 127.0.0.1, und Aufgaben laufen hier als gewöhnliche Prozesse. Alles arbeitet wie in der Cloud; was hier läuft, läuft auch dort. Nichts muss eingerichtet werden, und nichts verlässt diesen Computer.
account-retries-unlimited = unbegrenzt
account-retries-none = keine
account-time-limit = { $seconds } s je Versuch
account-containers = Container
account-containers-unused = Nicht verwendet: Ein für einen Auftrag angegebenes Image bleibt unbeachtet.
account-here-secret = Geheimnis
account-here-secret-none = Keines nötig.
account-folder = Ordner
account-new-jobs-go-here = Neue Aufträge laufen hier.

## Left in storage

leftover-title = Im Speicher zurückgeblieben
leftover-about = Findet Container von Longshore, die mindestens { $days } Tage alt sind und deren Aufträge kein Verlauf auf diesem Computer kennt, etwa nachdem ein Verlauf gelöscht wurde.
leftover-look = Nachsehen
leftover-none = Nichts ist zurückgeblieben.
leftover-amount = { $containers } mit { $files }, { $bytes }
leftover-remove = Entfernen
leftover-question = { $what } entfernen?
leftover-consequence = Die Dateien lassen sich nicht zurückholen. Kennt ein Verlauf auf einem anderen Computer ihre Aufträge, kann er von dort keine Ergebnisse mehr holen.
leftover-removed = Entfernt: { $what }
