### Settings: of the program itself.

setting-title = Einstellungen
setting-kept-at-once = Änderungen gelten sofort

## Appearance

setting-appearance = Darstellung
setting-theme = Design
setting-theme-about = Verringerte Bewegung folgt dem System.
setting-contrast = Kontrast
setting-contrast-high = Hoch
setting-contrast-about = Hoch: dunklerer oder hellerer Text und Linien um alles, was bedienbar ist.
setting-language = Sprache
setting-language-about = Was Longshore sagt. Was Azure sagt, kommt auf Englisch.
setting-menu-bar = Menüleiste
setting-menu-bar-about = Befehle in einer Leiste über dem Fenster.
setting-tray = Symbol in der Systemleiste
setting-tray-about = Sagt, wie viele Aufträge laufen, und holt das Fenster nach vorn.
setting-theme-system = Wie das System
setting-theme-light = Hell
setting-theme-dark = Dunkel

## Files

setting-files = Dateien
setting-downloads = Downloads
setting-downloads-system = Der Download-Ordner des Systems
setting-downloads-reset = Den des Systems verwenden
setting-downloads-choose = Wählen
setting-downloads-dialog = Diesen Ordner für Downloads anbieten
setting-staged = Hochgeladene Nutzlasten
setting-staged-about = Wie lange sie nach dem Ende eines Auftrags im Speicher bleiben.
setting-staged-days = Tage, 0 solange das Konto sie behält
setting-history = Verlauf
setting-history-about = Wie lange Aufträge und ihre Ergebnisse nach ihrem Ende hier bleiben.
setting-history-days = Tage, 0 für immer
setting-days-wrong = Eine ganze Zahl von Tagen, von 0 bis { $most }.

## Notifications

setting-notifications = Benachrichtigungen
setting-notify = Das Ende eines Auftrags melden
setting-notify-when = Wenn das Fenster nicht im Vordergrund ist.

## About

setting-about = Info
setting-folder = Ordner
setting-secrets = Geheimnisse
setting-secrets-in-keyring = Im Schlüsselbund dieses Systems
setting-secrets-in-memory = Im Arbeitsspeicher, bis Longshore geschlossen wird
setting-no-keyring-consequence = { $why } Geheimnisse werden nur für diese Sitzung aufbewahrt.
setting-licence = Lizenz
setting-licence-text = Apache-2.0. Die Schrift ist Inter, unter der SIL Open Font License.
setting-diagnostics = Diagnose
setting-diagnostics-about = Eine Datei als Beilage zu einer Fehlermeldung. Sie enthält keine Passwörter, Schlüssel oder Token, aber Namen von Aufträgen, Konten, Dateien und Ordnern: vor dem Versenden durchsehen.
setting-diagnostics-save = Diagnose speichern …

## Start
setting-start = Start
setting-start-at-sign-in = Longshore bei der Anmeldung an diesem Computer starten
setting-start-about = Aufträge werden weiter beobachtet und ihre Ergebnisse geholt.
