"""Logistic regression on a sparse matrix, with soft labels and weights for the rows."""

from typing import Any

import numpy as np
from scipy.optimize import minimize


def fit(rows: Any, truths: Any, weights: Any, pull: float, rounds: int) -> Any:
    """Return the weights of all columns and, last, of `always`.

    `pull` is how strongly weights are pulled to zero, `rounds` how often they are worked out again.
    """
    columns = rows.T.tocsr()
    width = rows.shape[1]

    def loss(guess: Any) -> tuple[float, Any]:
        sums = (rows @ guess[:-1].astype(np.float32)).astype(np.float64) + guess[-1]
        wrong = np.logaddexp(0, sums) - truths * sums
        slope = weights * (sigmoid(sums) - truths)
        steepness = (columns @ slope.astype(np.float32)).astype(np.float64) + pull * guess[:-1]
        total = float((weights * wrong).sum() + 0.5 * (pull * guess[:-1] ** 2).sum())
        return total, np.append(steepness, slope.sum())

    found = minimize(
        loss,
        np.zeros(width + 1),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": rounds, "maxcor": 6},
    )
    return found.x


def fit_curve(sums: Any, truths: Any, weights: Any) -> tuple[float, float]:
    """Return slope and offset that make probabilities of sums."""

    def loss(guess: Any) -> tuple[float, Any]:
        bent = guess[0] * sums + guess[1]
        wrong = np.logaddexp(0, bent) - truths * bent
        slope = weights * (sigmoid(bent) - truths)
        return float((weights * wrong).sum()), np.array([(slope * sums).sum(), slope.sum()])

    found = minimize(loss, np.array([1.0, 0.0]), jac=True, method="L-BFGS-B")
    return float(found.x[0]), float(found.x[1])


def sigmoid(sums: Any) -> Any:
    """Return probabilities for sums."""
    return 1 / (1 + np.exp(-np.clip(sums, -30, 30)))
