### Was die Engine sagt, gesucht nach dem englischen Wortlaut. Was hier fehlt, etwa Azures eigene Meldungen, kommt, wie es ist.

## What a payload is

told-kind-python = Python-Skript
told-kind-shell-of = Shell-Skript ({ $program })
told-kind-shell = Shell-Skript
told-kind-bundle = Bundle, { $main }
told-kind-covalent = Covalent-Funktion
told-kind-function-by = Funktion, gemacht von { $name }
told-kind-function-named = Funktion { $name }
told-kind-function = Funktion
told-kind-object = Objekt von { $class }

## What should be known of it

told-beside = Importiert { $modules } aus seinem Ordner, der nicht mitgeschickt wird. Beides in einen Ordner legen und diesen einreichen.
told-no-interpreter = Hat keine #!-Zeile und wird von /bin/sh ausgeführt.
told-names-python = Die #!-Zeile nennt Python. Mit einem Namen auf .py wird es als Python-Skript ausgeführt.
told-crlf = Die Zeilen enden wie unter Windows (CR LF), was die meisten Shells nicht ausführen. Mit LF-Zeilenenden speichern.
told-metadata = Der Block `# /// script` ist nicht lesbar ({ $why }); was er verlangt, ist nicht bekannt.
told-asks-python = Verlangt Python { $versions }. Einen Pool wählen, der es hat.
told-two-pythons = Teile stammen von verschiedenen Python-Versionen ({ $first } und { $last }); die eine liest die andere womöglich nicht.
told-no-python = Die Funktionen stammen von verschiedenen Python-Versionen; keine kann alle ausführen.
told-python-unsaid = Stammt von Python { $versions } und läuft nur mit derselben Version; welche, steht nicht darin.
told-of-main = Bezieht sich auf { $names } aus dem Programm, das es gemacht hat; das hat ein Knoten nicht. Mit cloudpickle statt pickle erzeugen.
told-runs-pip = Installiert beim Lauf Pakete (Covalent DepsPip), in einer eigenen Umgebung.
told-calls = Beim Laden wird { $names } aufgerufen, noch vor der Funktion. Nur einreichen, wenn bekannt ist, von wem es stammt.
told-hides = Verbirgt vor der Prüfung, was aufgerufen wird. Nur einreichen, wenn bekannt ist, von wem es stammt.
told-partly = Zu groß, um ganz geprüft zu werden: In der Liste können Module fehlen.

## Why a file is no payload

told-takes-rename = { $why } Ist es eines davon, die Datei umbenennen.
told-takes = Longshore nimmt Funktionen (.pkl), Python-Skripte (.py), Shell-Skripte (.sh) und Bundles: einen Ordner, .zip oder .tar.gz mit payload.toml oder main.py.
told-not-there = Die Datei ist nicht da ({ $error }).
told-not-there-next = Vielleicht wurde sie verschoben, umbenannt oder gelöscht. Von ihrem jetzigen Ort neu hinzufügen.
told-not-allowed = Die Datei darf nicht gelesen werden ({ $error }).
told-not-allowed-next = Rechte ändern oder in einen eigenen Ordner kopieren.
told-unreadable = Die Datei ist nicht lesbar ({ $error }).
told-unreadable-next = Datenträger oder Netzwerkordner prüfen und neu hinzufügen.
told-no-file = Weder Datei noch Ordner, sondern Gerät, Pipe oder Socket.
told-empty = Die Datei ist leer.
told-empty-next = Wird sie gerade geschrieben oder heruntergeladen: abwarten und dann neu hinzufügen.
told-looks-like = Sieht aus wie { $what }, und der Name endet nicht wie bei einer Nutzlast.
told-may-be-pickle = Vielleicht ein Pickle, aber der Name endet nicht auf .pkl.
told-no-ending = Der Name endet nicht wie bei einer Nutzlast.
told-not-a-pickle-but = Es ist { $what }, kein Pickle.
told-not-a-pickle-but-next = Der Name endet auf .pkl, der Inhalt passt nicht dazu. Die Datei hinzufügen, die cloudpickle geschrieben hat.
told-not-a-pickle = Kein Pickle: { $error }.
told-not-a-pickle-next = Die Nutzlast mit cloudpickle.dump((function, args, kwargs), file) erzeugen, in eine mit "wb" geöffnete Datei.
told-a-result = Ein Ergebnis, keine Nutzlast: ein Objekt statt einer Funktion mit ihren Argumenten.
told-a-result-next = Eine Nutzlast entsteht mit cloudpickle.dump((function, args, kwargs), file).
told-would-call = Keine Nutzlast, und beim Laden würde { $names } aufgerufen.
told-would-call-next = Nichts davon wurde ausgeführt. Nicht laden, wenn unbekannt ist, von wem es stammt.
told-no-payload-next = Eine Nutzlast ist ein Pickle aus (function, args, kwargs), erzeugt mit cloudpickle.dump.
told-cut-next = Nicht bis zum Ende geschrieben oder kopiert. Neu erzeugen oder kopieren und die Datei vor dem Hinzufügen schließen.
told-no-main = Weder payload.toml noch main.py auf der obersten Ebene.
told-bomb = Würde auf mehr als das { $times }-Fache entpackt: sieht nach einer Zip-Bombe aus.
told-bomb-next = Nichts wurde entpackt. Sind es echte Daten, sie einzeln komprimieren und von der Aufgabe entpacken lassen.
told-outside = Der Eintrag { $entry } würde außerhalb des Bundles landen.
told-outside-next = Nichts wurde entpackt. Mit Namen relativ zum Ordner neu packen, oder nicht verwenden, wenn es fremd ist.

