### Pools: the list that one is chosen from.

pool-list = Pools
pool-list-open = Choose from the pools there are
pool-list-close = Close the list
pool-list-empty = This Batch account has no pools. Make one in the Azure portal, or as docs/azure-setup.md shows.
pool-asking = Asking for the pools …

## What a pool is like, in a line

pool-size =
    { $now ->
        [0] no nodes
        [one] { $now } node
       *[other] { $now } nodes
    }
pool-size-changing =
    { $now ->
        [0] no nodes of { $wanted } wanted
        [one] { $now } node of { $wanted } wanted
       *[other] { $now } nodes of { $wanted } wanted
    }
pool-tasks-each =
    { $count ->
        [one] { $count } task each
       *[other] { $count } tasks each
    }
pool-containers = containers
pool-autoscale = autoscale

## Why tasks would not run there

pool-being-deleted = It is being deleted.
pool-resize-failed = Its last change of size failed: { $code }
pool-without-nodes = No nodes, and none will come by themselves.
