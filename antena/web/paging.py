"""Which pages a list offers to leaf to."""

from typing import NamedTuple


class Leaf(NamedTuple):
    """A page to leaf to; number 0 stands for pages left out."""

    number: int
    address: str


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
