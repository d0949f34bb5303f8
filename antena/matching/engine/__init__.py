"""Scoring of signals for towns: gates, features, named algorithms. Plain Python and NumPy.

A stranger reads `facts` (what is compared), `gates` (what excludes), `features` (what counts, and how it is
explained to the public), `algorithm` (which of them, with which weights), then `scoring` (all pairs at once),
`choosing` (the best of them, without repeating itself) and `explaining` (one pair, in full).
"""
