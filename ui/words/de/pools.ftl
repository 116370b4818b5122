### Pools: the list that one is chosen from.

pool-list = Pools
pool-list-open = Aus vorhandenen Pools wählen
pool-list-close = Liste schließen
pool-list-empty = Dieses Batch-Konto hat keine Pools. Einen im Azure-Portal anlegen, oder wie in docs/azure-setup.md gezeigt.
pool-asking = Pools werden abgefragt …

## What a pool is like, in a line

pool-size =
    { $now ->
        [0] keine Knoten
        [one] { $now } Knoten
       *[other] { $now } Knoten
    }
pool-size-changing =
    { $now ->
        [0] keine von { $wanted } gewünschten Knoten
        [one] { $now } von { $wanted } gewünschten Knoten
       *[other] { $now } von { $wanted } gewünschten Knoten
    }
pool-tasks-each =
    { $count ->
        [one] je { $count } Aufgabe
       *[other] je { $count } Aufgaben
    }
pool-containers = Container
pool-autoscale = automatische Skalierung

## Why tasks would not run there

pool-being-deleted = Wird gerade gelöscht.
pool-resize-failed = Letzte Größenänderung fehlgeschlagen: { $code }
pool-without-nodes = Keine Knoten, und von selbst kommen keine.
