"""What can be wrong with a file somebody brings, or with a cell of it. `exchange.rules` says it in words."""

from enum import StrEnum

import msgspec


class Problem(StrEnum):
    """Why a file, a row or a cell cannot be taken."""

    # of a file
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    NO_ROWS = "no_rows"
    NO_HEADER = "no_header"
    NOT_A_TABLE = "not_a_table"
    ENCRYPTED = "encrypted"
    OLD_EXCEL = "old_excel"
    BROKEN_WORKBOOK = "broken_workbook"
    UNKNOWN_ENCODING = "unknown_encoding"
    BINARY = "binary"
    OPEN_QUOTE = "open_quote"
    # of a row
    EXTRA_CELLS = "extra_cells"
    REPEATED = "repeated"
    SEVERAL_MATCH = "several_match"
    # of a cell
    MISSING = "missing"
    TOO_LONG = "too_long"
    FORMULA = "formula"
    BAD_DAY = "bad_day"
    BAD_MOMENT = "bad_moment"
    BAD_AMOUNT = "bad_amount"
    OTHER_CURRENCY = "other_currency"
    BAD_NUMBER = "bad_number"
    UNKNOWN_COUNTRY = "unknown_country"
    UNKNOWN_LANGUAGE = "unknown_language"
    BAD_ADDRESS = "bad_address"
    BAD_EMAIL = "bad_email"
    PERSONAL_EMAIL = "personal_email"
    UNKNOWN_THEME = "unknown_theme"
    BAD_YES_NO = "bad_yes_no"
    UNKNOWN_CHOICE = "unknown_choice"
    BAD_CODE = "bad_code"
    UNKNOWN_ZONE = "unknown_zone"
    END_BEFORE_START = "end_before_start"
    # what should be known although the row is right
    PLACE_NOT_FOUND = "place_not_found"
    CORRECTED_BY_HAND = "corrected_by_hand"


class TableError(Exception):
    """A file that cannot be read as a table. ``detail`` is what was found: a kind, a line, a number."""

    def __init__(self, problem: Problem, detail: str = "") -> None:
        super().__init__(f"{problem}: {detail}")
        self.problem = problem
        self.detail = detail


class ValueProblem(ValueError):  # noqa: N818  it carries a problem; the row's error is made of it
    """A cell that does not hold what its column asks. ``detail`` helps the reader: the choices, the limit."""

    def __init__(self, problem: Problem, detail: str = "") -> None:
        super().__init__(f"{problem}: {detail}")
        self.problem = problem
        self.detail = detail


class CellError(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong, or should be known, in one cell. ``row`` counts from 1 as a spreadsheet does.

    ``column`` is the header as the file writes it, "" where the whole row is meant; ``field`` the column of
    the target, ``expects`` its kind.
    """

    row: int
    problem: Problem
    column: str = ""
    field: str = ""
    value: str = ""
    detail: str = ""
    expects: str = ""
