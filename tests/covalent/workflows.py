"""What the tests dispatch, for any executor: each function answers a lattice whose electrons run on the one it is given.

Functions are pickled by value: neither the server nor a node has this file.
"""

import sys
import time

import cloudpickle
import covalent as ct

cloudpickle.register_pickle_by_value(sys.modules[__name__])

#: Statuses that do not change any more.
FINAL = ("COMPLETED", "FAILED", "CANCELLED")
#: What the support vector machine needs, in their current versions.
SVM_PACKAGES = ["numpy==2.4.6", "scikit-learn==1.9.1"]


def svm_experiment(executor):
    """Trains a support vector machine on the executor and scores it: the example that the original plugin is known by."""
    from numpy.random import permutation
    from sklearn import datasets, svm

    deps_pip = ct.DepsPip(packages=SVM_PACKAGES)

    @ct.electron(executor=executor, deps_pip=deps_pip)
    def train_svm(data, C, gamma):
        X, y = data
        clf = svm.SVC(C=C, gamma=gamma)
        clf.fit(X[90:], y[90:])
        return clf

    @ct.electron
    def load_data():
        iris = datasets.load_iris()
        perm = permutation(iris.target.size)
        iris.data = iris.data[perm]
        iris.target = iris.target[perm]
        return iris.data, iris.target

    @ct.electron
    def score_svm(data, clf):
        X_test, y_test = data
        return clf.score(X_test[:90], y_test[:90])

    @ct.lattice
    def run_experiment(C=1.0, gamma=0.7):
        data = load_data()
        clf = train_svm(data=data, C=C, gamma=gamma)
        score = score_svm(data=data, clf=clf)
        return score

    return run_experiment


def squares(executor):
    """As many electrons as it is told, all ready at once."""

    @ct.electron(executor=executor)
    def square(number):
        print("squaring", number)
        return number * number

    @ct.lattice
    def fan_out(count):
        return [square(number) for number in range(count)]

    return fan_out


def failing(executor):
    """One electron, which raises after a word on each stream."""

    @ct.electron(executor=executor)
    def moor(berth):
        print("looking for a berth")
        print("none is free", file=sys.stderr)
        raise ValueError(f"no such berth: {berth}")

    @ct.lattice
    def fails(berth):
        return moor(berth)

    return fails


def waiting(executor):
    """One electron that takes longer than anybody waits."""

    @ct.electron(executor=executor)
    def wait(seconds):
        time.sleep(seconds)
        return "nobody came"

    @ct.lattice
    def waits(seconds):
        return wait(seconds)

    return waits


def hooked(executor):
    """One electron with a package, a shell command and calls before and after it."""

    def fetched(word):
        return word.upper()

    def told(path):
        with open(path, "a") as file:
            file.write("after\n")

    @ct.electron(
        executor=executor,
        deps_pip=ct.DepsPip(packages=["cowsay==6.1"]),
        deps_bash=ct.DepsBash(["echo by bash > hooked.txt"]),
        call_before=[ct.DepsCall(fetched, args=["cargo"], retval_keyword="cargo")],
        call_after=[ct.DepsCall(told, args=["hooked.txt"])],
    )
    def load(ship, cargo=None):
        import cowsay

        return ship, cargo, open("hooked.txt").read(), cowsay.__version__

    @ct.lattice
    def loads(ship):
        return load(ship)

    return loads


def nested(executor):
    """A sublattice whose electrons run on the executor. Its graph is made where Covalent is: by the local executor."""

    @ct.electron(executor=executor)
    def twice(number):
        return 2 * number

    @ct.electron(executor="local")
    @ct.lattice
    def inner(number):
        return twice(twice(number))

    @ct.lattice
    def outer(number):
        return inner(number)

    return outer


def outcome(dispatch, patience=300):
    """The result of a dispatch that has ended. Covalent's own waiting has no end."""
    end = time.monotonic() + patience
    while True:
        result = ct.get_result(dispatch)
        if str(result.status) in FINAL:
            return result
        if time.monotonic() > end:
            raise AssertionError(f"dispatch {dispatch} is {result.status} after {patience} seconds")
        time.sleep(0.5)


def electron(result, name):
    """What Covalent knows of the electron of this name."""
    return next(node for node in result.get_all_node_results() if node["node_name"] == name)
