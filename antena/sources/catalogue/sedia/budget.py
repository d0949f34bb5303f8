"""Reading ``budgetOverview``: the table of amounts of a whole call, in which a topic finds its own lines."""

from collections.abc import Iterator
from typing import Any

import msgspec

from antena.sources.drafts import Problem
from antena.sources.reading import Fields, entries, whole_euros


class Budget(msgspec.Struct, frozen=True, kw_only=True):
    """Whole euros, None where the table says nothing or 0; ``topics`` are how many share ``total``."""

    total: int | None = None
    least: int | None = None
    most: int | None = None
    grants: int | None = None
    topics: int = 1
    opens: tuple[str, ...] = ()
    deadlines: tuple[str, ...] = ()


def read(fields: Fields, identifier: str) -> Budget:
    """Take ``budgetOverview`` and read what it says of the topic ``identifier``.

    The table lists every topic of the call: a line is ours where its action begins with our identifier. The
    same amounts on the lines of several topics are one pot they share, and the same amounts on several lines
    of our own are one pot too.
    """
    own: list[dict[str, Any]] = []
    others: list[tuple[str, dict[str, Any]]] = []
    for document in fields.json("budgetOverview"):
        for line in _lines(fields, document):
            action = line.get("action")
            topic = action.split(" - ")[0].strip() if isinstance(action, str) else ""
            if topic == identifier:
                own.append(line)
            elif topic:
                others.append((topic, line))
    if not own:
        return Budget()
    pots = {pot: None for line in own if (pot := _pot(fields, line))}
    sharing = {topic for topic, line in others if (pot := _pot(fields, line)) and pot in pots}
    return Budget(
        total=sum(amount for pot in pots for _, amount in pot) or None,
        least=min(_amounts(fields, own, "minContribution"), default=None),
        most=max(_amounts(fields, own, "maxContribution"), default=None),
        grants=sum(_amounts(fields, own, "expectedGrants")) or None,
        topics=1 + len(sharing),
        opens=tuple(day for line in own if isinstance(day := line.get("plannedOpeningDate"), str)),
        deadlines=tuple(day for line in own for day in _strings(line.get("deadlineDates"))),
    )


def _lines(fields: Fields, document: object) -> Iterator[dict[str, Any]]:
    table = document.get("budgetTopicActionMap") if isinstance(document, dict) else None
    if not isinstance(table, dict):
        fields.refuse("budgetOverview", Problem.WRONG_TYPE, document)
        return
    for lines in table.values():
        yield from entries(lines)


def _pot(fields: Fields, line: dict[str, Any]) -> tuple[tuple[str, int], ...]:
    """Return the amounts of a line by year; empty where nothing is stated."""
    years = line.get("budgetYearMap")
    if not isinstance(years, dict):
        return ()
    amounts = ((str(year), _amount(fields, value)) for year, value in years.items())
    return tuple(sorted((year, amount) for year, amount in amounts if amount))


def _amounts(fields: Fields, lines: list[dict[str, Any]], name: str) -> list[int]:
    return [amount for line in lines if (amount := _amount(fields, line.get(name)))]


def _amount(fields: Fields, value: object) -> int:
    """Return whole euros, 0 where nothing is stated."""
    if value is None or value == "":
        return 0
    amount = whole_euros(value)
    if amount is None or amount < 0:
        fields.refuse("budgetOverview", Problem.BAD_AMOUNT, value)
        return 0
    return amount


def _strings(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
