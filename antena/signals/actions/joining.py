"""The same thing from two sources is one signal: which one leads, decided by number or by a person."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F
from psycopg import sql

from antena.accounts.models import AuditEntry, User
from antena.signals.actions.dossiers import rebuild_dossiers
from antena.signals.actions.lock import one_linking_at_a_time
from antena.signals.enums import Sameness, Triage
from antena.signals.linking.groups import Told, leaders
from antena.signals.linking.keys import IS
from antena.signals.models import Likeness, SearchRow, Signal, SignalEmbedding, SignalKey
from antena.signals.search.indexing import index_signals
from antena.sources import queries as source_queries


class CannotJoinError(Exception):
    """Two signals that cannot be one: one is of the sample and one is real, or it is the same signal."""


class ContradictionError(Exception):
    """It contradicts what people decided about other signals of the two groups; nothing changed."""


@transaction.atomic
def join_signals(*, one_id: int, other_id: int, by: User, at: datetime) -> int:
    """Write that a person says these two are the same thing; returns the id of the signal that leads.

    The machine never parts them again. Raises `Signal.DoesNotExist`, `CannotJoinError`, `ContradictionError`.
    """
    one_linking_at_a_time()
    one, other = _pair(one_id, other_id)
    if one.is_sample != other.is_sample:
        raise CannotJoinError(f"{one}, {other}")
    _decide(one, other, Sameness.SAME, by=by, at=at)
    rebuild_dossiers(_regroup_as_decided(one, other), at=at)
    one.refresh_from_db(fields=["same_as"])
    return one.same_as_id or one.pk


@transaction.atomic
def part_signals(*, one_id: int, other_id: int, by: User, at: datetime) -> None:
    """Write that a person says these two are two things; the machine never joins them again.

    Raises `Signal.DoesNotExist`, `CannotJoinError`, `ContradictionError`.
    """
    one_linking_at_a_time()
    one, other = _pair(one_id, other_id)
    _decide(one, other, Sameness.DIFFERENT, by=by, at=at)
    rebuild_dossiers(_regroup_as_decided(one, other), at=at)


def regroup(ids: Collection[int]) -> set[int]:
    """Say anew who leads among these signals and all they could be the same as; the ids that changed leader.

    A signal that begins to follow leaves the search at once; one that leads again, or whose followers
    changed, has a new search row. What a person decided of a follower when it came holds for its leader.
    """
    told = _told(_reach(set(ids)))
    decided = Likeness.objects.filter(one__in=told, other__in=told).exclude(state=Sameness.PENDING)
    pairs: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for one, other, state in decided.values_list("one", "other", "state"):
        pairs[state].append((one, other))
    led = leaders(told.values(), same=pairs[Sameness.SAME], different=pairs[Sameness.DIFFERENT])
    before = dict(Signal.objects.filter(pk__in=told).values_list("pk", "same_as"))
    changed = {pk: leader for pk, leader in led.items() if (before[pk] or pk) != leader}
    if changed:
        _write(changed)
        index_signals([*changed.values(), *(before[pk] or pk for pk in changed), *changed])
    return set(changed)


def misled() -> list[int]:
    """Signals whose leader no longer should lead: it was delisted, or what led before is listed again."""
    rows = Signal.objects.exclude(same_as=None).values_list(
        "pk", "source", "delisted_at", "same_as__source", "same_as__delisted_at"
    )
    authority = _authorities()
    return [
        pk
        for pk, source, gone, leading, leader_gone in rows
        if (gone is not None, -authority.get(source, 0))
        < (leader_gone is not None, -authority.get(leading, 0))
    ]


def _regroup_as_decided(one: Signal, other: Signal) -> set[int]:
    """Regroup two signals; raises `ContradictionError` where some decision about their groups cannot hold."""
    changed = regroup([one.pk, other.pk])
    reached = _reach({one.pk, other.pk})
    led = {
        pk: leader or pk for pk, leader in Signal.objects.filter(pk__in=reached).values_list("pk", "same_as")
    }
    same = Likeness.objects.filter(one__in=reached, other__in=reached, state=Sameness.SAME)
    if any(led[a] != led[b] for a, b in same.values_list("one", "other")):
        raise ContradictionError(f"{one}, {other}")
    return changed


def _pair(one_id: int, other_id: int) -> tuple[Signal, Signal]:
    if one_id == other_id:
        raise CannotJoinError(str(one_id))
    signals = Signal.objects.select_for_update(of=("self",)).only("pk", "is_sample", "external_id", "same_as")
    first, second = (signals.get(pk=pk) for pk in sorted((one_id, other_id)))
    return first, second


def _decide(one: Signal, other: Signal, state: Sameness, *, by: User, at: datetime) -> None:
    Likeness.objects.update_or_create(
        one=one,
        other=other,
        defaults={"state": state, "by": by, "at": at},
        create_defaults={"state": state, "by": by, "at": at, "score": float(state == Sameness.SAME)},
    )
    verb = "joined" if state == Sameness.SAME else "parted"
    AuditEntry.objects.create(
        actor=by, verb=verb, object_kind="signal", object_id=str(one.pk), detail={"other": other.pk}
    )


def _told(ids: Iterable[int]) -> dict[int, Told]:
    """The signals as far as sameness goes. What is of the sample is of kinds of its own: it joins none."""
    numbers: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for pk, scheme, value in SignalKey.objects.filter(signal__in=ids, relation=IS).values_list(
        "signal", "scheme", "value"
    ):
        numbers[pk].add((scheme, value))
    authority = _authorities()
    columns = ("pk", "source", "external_id", "kind", "delisted_at", "first_seen", "is_sample")
    return {
        pk: Told(
            id=pk,
            source=source,
            external_id=external_id,
            kind=f"sample {kind}" if is_sample else kind,
            numbers=frozenset(numbers[pk]),
            authority=authority.get(source, 0),
            is_listed=gone is None,
            first_seen=seen,
        )
        for pk, source, external_id, kind, gone, seen, is_sample in Signal.objects.filter(
            pk__in=ids
        ).values_list(*columns)
    }


def _authorities() -> Mapping[str, int]:
    return {source: contract.authority for source, contract in source_queries.contracts().items()}


# Signals one step away from some: by a number of their own, by leading or following, by a person's decision.
_NEXT = sql.SQL("""
SELECT n.signal_id FROM signals_signalkey k JOIN signals_signalkey n USING (scheme, value)
WHERE k.signal_id = ANY(%(ids)s) AND k.relation = 'is' AND n.relation = 'is'
UNION SELECT same_as_id FROM signals_signal WHERE id = ANY(%(ids)s) AND same_as_id IS NOT NULL
UNION SELECT id FROM signals_signal WHERE same_as_id = ANY(%(ids)s)
UNION SELECT other_id FROM signals_likeness WHERE one_id = ANY(%(ids)s) AND state = 'same'
UNION SELECT one_id FROM signals_likeness WHERE other_id = ANY(%(ids)s) AND state = 'same'
""")


def _reach(ids: set[int]) -> set[int]:
    """These signals and every one a chain of such steps leads to."""
    reached, edge = set(ids), ids
    while edge:
        with connection.cursor() as cursor:
            cursor.execute(_NEXT, {"ids": list(edge)})
            edge = {pk for (pk,) in cursor.fetchall()} - reached
        reached |= edge
    return reached


def _write(changed: Mapping[int, int]) -> None:
    following = {pk: leader for pk, leader in changed.items() if pk != leader}
    Signal.objects.bulk_update(
        [Signal(pk=pk, same_as_id=following.get(pk)) for pk in changed], ["same_as"], batch_size=500
    )
    SearchRow.objects.filter(signal__in=following).delete()
    SignalEmbedding.objects.filter(signal__in=following).delete()
    with connection.cursor() as cursor:
        cursor.execute(_LEAVE_LISTS, [list(following)])
    _inherit_triage(following)


# In the tail and without a row, a signal is found by nothing, though champion lists still name it.
_LEAVE_LISTS = (
    "INSERT INTO signals_searchtail (signal_id, since) SELECT unnest(%s::bigint[]), clock_timestamp()"
    " ON CONFLICT (signal_id) DO UPDATE SET since = excluded.since"
)


def _inherit_triage(following: Mapping[int, int]) -> None:
    """A leader nobody has looked at takes the decision about its follower."""
    decided = Signal.objects.filter(pk__in=following, same_as__triage=Triage.NEW).exclude(triage=Triage.NEW)
    for one in decided.order_by(F("triaged_at").desc(nulls_last=True), "pk").only(
        "same_as", "triage", "triaged_by", "triaged_at"
    ):
        Signal.objects.filter(followers=one, triage=Triage.NEW).update(
            triage=one.triage, triaged_by=one.triaged_by_id, triaged_at=one.triaged_at
        )
