### Was das Modell zu einem falschen Feld sagt. Gesucht wird nach dem englischen Wortlaut des Modells.

check-needed = Das wird gebraucht.
check-account-name = Ein Konto braucht einen Namen.
check-preset-name = Eine Vorlage braucht einen Namen.
check-name-length = Höchstens 64 Zeichen.
check-name-taken = So heißt schon das eingebaute Konto.
check-control = Darin steht ein Zeilenumbruch oder ein anderes Steuerzeichen.
check-secret = Das sieht nach einem Clientgeheimnis aus. Es gehört nur in das Feld für das Geheimnis.
check-guid = Das ist eine GUID, etwa 0c6be2f1-8d2a-4b7e-b3d9-51e9d0ac77ab.
check-tenant = Eine GUID oder ein Domänenname wie contoso.onmicrosoft.com.
check-batch-id = Höchstens 64 Buchstaben, Ziffern, Bindestriche und Unterstriche.
check-number = Eine ganze Zahl wird gebraucht.
check-range = Von { $least } bis { $most }.

## Addresses
check-domain = Das ist ein Domänenname, etwa blob.core.windows.net.
check-domain-only = Nur die Domäne, ohne https://.
check-storage-name = 3–24 Kleinbuchstaben und Ziffern.
check-https-for-tokens = Beginnt mit https://: Token werden nie unverschlüsselt gesendet.
check-https = Beginnt mit https://.
check-address = Eine Adresse mit einem Host und nichts dahinter.

## Containers
check-image = Ein Image heißt etwa registry.example.com/name:tag.
check-resource-id = Eine Ressourcen-ID: /subscriptions/…/resourceGroups/…/providers/Microsoft.ManagedIdentity/userAssignedIdentities/NAME.
check-registry = Nur der Host der Registry, etwa myregistry.azurecr.io.
check-registry-user = Ein Benutzername ohne Leerzeichen.
check-registry-of-whom = Zu welcher Registry gehören Benutzername oder Identität?
check-registry-needs = Eine private Registry braucht einen Benutzernamen oder eine Identität des Pools.
check-registry-one = Benutzername oder Identität, nicht beides.
check-runner-image = Der Runner des Images braucht ein Containerimage.
check-options-hyphen = Optionen beginnen mit einem Bindestrich, wie --shm-size=1g. Das Image hat ein eigenes Feld.
check-options-end = -- würde die Optionen vor dem Namen des Images beenden.
check-options-quote = Ein { $quote } ist nicht geschlossen.
check-option-taken = { $option } lässt sich hier nicht setzen. { $why }
check-option-entry-point = Den Einstiegspunkt setzt Longshore; der des Images gilt mit dem Runner image.
check-option-folder = Die Dateien der Aufgabe liegen in dem Ordner, den Longshore setzt.
check-option-user = Der Ordner der Aufgabe steht im Container nur root offen.
check-option-remove = Das sagt Longshore schon.
check-option-name = Azure Batch benennt den Container.
check-option-wait = Azure Batch wartet auf den Container.
check-option-restart = Azure Batch startet eine gescheiterte Aufgabe nach ihren Wiederholungen neu.

## Variables
check-variable = Ein Name aus Buchstaben, Ziffern und Unterstrichen, wie in NAME=Wert.
check-variable-taken = Namen, die mit AZ_BATCH_ oder LONGSHORE_ beginnen, sind vergeben.
