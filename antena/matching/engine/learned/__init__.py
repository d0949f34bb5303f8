"""Learned numbers of the engine: calibrations by the name of their algorithm."""
