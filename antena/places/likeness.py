"""How like two names are, for a person who types quickly. Plain Python; both names are normalised."""

from typing import Final

_BEGINS_AT_A_WORD: Final = 0.95
_BEGINS: Final = 0.9
# A name whose beginning, or whose later word, is like what was typed.
_LIKE_THE_BEGINNING: Final = 0.9
_LIKE_A_LATER_WORD: Final = 0.85


def likeness(typed: str, name: str) -> float:
    """1 for the same name, 0.9 and more for one that begins with ``typed``, less the more letters differ.

    Letters left out, added, changed or swapped with their neighbour count one each, over the length compared.
    ``typed`` may also be like the beginning of the name, or of any later word in it ("torello" in "sant pere
    de torello").
    """
    if typed == name:
        return 1.0
    if name.startswith(typed):
        return _BEGINS if name[len(typed)].isalnum() else _BEGINS_AT_A_WORD
    best = 1 - _edits(typed, name) / max(len(typed), len(name))
    rest, share = name, _LIKE_THE_BEGINNING
    while rest:
        beginning = rest[: len(typed)]
        best = max(best, share * (1 - _edits(typed, beginning) / max(len(typed), 1)))
        rest, share = rest.partition(" ")[2], _LIKE_A_LATER_WORD
    return best


def _edits(one: str, other: str) -> int:
    """Optimal string alignment: insertions, deletions, changes and swaps of neighbours."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        now = [row]
        for column, facing in enumerate(other, start=1):
            cost = min(last[column] + 1, now[column - 1] + 1, last[column - 1] + (letter != facing))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == facing:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        before, last = last, now
    return last[-1]