## What a file looks like

told-looks-jpeg = ein JPEG-Bild
told-looks-png = ein PNG-Bild
told-looks-gif = ein GIF-Bild
told-looks-webp = ein WebP-Bild
told-looks-zip = ein Zip-Archiv
told-looks-empty-zip = ein leeres Zip-Archiv
told-looks-gzip = eine mit gzip komprimierte Datei
told-looks-elf = ein Linux-Programm
told-looks-exe = ein Windows-Programm
told-looks-pdf = ein PDF-Dokument
told-looks-npy = eine Datei mit einem numpy-Array (.npy)
told-looks-hdf5 = eine HDF5-Datei
told-looks-parquet = eine Parquet-Datei
told-looks-sqlite = eine SQLite-Datenbank
told-looks-page = eine Webseite
told-looks-script = ein Skript

## A job's timeline

told-accepted = Angenommen.
told-staged-one = 1 Datei hochgeladen, { $size }.
told-staged = { $count } Dateien hochgeladen, { $size }.
told-submitted-one = 1 Aufgabe bei Pool { $pool } eingereicht.
told-submitted = { $count } Aufgaben bei Pool { $pool } eingereicht.
told-sum-all-one = 1 Aufgabe erfolgreich.
told-sum-all = { $count } Aufgaben erfolgreich.
told-sum-one-failed-cancelled = 1 Aufgabe erfolgreich, { $count-failed } fehlgeschlagen, { $count-cancelled } abgebrochen.
told-sum-failed-cancelled = { $count } Aufgaben erfolgreich, { $count-failed } fehlgeschlagen, { $count-cancelled } abgebrochen.
told-sum-one-failed = 1 Aufgabe erfolgreich, { $count-failed } fehlgeschlagen.
told-sum-failed = { $count } Aufgaben erfolgreich, { $count-failed } fehlgeschlagen.
told-sum-one-cancelled = 1 Aufgabe erfolgreich, { $count-cancelled } abgebrochen.
told-sum-cancelled = { $count } Aufgaben erfolgreich, { $count-cancelled } abgebrochen.
told-asked-to-stop = Um Abbruch gebeten.
told-cancelled-before = Abgebrochen, bevor er lief.
told-not-submitted = Nicht eingereicht. { $why }
told-tasks-wait = Die Aufgaben warten. { $why }
told-signed-in = Wieder angemeldet; es geht weiter.
told-requeued = Aufgabe { $task } steht wieder an: Der Knoten ist weg.
told-requeued-many = Aufgaben { $tasks } stehen wieder an: Die Knoten sind weg.
told-retried = Aufgabe { $task } ist fehlgeschlagen und wird erneut versucht.
told-retried-many = Aufgaben { $tasks } sind fehlgeschlagen und werden erneut versucht.

## Why a task failed

