"""Readers of the public data sets we measure and learn on. The data stays outside: a folder names it."""

from antena.operations.datasets.reading import NoDataError, csv_rows, json_lines

__all__ = ["NoDataError", "csv_rows", "json_lines"]
