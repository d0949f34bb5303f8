"""Two lists of texts of which each of one says the same as one of the other: which belong together.

Plain NumPy, for lists that are at hand whole. A search has one question at a time and many answers to each,
so none of this is for it.
"""

import numpy as np
from numpy.typing import NDArray

from antena.lib.embeddings.centring import unit

Floats = NDArray[np.float32]


def centred(vectors: Floats) -> Floats:
    """The unit vectors with the mean of their own list taken out, which fits it better than a shipped one."""
    return unit(vectors - vectors.mean(axis=0))


def mutual(scores: Floats, k: int = 10) -> Floats:
    """Scores less how near each side is to its ``k`` nearest: what is near to everything is near to nothing.

    Cross-domain similarity local scaling, Conneau et al., "Word Translation Without Parallel Data" (2018).
    Shape (one list, other list) → the same.
    """
    rows, columns = min(k, scores.shape[1]), min(k, scores.shape[0])
    of_rows = np.partition(scores, -rows, axis=1)[:, -rows:].mean(axis=1)
    of_columns = np.partition(scores, -columns, axis=0)[-columns:].mean(axis=0)
    return np.asarray(2 * scores - of_rows[:, None] - of_columns[None, :], dtype=np.float32)


def balanced(scores: Floats, *, temperature: float, rounds: int = 5) -> Floats:
    """How much of each text of one list goes with each of the other, if each has exactly one partner.

    The exponentials of ``scores`` (cosines) over ``temperature``, rows and columns brought to one in turn:
    Sinkhorn and Knopp (1967), as Cuturi (2013) uses it for optimal transport. A low temperature decides
    sharply. Shape (one list, other list) → the same.
    """
    shares = np.exp((scores.astype(np.float64) - scores.max()) / temperature)
    of_rows, of_columns = np.ones(shares.shape[0]), np.ones(shares.shape[1])
    for _ in range(rounds):
        of_columns = 1 / (of_rows @ shares)
        of_rows = 1 / (shares @ of_columns)
    return np.asarray(of_rows[:, None] * shares * of_columns, dtype=np.float32)


def whitening(one: Floats, other: Floats, *, shrinkage: float = 1.0) -> Floats:
    """The matrix after which pairs that say the same differ alike in every direction, shape (n, n).

    ``one`` and ``other`` are such pairs, shape (pairs, n). Within-class covariance normalisation, Hatch et
    al. (2006). ``shrinkage``: how much of the mean variance is added to each direction.
    """
    apart = (one - other).astype(np.float64)
    spread = apart.T @ apart / len(apart)
    spread += shrinkage * np.trace(spread) / len(spread) * np.eye(len(spread))
    values, directions = np.linalg.eigh(spread)
    return np.asarray(directions / np.sqrt(values) @ directions.T, dtype=np.float32)
