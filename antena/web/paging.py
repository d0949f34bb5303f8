"""Which page of a list is asked for, and which it offers to leaf to."""

from typing import NamedTuple

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.utils.translation import gettext as _


class Leaf(NamedTuple):
    """A page to leaf to; number 0 stands for pages left out."""

    number: int
    address: str


def page_number(request: HttpRequest) -> int:
    """The page an address asks for, 1 where it asks for none. Raises Django's `BadRequest`, in words."""
    text = request.GET.get("page", "1")
    if not (text.isascii() and text.isdigit() and 1 <= len(text) <= 4 and int(text)):
        raise BadRequest(_("“%(page)s” is not the number of a page.") % {"page": text[:40]})
    return int(text)


def leaves(page: int, pages: int) -> list[int]:
    """The first, the last and those around ``page``; 0 where some are left out. Empty when there is one page.

    >>> leaves(5, 9)
    [1, 0, 4, 5, 6, 0, 9]
    """
    if pages <= 1:
        return []
    kept = sorted({1, pages, *range(max(1, page - 1), min(pages, page + 1) + 1)})
    shown: list[int] = []
    for number in kept:
        if shown and number - shown[-1] == 2:
            shown.append(number - 1)
        elif shown and number - shown[-1] > 2:
            shown.append(0)
        shown.append(number)
    return shown
