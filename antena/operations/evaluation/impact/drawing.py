"""Which acts and calls were judged by hand, and the sheets they were read from.

Drawing is systematic with a random start: acts are ordered by form and date, calls by programme and id, and
every so many-th is taken, so that each year and each form has its share. The same seed draws the same.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

import numpy as np

from antena.operations.datasets.acts import Act
from antena.operations.datasets.topics import Topic

SEED: Final = 20261122
ACTS: Final = 400
CALLS: Final = 100
_Item = TypeVar("_Item")

_LOCAL: Final = re.compile(
    r"(?i)\b(?:local|regional|municipal|cities|city|town|communes?|contracting authorit|public sector bod)"
)
_BEGINS: Final = re.compile(r"(?i)\barticle (?:1|premier)\b")
_BLANKS: Final = re.compile(r"\s+")
_PASSAGE: Final = 330
_AROUND: Final = 90
_MOST: Final = 3


def drawn(items: Sequence[_Item], size: int) -> Sequence[_Item]:
    """``size`` of the items, every so many-th from a random start; all where there are no more."""
    if size >= len(items):
        return list(items)
    step = len(items) / size
    start = np.random.default_rng(SEED).uniform(0, step)
    return [items[int(start + step * at)] for at in range(size)]


def drawn_acts(acts: Sequence[Act]) -> Sequence[Act]:
    """The acts to judge, each form and year in its share."""
    return drawn(sorted(acts, key=lambda act: (act.form, act.date, act.celex)), ACTS)


def drawn_calls(topics: Sequence[Topic]) -> Sequence[Topic]:
    """The calls to judge, each programme in its share."""
    return drawn(sorted(topics, key=lambda topic: (topic.programme, topic.topic_id)), CALLS)


def shuffled(items: Sequence[_Item], which: int) -> Sequence[_Item]:
    """Another order for each pass over the sheet."""
    order = np.random.default_rng(SEED + which).permutation(len(items))
    return [items[at] for at in order]


def act_sheet(act: Act) -> str:
    """What is read of an act to judge it: title, descriptors, how it begins, where it names local bodies."""
    text = act.best
    body = _BLANKS.sub(" ", text.body)
    begins = next((match.start() for match in _BEGINS.finditer(body, min(1500, len(body) // 4))), 0)
    lines = [
        f"{act.celex} {act.form} {text.title}",
        f"  {'; '.join(act.directory.values())} | {'; '.join(act.eurovoc.values())}",
        f"  {body[begins : begins + _PASSAGE]}",
        *(f"  … {place}" for place in _places(body)),
    ]
    return "\n".join(lines)


def call_sheet(topic: Topic) -> str:
    """What is read of a call to judge it."""
    body = _BLANKS.sub(" ", f"{topic.description} {topic.conditions}")
    lines = [
        f"{topic.topic_id} [{topic.programme}; {topic.action}] {topic.title}",
        f"  {body[:_PASSAGE]}",
        *(f"  … {place}" for place in _places(body)),
    ]
    return "\n".join(lines)


def _places(body: str) -> Iterator[str]:
    last = -_AROUND
    found = 0
    for match in _LOCAL.finditer(body):
        if match.start() - last < 2 * _AROUND:
            continue
        last, found = match.start(), found + 1
        yield body[max(0, last - _AROUND) : last + _AROUND]
        if found == _MOST:
            return