told-exit = Die Aufgabe endete mit Exitcode { $code }.
told-payload-exit = Die Nutzlast endete mit Exitcode { $code }.
told-no-result = Die Funktion hat ihren Prozess beendet, statt ein Ergebnis zurückzugeben.
told-no-packages = Die Pakete ließen sich nicht installieren.
told-lacks = Die Nutzlast braucht ein Modul, das dieser Knoten nicht hat: { $module }.
told-exit-next = Die Ausgabe, vor allem die Fehler, sagt mehr.
told-killed-next = Sie wurde beendet, meist weil der Speicher nicht reichte. Einen Pool mit mehr Speicher oder weniger Daten verwenden.
told-signal-next = Wurde sie beendet, reichte womöglich der Speicher nicht.
told-traceback-next = Der Traceback zeigt, wo. Die Nutzlast korrigieren und erneut ausführen.
told-stopped = Die Aufgabe wurde angehalten.
told-mistake-next = Erneut ausführen, wenn das ein Versehen war.
told-time-limit = Die Aufgabe hat ihr Zeitlimit von { $time } erreicht.
told-time-limit-next = Das Zeitlimit erhöhen und erneut ausführen.
told-unsaid = Die Aufgabe schlug fehl, und der Dienst sagt nicht, warum.
told-run-again-next = Erneut ausführen.
told-module = Das Modul { $module } fehlt dort, wo die Aufgabe lief.
told-module-next = Mit dem Paket { $package } erneut ausführen, oder mit einem Image, das es hat.
told-module-unknown-next = Mit dem Paket, aus dem es stammt, erneut ausführen.
told-unsaved = Das Ergebnis lässt sich nicht speichern: { $error }
told-unsaved-next = Einfache Werte zurückgeben oder Dateien in den Ordner outputs schreiben.
told-python-next = Der Knoten hat Python { $version }. Einen Pool oder ein Image mit dem Python der Nutzlast verwenden, oder die Nutzlast neu erzeugen.
told-packages-next = Namen der Pakete prüfen, und ob der Pool den Paketindex erreicht. Was pip sagt, steht unter Fehler.
told-no-python3 = Der Knoten hat kein python3.
told-no-python3-next = Einen Pool oder ein Containerimage verwenden, das Python 3.8 oder neuer als python3 hat.
told-not-fetched = Der Knoten konnte die Nutzlast nicht holen: { $error }
told-not-sent = Der Knoten konnte die Ergebnisse nicht senden: { $error }
told-nobody-knows = Der Dienst hat diesen Auftrag nicht mehr; wie die Aufgabe ausging, weiß niemand.
told-nobody-knows-next = Er wurde dort gelöscht. Erneut ausführen.
told-ended-there = Der Auftrag wurde beim Dienst beendet, bevor diese Aufgabe lief.

## Why tasks wait for a pool

told-pool-failed = Der Pool { $pool } hat keine Knoten: Die letzte Größenänderung schlug fehl: { $error }
told-pool-failed-next = Oft ein Kontingent an Kernen oder eine Maschinengröße, die in der Region vergriffen ist. Beheben und die Größe neu setzen.
told-pool-never = Der Pool { $pool } hat keine Knoten und wächst nicht von selbst.
told-pool-never-next = Aufgaben würden ewig warten. Die Größe ändern (az batch pool resize --pool-id … --target-dedicated-nodes 1) oder eine Formel setzen.
told-pool-deleting = Der Pool { $pool } wird gerade gelöscht.
told-pool-deleting-next = Den Auftrag abbrechen und bei einem anderen Pool einreichen.
told-pool-coming-one = Der Pool { $pool } hat noch keine Knoten; 1 ist unterwegs.
told-pool-coming = Der Pool { $pool } hat noch keine Knoten; { $count } sind unterwegs.
told-pool-coming-next = Bis Knoten bereit sind, dauert es einige Minuten.
told-pool-busy = Alle Knoten des Pools { $pool } sind anderweitig belegt ({ $busy } von { $all } Slots).
told-pool-busy-next = Die Aufgaben beginnen, sobald Slots frei werden. Mit mehr Knoten ginge es früher.
told-pool-starting-one = Die Knoten des Pools { $pool } starten noch (1 Knoten).
told-pool-starting = Die Knoten des Pools { $pool } starten noch ({ $count } Knoten).
told-pool-starting-next = Images und Startaufgaben brauchen einige Minuten.
told-pool-gone = Den Pool { $pool } gibt es nicht mehr.
told-pool-gone-next = Unter demselben Namen neu anlegen, oder den Auftrag abbrechen und bei einem anderen Pool einreichen.
told-job-disabled = Der Auftrag wurde beim Dienst deaktiviert: Bis er aktiviert wird, läuft nichts.

## What services answer

