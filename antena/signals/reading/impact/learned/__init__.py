"""Learned weights of impact, each with where it comes from."""
