"""What places did that answers a need, and whether it can be done here too. Plain Python and NumPy.

A stranger reads `relevance` (how near practices are to a need), `conditions` (what a practice rested on, set
against a town), `choosing` (the order, without five of one town) and `sentences` (how it is said).
"""
