"""Models learned from labelled public texts, their weights beside them (``*.npz``, ``*.toml``)."""

from antena.themes.classifier.learned.model import PACKAGE, Guess, LearnedModel, shipped
from antena.themes.classifier.learned.showing import evidence

__all__ = ["PACKAGE", "Guess", "LearnedModel", "evidence", "shipped"]
