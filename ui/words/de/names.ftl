### The words for what the model enumerates; in English they are the model's own, which the command line prints.

## Where a job is

job-state-staging = Wird hochgeladen
job-state-submitting = Wird eingereicht
job-state-queued = Eingereiht
job-state-running = Läuft
job-state-cancelling = Wird abgebrochen
job-state-needs-attention = Eingriff nötig
job-state-succeeded = Erfolgreich
job-state-failed = Fehlgeschlagen
job-state-cancelled = Abgebrochen

## Where a task is

task-state-waiting = Wartet
task-state-running = Läuft
task-state-retrieving = Wird abgeholt
task-state-succeeded = Erfolgreich
task-state-failed = Fehlgeschlagen
task-state-cancelled = Abgebrochen

## How an account signs in

credential-client-secret = Clientgeheimnis
credential-client-secret-help = Ein Dienstprinzipal; sein Geheimnis liegt im Schlüsselbund.
credential-client-certificate = Zertifikat
credential-client-certificate-help = Ein Dienstprinzipal; Zertifikat und Schlüssel bleiben in ihrer Datei.
credential-azure-cli = Anmeldung der Azure CLI
credential-azure-cli-help = Wer sich auf diesem Computer mit az login angemeldet hat.
credential-managed-identity = Verwaltete Identität
credential-managed-identity-help = Die Identität der Azure-Maschine, auf der Longshore läuft.
credential-workload-identity = Workloadidentität
credential-workload-identity-help = Ein Verbundtoken in einer Datei, wie Kubernetes es bereitstellt.
credential-environment = Umgebungsvariablen
credential-environment-help = AZURE_CLIENT_ID und so weiter, wie sie beim Start von Longshore gesetzt sind.

## Microsoft's clouds

cloud-public = Öffentlich
cloud-us-government = US-Regierung
cloud-china = China

## Which program runs a payload

runner-bundled = Der von Longshore
runner-bundled-help = Reist mit der Nutzlast mit; jedes Image mit Python genügt.
runner-image = Der des Images
runner-image-help = Nur für .pkl-Funktionen. Der Einstiegspunkt des Images holt die Funktion und legt das Ergebnis ab, wie bei Covalent.

## Whether a pool's size is changing

pool-allocation-steady = stabil
pool-allocation-resizing = Größe ändert sich
pool-allocation-stopping = Größenänderung wird angehalten
pool-allocation-unknown = unbekannt

## What is looked at to check an account

check-settings = Einstellungen
check-sign-in = Anmeldung
check-batch = Batch-Konto
check-clock = Uhrzeit
check-pool = Pool
check-nodes = Knoten
check-containers = Container
check-jobs = Neue Aufträge
check-storage = Speicherkonto
check-blobs = Blobs
check-node-access = Zugriff der Knoten

## An account's settings

setting-key-credential = Anmeldung mit
setting-key-credential-help = client_secret, client_certificate, azure_cli, managed_identity, workload_identity oder environment.
setting-key-tenant-id = Mandanten-ID
setting-key-tenant-id-help = Das Verzeichnis, in dem der Dienstprinzipal liegt: eine GUID oder ein Domänenname.
setting-key-client-id = Client-ID
setting-key-client-id-help = Die Anwendungs-ID des Dienstprinzipals oder der Identität.
setting-key-certificate-path = Zertifikatdatei
setting-key-certificate-path-help = Eine PEM-Datei mit dem Zertifikat und seinem RSA-Schlüssel.
setting-key-batch-account-url = URL des Batch-Kontos
setting-key-batch-account-url-help = Wie im Portal angezeigt: https://{"{"}account{"}"}.{"{"}region{"}"}.batch.azure.com
setting-key-batch-account-domain = Domäne des Batch-Tokens
setting-key-batch-account-domain-help = Nur in anderen Clouds anders als batch.core.windows.net.
setting-key-storage-account-name = Name des Speicherkontos
setting-key-storage-account-name-help = 3–24 Kleinbuchstaben und Ziffern.
setting-key-storage-account-domain = Speicherdomäne
setting-key-storage-account-domain-help = Nur in anderen Clouds anders als blob.core.windows.net.
setting-key-base-image-uri = Containerimage
setting-key-base-image-uri-help = Jedes Image mit Python und cloudpickle. Leer für einen Pool ohne Container.
setting-key-pool-id = Pool
setting-key-pool-id-help = Der Pool, der die Aufgaben ausführt.
setting-key-retries = Wiederholungen
setting-key-retries-help = Weitere Versuche, wenn eine Aufgabe mit einem Fehler endet; -1 für unbegrenzt.
setting-key-time-limit = Zeitlimit
setting-key-time-limit-help = Sekunden, die ein Versuch dauern darf.
setting-key-cache-dir = Cache-Ordner
setting-key-cache-dir-help = Wo Dateien aufbewahrt werden. Leer für den Cache-Ordner des Systems.
setting-key-poll-freq = Längste Zeit zwischen Abfragen
setting-key-poll-freq-help = Sekunden. Abfragen beginnen schnell und werden bis hierhin langsamer.
setting-key-authority-host = Anmeldehost
setting-key-authority-host-help = Nur in anderen Clouds nötig.
setting-key-node-identity = Identität der Knoten
setting-key-node-identity-help = Ressourcen-ID der verwalteten Identität des Pools, die auf den Speicher zugreift. Leer für signierte Adressen, die nach spätestens 7 Tagen ablaufen.
setting-key-runner = Runner
setting-key-runner-help = bundled (der von Longshore, für jedes Image mit Python) oder image (der des Images, nach Covalents Vertrag).
setting-key-container-run-options = Optionen für den Containerstart
setting-key-container-run-options-help = Weitere Optionen von docker create, etwa --shm-size=1g.
setting-key-registry-server = Registry
setting-key-registry-server-help = Eine private Registry, etwa myregistry.azurecr.io. Leer, wenn das Image frei zugänglich ist.
setting-key-registry-username = Benutzername der Registry
setting-key-registry-username-help = Das Passwort liegt im Schlüsselbund.
setting-key-registry-identity = Identität für die Registry
setting-key-registry-identity-help = Ressourcen-ID der verwalteten Identität des Pools, die Images abrufen darf, statt Benutzername und Passwort.
