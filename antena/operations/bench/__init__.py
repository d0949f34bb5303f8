"""Measurements, each beside a baseline taken in the same run. Commands, never timed tests."""

from antena.operations.bench.register import BENCHES, Figure

__all__ = ["BENCHES", "Figure"]
