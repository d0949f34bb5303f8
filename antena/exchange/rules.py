"""Who may bring and take files, and what is wrong with one, in the reader's words."""

from typing import Final

import rules
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from antena.accounts.rules import is_officer
from antena.exchange.tables.problems import CellError, Problem, TableError

BRING_FILES: Final = "exchange.bring_files"
rules.set_perm(BRING_FILES, is_officer)

# Up to this many rows are checked and imported while the reader waits; more are work for the worker.
AT_ONCE: Final = 500

# A sentence may use %(detail)s, %(value)s and %(expects)s.
SENTENCES: Final[dict[Problem, str]] = {
    Problem.EMPTY: gettext_noop("The file is empty."),
    Problem.TOO_LARGE: gettext_noop("The file is too large: at most %(detail)s MB are read. Divide it."),
    Problem.TOO_MANY_ROWS: gettext_noop("The file has too many rows: at most %(detail)s. Divide it."),
    Problem.TOO_MANY_COLUMNS: gettext_noop("The file has too many columns: at most %(detail)s are read."),
    Problem.NO_ROWS: gettext_noop("The file has headers but no row under them."),
    Problem.NO_HEADER: gettext_noop(
        "No row with the names of the columns was found. Write them in the first row, each one once."
    ),
    Problem.NOT_A_TABLE: gettext_noop(
        "This is no table but %(detail)s, whatever its name says. Save it as CSV or Excel (.xlsx)."
    ),
    Problem.ENCRYPTED: gettext_noop("The workbook is protected by a password. Save a copy without one."),
    Problem.OLD_EXCEL: gettext_noop("This is a workbook of Excel 2003 or older. Save it as .xlsx or CSV."),
    Problem.BROKEN_WORKBOOK: gettext_noop("The workbook is damaged (%(detail)s). Open it and save it again."),
    Problem.UNKNOWN_ENCODING: gettext_noop(
        "The letters of the file cannot be read (%(detail)s). Save it as CSV UTF-8."
    ),
    Problem.BINARY: gettext_noop("This is no text: it holds signs that no table has. Save it as CSV UTF-8."),
    Problem.OPEN_QUOTE: gettext_noop(
        "After row %(detail)s a quotation mark is opened and not closed, or closed too early."
    ),
    Problem.EXTRA_CELLS: gettext_noop("The row has %(detail)s cells more than there are headers."),
    Problem.REPEATED: gettext_noop("The same as another row of the file: %(detail)s."),
    Problem.SEVERAL_MATCH: gettext_noop(
        "Several records may be meant: %(detail)s. Add the identifier or the city."
    ),
    Problem.MISSING: gettext_noop("Empty, and it may not be. Expected: %(expects)s."),
    Problem.TOO_LONG: gettext_noop("Too long: at most %(detail)s."),
    Problem.FORMULA: gettext_noop(
        "A formula whose result is not in the file. Replace it by its value (%(expects)s)."
    ),
    Problem.BAD_DAY: gettext_noop("“%(value)s” is no date. Expected: %(expects)s."),
    Problem.BAD_MOMENT: gettext_noop("“%(value)s” is no date with an hour. Expected: %(expects)s."),
    Problem.BAD_AMOUNT: gettext_noop("“%(value)s” is no amount. Expected: %(expects)s."),
    Problem.OTHER_CURRENCY: gettext_noop("“%(value)s” is not in euros. Expected: %(expects)s."),
    Problem.BAD_NUMBER: gettext_noop("“%(value)s” is no such number. Expected: %(expects)s (%(detail)s)."),
    Problem.UNKNOWN_COUNTRY: gettext_noop("“%(value)s” is no country we know. Expected: %(expects)s."),
    Problem.UNKNOWN_LANGUAGE: gettext_noop("“%(value)s” is no language we know. Expected: %(expects)s."),
    Problem.BAD_ADDRESS: gettext_noop("“%(value)s” is no web address. Expected: %(expects)s."),
    Problem.BAD_EMAIL: gettext_noop("“%(value)s” is no e-mail address. Expected: %(expects)s."),
    Problem.PERSONAL_EMAIL: gettext_noop(
        "“%(value)s” looks like a person's mailbox, which is not kept. Expected: %(expects)s."
    ),
    Problem.UNKNOWN_THEME: gettext_noop("“%(detail)s” is no theme. Expected: %(expects)s."),
    Problem.BAD_YES_NO: gettext_noop("“%(value)s” is neither yes nor no."),
    Problem.UNKNOWN_CHOICE: gettext_noop("“%(value)s” is none of these: %(detail)s."),
    Problem.BAD_CODE: gettext_noop("“%(value)s” is no identifier: one line, at most %(detail)s signs."),
    Problem.UNKNOWN_ZONE: gettext_noop("“%(value)s” is no time zone. Expected: %(expects)s."),
    Problem.END_BEFORE_START: gettext_noop("The end, %(value)s, is before the start."),
    Problem.PLACE_NOT_FOUND: gettext_noop(
        "No place called “%(value)s” is known there; the name is kept, without a link to the map."
    ),
    Problem.CORRECTED_BY_HAND: gettext_noop("Somebody corrected this by hand; the file does not change it."),
}


def can_bring_files(user: object) -> bool:
    """Whether ``user`` may import, undo and export."""
    return bool(rules.has_perm(BRING_FILES, user))


def sentence_of_file(error: TableError) -> str:
    """Why a file cannot be taken, in the active language."""
    return str(_(SENTENCES[error.problem])) % {"detail": error.detail, "value": "", "expects": ""}


def sentence(error: CellError, *, expects: str = "") -> str:
    """What is wrong in a cell, in the active language. ``expects``: what its column asks for, in words."""
    said = {"detail": error.detail, "value": error.value, "expects": expects}
    return str(_(SENTENCES[error.problem])) % said
