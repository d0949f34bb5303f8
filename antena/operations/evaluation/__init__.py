"""How often the product is right, on samples judged by hand, beside a baseline."""

from antena.operations.evaluation.register import TASKS, NoDataError, Score, Scores

__all__ = ["TASKS", "NoDataError", "Score", "Scores"]
