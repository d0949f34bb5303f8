"""Antena: the international office of an association of municipalities, as software."""

__version__ = "0.1.0"
