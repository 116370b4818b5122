"""Functions that the tests have tasks call. They travel by their code: this module is not there where they run."""

from __future__ import annotations

import sys

import cloudpickle

cloudpickle.register_pickle_by_value(sys.modules[__name__])


class OnlyHere(Exception):
    """An exception with arguments of its own."""

    def __init__(self, code, text):
        super().__init__(code, text)
        self.code = code


class Crooked(Exception):
    """Pickles, and cannot be made again from its arguments."""

    def __init__(self, place, depth):
        super().__init__("%s is %s deep" % (place, depth))


def square(n):
    return n * n


def slow_square(n, seconds):
    import time

    time.sleep(seconds)
    return n * n


def speak(word):
    import sys

    print("said", word)
    print("complained of", word, file=sys.stderr)
    return word


def fail(text):
    import sys

    print("about to fail")
    print("it looks bad", file=sys.stderr)
    raise ValueError(text)


def fail_in_its_own_way(code):
    raise OnlyHere(code, "not as it was meant")


def fail_crookedly():
    raise Crooked("the quay", 7)


def fail_with_a_class_of_its_own():
    class Unheard(Exception):
        pass

    import types

    module = types.ModuleType("unheard_of")
    Unheard.__module__, Unheard.__qualname__ = "unheard_of", "Unheard"
    module.Unheard = Unheard
    import sys

    sys.modules["unheard_of"] = module
    raise Unheard("nobody knows it")


def return_of_a_module_of_its_own():
    import sys
    import types

    class Thing:
        pass

    module = types.ModuleType("unheard_of")
    Thing.__module__, Thing.__qualname__ = "unheard_of", "Thing"
    module.Thing = Thing
    sys.modules["unheard_of"] = module
    return Thing()


def return_a_generator():
    return (n for n in range(3))


def need_a_module():
    import a_module_that_nobody_has

    return a_module_that_nobody_has


def leave(code):
    import sys

    sys.exit(code)


class Unloadable:
    """Pickles, and cannot be made again."""

    def __reduce__(self):
        return _never, ("broken",)


def _never(text):
    raise RuntimeError("cannot be made again: " + text)
