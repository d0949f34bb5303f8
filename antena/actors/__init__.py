"""Organisations the association deals with, in directories."""
