"""Verdicts of ours: needs as towns write them and how well topics answer them; measures in our words."""
