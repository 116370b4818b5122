"""Covalent's Azure Batch executor, on Longshore's engine.

Covalent finds it by its entry point: `from covalent.executor import AzureBatchExecutor`, or `executor="azurebatch"`. Covalent
calls an executor by the last part of its module's name, so `azurebatch` is a module of its own.
"""
