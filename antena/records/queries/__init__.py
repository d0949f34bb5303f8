"""What is read of records: who did what, and which place a body is."""

from antena.records.queries.atlas import linker

__all__ = ["linker"]