told-aadsts = { $why } (AADSTS{ $number }).
told-secret-wrong = Das Clientgeheimnis ist falsch
told-secret-expired = Das Clientgeheimnis ist abgelaufen
told-secret-expired-next = Für den Dienstprinzipal ein neues Geheimnis anlegen und unter Konten eingeben (oder mit `longshore accounts secret`). Ein Konto, das sich über die Umgebung anmeldet, braucht es in AZURE_CLIENT_SECRET, bevor Longshore startet. Aufträge gehen dann von selbst weiter.
told-secret-none = Die Anwendung wurde nach ihrem Geheimnis gefragt und hatte keines
told-no-application = Der Mandant hat keine Anwendung mit dieser Client-ID
told-no-application-next = Client-ID und Mandanten-ID prüfen; die Client-ID ist die der Anwendung, nicht die ihres Objekts.
told-no-tenant = Diesen Mandanten gibt es nicht
told-no-tenant-next = Mandanten-ID prüfen. Mandanten anderer Clouds (US-Regierung, China) brauchen deren Anmeldehost.
told-no-secret = Das Konto { $account } hat auf diesem Computer kein Geheimnis.
told-no-secret-next = Das Clientgeheimnis unter Konten eingeben.
told-unreachable = Der Dienst war nicht erreichbar ({ $doing }): { $error }
told-unreachable-next = Netz und Adressen des Kontos prüfen. Longshore macht von selbst weiter, sobald der Dienst wieder da ist.
told-unknown-host = Für { $host } ist keine Adresse bekannt ({ $doing }): { $error }.
told-unknown-host-next = Prüfen, ob der Computer online ist (und das VPN, falls der Name nur dort bekannt ist), und den Namen in den Adressen des Kontos; ist ein Proxy gesetzt, auch dessen Namen. Aufträge gehen von selbst weiter, sobald er bekannt ist.
told-garbled = Geantwortet hat nicht der Dienst ({ $doing }): { $what }.
told-not-accepted = Der Dienst nahm die Anmeldung nicht an ({ $doing }, { $code }): { $message }
told-no-right = Nicht erlaubt ({ $doing }, { $code }): { $message }
told-not-found = Nicht gefunden ({ $doing }, { $code }): { $message }
told-not-now = Der Dienst erlaubt es jetzt nicht ({ $doing }, { $code }): { $message }
told-busy = Der Dienst ist überlastet ({ $doing }, { $code }): { $message }
told-refused = Der Dienst lehnte ab ({ $doing }, { $code }): { $message }
told-waits-next = Nichts zu tun: Longshore macht nach einer Weile von selbst weiter.
told-token-next = Mandant, Client und Geheimnis des Kontos prüfen, die Domäne des Batch-Tokens und die Uhr dieses Computers.
told-sign-in-next = Mandant, Client und Geheimnis des Kontos prüfen und die Uhr dieses Computers.
told-job-gone = Der Dienst hat diesen Auftrag nicht mehr.
told-job-gone-next = Er wurde dort gelöscht oder ist älter, als Aufträge dort aufgehoben werden. Erneut ausführen.
told-no-pool = Das Konto hat keinen solchen Pool.
told-no-pool-next = Den Namen des Pools unter Konten oder in der Ausführung prüfen.
told-node-gone = Der Knoten, auf dem die Aufgabe lief, ist weg.
told-quota = Das Batch-Konto hat so viele aktive Aufträge, wie es haben darf.
told-quota-next = Einige beenden oder löschen, oder bei Azure ein höheres Kontingent beantragen. Longshore versucht es von selbst erneut.
told-roles-next = Der Dienstprinzipal braucht die Rollen Azure Batch Data Contributor (oder Contributor) am Batch-Konto und Storage Blob Data Contributor am Speicherkonto. Eine neue Rolle gilt nach einigen Minuten.
told-report-next = Bitte melden, mit der Anforderungs-ID.

## What a check found

told-check-complete = vollständig
told-check-token = ein Token wurde ausgestellt
told-check-batch = antwortet, und Aufträge sind lesbar
told-check-clock = höchstens fünf Minuten neben der des Dienstes
told-check-clock-unsaid = der Dienst nennt keine Uhrzeit
told-check-jobs = einer wurde angelegt und gelöscht
told-check-storage = antwortet, und Container lassen sich anlegen
told-check-blobs = einer wurde geschrieben, gelesen und gelöscht
told-check-access = für jeden Auftrag signiert, nur für dessen Container
told-check-containers = keine: Aufgaben laufen als Prozesse auf den Knoten
told-check-right = Das Konto darf nicht: { $why }.
told-check-right-jobs = Aufträge anlegen und verfolgen
told-check-right-blobs = Blobs schreiben und lesen
told-check-right-sign = den Zugriff der Knoten auf Blobs signieren
told-check-role = Ihm die Rolle { $role } geben, und zwar für { $why }. Eine neue Rolle gilt nach bis zu zehn Minuten.
told-check-role-batch = das Batch-Konto
told-check-role-storage = das Speicherkonto

## Why a result is not shown

told-preview-opaque = Es ist { $what }, { $size }. Speichern, um die Datei mit einem anderen Programm zu öffnen.
told-preview-pickle = Der Pickle ist nicht lesbar: { $error }.
told-preview-picture = Das Bild ist größer als { $size }. Speichern, um es mit einem anderen Programm zu öffnen.
