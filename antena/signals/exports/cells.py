"""What may stand in a cell or an element: nothing that a program would run or refuse."""

import re
from typing import Final

# Excel and LibreOffice read a cell that begins so as a formula, which may call out of the sheet.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
# What XML 1.0, and so a workbook or a feed, cannot hold.
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Excel's own limit.
CELL_LENGTH: Final = 32_767


def harmless(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def writable(text: str) -> str:
    """The text without the signs XML cannot hold."""
    return _NOT_XML.sub("", text)
