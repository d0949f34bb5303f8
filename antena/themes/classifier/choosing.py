"""From sums of evidence to the few themes and goals a text is said to be about."""

from collections.abc import Mapping, Sequence
from typing import Final

from antena.themes.classifier.results import Scored
from antena.themes.classifier.vocabulary import GoalWords, ThemeWords
from antena.themes.classifier.weighing import Sum, score

MOST_THEMES: Final = 4
MOST_GOALS: Final = 3
# An amount below this decides nothing, nor one far behind the best.
THEME_AMOUNT: Final = 0.50
GOAL_AMOUNT: Final = 0.35
BEHIND_BEST: Final = 0.4
# What a field takes over from its strongest sub-theme, and from each of the others.
FROM_STRONGEST: Final = 0.5
FROM_OTHERS: Final = 0.2
# A sub-theme that is not sure still stands for its field when it brings in most of what speaks for it.
SHARE_OF_FIELD: Final = 0.6
# What a sub-theme of score 1 says for the goal of its first SDG target; half of it for the second, and so on.
GOAL_FROM_THEME: Final = 0.7


def themes(entries: Sequence[ThemeWords], sums: Mapping[int, Sum]) -> tuple[Scored, ...]:
    """The sub-themes that are sure, up to four; else the nearest field or sub-theme; () without evidence."""
    parts = {place: found for place, found in sums.items() if not entries[place].is_field}
    best = max((found.decisive for found in parts.values()), default=0.0)
    if best >= THEME_AMOUNT:
        least = max(THEME_AMOUNT, BEHIND_BEST * best)
        sure = [(place, found) for place, found in parts.items() if found.decisive >= least]
        sure.sort(key=lambda pair: (-pair[1].total, pair[0]))
        return tuple(_scored(entries[place].code, found) for place, found in sure[:MOST_THEMES])
    return _nearest(entries, sums)


def _nearest(entries: Sequence[ThemeWords], sums: Mapping[int, Sum]) -> tuple[Scored, ...]:
    by_field: dict[str, list[tuple[float, int]]] = {}
    for place, found in sums.items():
        if found.total > 0:
            by_field.setdefault(entries[place].field, []).append((found.total, place))
    if not by_field:
        return ()
    totals = {code: _field_total(entries, pairs) for code, pairs in by_field.items()}
    field = max(totals, key=lambda code: totals[code])
    amount, place = max(by_field[field], key=lambda pair: pair[0])
    if not entries[place].is_field and amount >= SHARE_OF_FIELD * totals[field] and sums[place].decisive > 0:
        return (_scored(entries[place].code, sums[place]),)
    everything = Sum()
    for _, each in by_field[field]:
        for piece in sums[each].pieces:
            everything.add(*piece)
    # A field stands in for a sub-theme nobody is sure of: it never scores as one that is sure.
    return (Scored(field, score(min(totals[field], THEME_AMOUNT)), everything.evidence()),)


def _field_total(entries: Sequence[ThemeWords], pairs: Sequence[tuple[float, int]]) -> float:
    own = sum(amount for amount, place in pairs if entries[place].is_field)
    parts = sorted((amount for amount, place in pairs if not entries[place].is_field), reverse=True)
    return own + FROM_STRONGEST * sum(parts[:1]) + FROM_OTHERS * sum(parts[1:])


def goals(
    entries: Sequence[ThemeWords],
    known: Sequence[GoalWords],
    chosen: Sequence[Scored],
    sums: Mapping[int, Sum],
) -> tuple[Scored, ...]:
    """Up to three goals, by their own words and by the SDG targets of the themes ``chosen``."""
    found = {known[place].number: each for place, each in sums.items()}
    targets = {entry.code: entry.goals for entry in entries if not entry.is_field}
    for theme in chosen:
        for rank, number in enumerate(targets.get(theme.code, ()), start=1):
            each = found.setdefault(number, Sum())
            each.add(GOAL_FROM_THEME * theme.score / rank, theme.evidence[0])
    best = max((each.decisive for each in found.values()), default=0.0)
    least = max(GOAL_AMOUNT, BEHIND_BEST * best)
    sure = [(number, each) for number, each in found.items() if each.decisive >= least]
    sure.sort(key=lambda pair: (-pair[1].total, pair[0]))
    return tuple(_scored(str(number), each) for number, each in sure[:MOST_GOALS])


def _scored(code: str, found: Sum) -> Scored:
    return Scored(code, score(found.total), found.evidence())
