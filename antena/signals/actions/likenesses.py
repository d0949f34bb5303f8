"""Signals that look like the same thing are found, among those read since, for a person to decide."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Prefetch, Q
from psycopg import sql

from antena.accounts.models import User
from antena.lib.dates import BRUSSELS
from antena.signals.actions.joining import join_signals, part_signals
from antena.signals.enums import Sameness
from antena.signals.linking.keys import IS
from antena.signals.linking.likeness import Alike, Told, alike
from antena.signals.models import Likeness, Signal, SignalKey, SignalText

# The nearest by meaning that are compared letter by letter.
_NEAREST = 6
Pair = tuple[int, int]


class DecidedError(Exception):
    """Somebody decided about this pair already; the message is its number."""


def find_likenesses(ids: Collection[int], *, at: datetime) -> int:
    """Compare these signals with those near them in meaning or at one address; how many pairs are new.

    A pair somebody decided on stays decided; a pair that is alike no more is forgotten.
    """
    known = {
        (one, other): (pk, state)
        for pk, one, other, state in Likeness.objects.filter(Q(one__in=ids) | Q(other__in=ids)).values_list(
            "pk", "one", "other", "state"
        )
    }
    meanings = _near(ids)
    pairs = {*meanings, *_at_one_address(ids), *known}
    told = _told({pk for pair in pairs for pk in pair})
    found: dict[Pair, Alike] = {}
    for one, other in sorted(pairs):
        if one in told and other in told:
            likeness = alike(told[one], told[other], meaning=meanings.get((one, other)))
            if likeness is not None:
                found[one, other] = likeness
    waiting = {pair: pk for pair, (pk, state) in known.items() if state == Sameness.PENDING}
    Likeness.objects.filter(pk__in=[pk for pair, pk in waiting.items() if pair not in found]).delete()
    new = {pair: likeness for pair, likeness in found.items() if pair not in known}
    Likeness.objects.bulk_create(
        Likeness(one_id=one, other_id=other, score=likeness.score, evidence=likeness.evidence, at=at)
        for (one, other), likeness in new.items()
    )
    Likeness.objects.bulk_update(
        [
            Likeness(pk=pk, score=found[pair].score, evidence=found[pair].evidence)
            for pair, pk in waiting.items()
            if pair in found
        ],
        ["score", "evidence"],
    )
    return len(new)


@transaction.atomic
def decide_likeness(*, likeness_id: int, is_same: bool, by: User, at: datetime) -> None:
    """Write what a person says of a pair that waits.

    Raises `Likeness.DoesNotExist`, `DecidedError`, and what `join_signals` raises.
    """
    pair = Likeness.objects.select_for_update(of=("self",)).get(pk=likeness_id)
    if pair.state != Sameness.PENDING:
        raise DecidedError(str(likeness_id))
    decide = join_signals if is_same else part_signals
    decide(one_id=pair.one_id, other_id=pair.other_id, by=by, at=at)


# OFFSET 0 keeps the search for the nearest an index scan of its own for each signal.
_NEAR = sql.SQL("""
SELECT e.signal_id, n.signal_id, n.meaning
FROM signals_signalembedding e JOIN signals_signal s ON s.id = e.signal_id AND s.same_as_id IS NULL
CROSS JOIN LATERAL (
  SELECT o.signal_id, -(o.vector <#> e.vector) AS meaning FROM signals_signalembedding o
  ORDER BY o.vector <#> e.vector LIMIT %(nearest)s) AS n
JOIN signals_signalembedding m ON m.signal_id = n.signal_id AND m.model = e.model
WHERE e.signal_id = ANY(%(ids)s) AND n.signal_id <> e.signal_id
""")
_AT_ONE_ADDRESS = sql.SQL("""
SELECT k.signal_id, n.signal_id FROM signals_signalkey k
JOIN signals_signalkey n ON (n.scheme, n.value) = (k.scheme, k.value) AND n.signal_id <> k.signal_id
WHERE k.signal_id = ANY(%(ids)s) AND k.scheme = 'url'
""")


def _near(ids: Collection[int]) -> dict[Pair, float]:
    """Pairs of a signal and one near it in meaning, the smaller id first, with the cosine."""
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, {"ids": list(ids), "nearest": _NEAREST})
        return {_ordered(one, other): float(meaning) for one, other, meaning in cursor.fetchall()}


def _at_one_address(ids: Collection[int]) -> set[Pair]:
    with connection.cursor() as cursor:
        cursor.execute(_AT_ONE_ADDRESS, {"ids": list(ids)})
        return {_ordered(one, other) for one, other in cursor.fetchall()}


def _ordered(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)


def _told(ids: Iterable[int]) -> dict[int, Told]:
    """The signals that lead and are real, as far as likeness goes; four queries."""
    keys: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    for pk, *key in SignalKey.objects.filter(signal__in=ids).values_list(
        "signal", "scheme", "value", "relation"
    ):
        keys[pk].append((key[0], key[1], key[2]))
    signals = Signal.objects.filter(pk__in=ids, same_as=None, is_sample=False)
    columns = ("source", "kind", "published_on")
    found = signals.only(*columns).prefetch_related(
        Prefetch("texts", SignalText.objects.only("signal", "language", "title")), "deadlines"
    )
    return {signal.pk: _of(signal, keys[signal.pk]) for signal in found}


def _of(signal: Signal, keys: Iterable[tuple[str, str, str]]) -> Told:
    own: dict[str, set[str]] = defaultdict(set)
    for scheme, value, relation in keys:
        if relation == IS:
            own[scheme].add(value)
    return Told(
        id=signal.pk,
        source=signal.source,
        kind=signal.kind,
        titles={text.language: text.title for text in signal.texts.all()},
        own={scheme: frozenset(values) for scheme, values in own.items()},
        named=frozenset((scheme, value) for scheme, value, relation in keys if relation not in {IS, "at"}),
        addresses=frozenset(value for scheme, value, _ in keys if scheme == "url"),
        published_on=signal.published_on,
        deadlines=frozenset(deadline.at.astimezone(BRUSSELS).date() for deadline in signal.deadlines.all()),
    )
