"""The list of initiatives, in the shape it has and in the one it had."""

from typing import Any


def listed(answer: Any) -> tuple[list[Any], int] | None:
    """Return the rows of an answer and how many the portal has in all; None where it is no such answer."""
    if not isinstance(answer, dict):
        return None
    page = answer.get("initiativeResultDtoPage")
    rows = page.get("content") if isinstance(page, dict) else None
    if rows is None:
        embedded, page = answer.get("_embedded"), answer.get("page")
        rows = embedded.get("initiativeResultDtoes") if isinstance(embedded, dict) else None
    total = page.get("totalElements") if isinstance(page, dict) else None
    if not isinstance(rows, list) or not isinstance(total, int) or isinstance(total, bool):
        return None
    return rows, total


def number_of(value: Any) -> str:
    """Return an id, which comes as a float, in the digits others write it with; "" where it is none."""
    if isinstance(value, bool) or value is None:
        return ""
    text = str(int(value)) if isinstance(value, int | float) and 0 < value < 10**12 else str(value)
    return text if text.isascii() and text.isdigit() and len(text) <= 12 else ""
