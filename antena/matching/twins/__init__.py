"""The twin finder: which places of the world suit a town as a twin, and why. Plain Python and NumPy.

`world` holds the places, `graph` the twinnings that are known, `features` compares pairs, `model` adds up
what they say, `finding` chooses and explains.
"""
