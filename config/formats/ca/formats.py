"""Catalan dates and numbers. Django's own give "15 abril"; prose goes through antena.lib.dates instead."""

DATE_FORMAT = r"j E \d\e Y"
SHORT_DATE_FORMAT = "j/n/Y"
DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "."
NUMBER_GROUPING = 3
FIRST_DAY_OF_WEEK = 1
