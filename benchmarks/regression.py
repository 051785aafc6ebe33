"""Logistic regression on a sparse matrix whose columns are pulled to zero each in its own measure.

The small models (hosts, languages) are learned with it.
"""

from typing import Any

import numpy as np
from scipy.optimize import minimize

from benchmarks.judgement.fit import sigmoid

#: How often the weights are worked out again; more changes little.
ROUNDS = 60


def regress(rows: Any, truths: Any, weights: Any, pulls: Any) -> Any:
    """Return the weights of all columns and, last, of `always`; `pulls` is one for each column."""
    columns = rows.T.tocsr()

    def loss(guess: Any) -> tuple[float, Any]:
        sums = (rows @ guess[:-1].astype(np.float32)).astype(np.float64) + guess[-1]
        wrong = np.logaddexp(0, sums) - truths * sums
        slope = weights * (sigmoid(sums) - truths)
        steepness = (columns @ slope.astype(np.float32)).astype(np.float64) + pulls * guess[:-1]
        total = float((weights * wrong).sum() + 0.5 * (pulls * guess[:-1] ** 2).sum())
        return total, np.append(steepness, slope.sum())

    start = np.zeros(rows.shape[1] + 1)
    options = {"maxiter": ROUNDS, "maxcor": 6}
    return minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x
