"""Dossiers are made again where something changed, and are then as if all had been made at once."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, F, Q
from psycopg import sql

from antena.lib.dates import day_of
from antena.signals.linking import keys, stages
from antena.signals.linking.components import (
    CORE_KINDS,
    HOLDING,
    SCHEMES,
    SPEAKING,
    SPEAKING_KINDS,
    Component,
    Document,
    Number,
    components,
)
from antena.signals.linking.stages import moments, standing
from antena.signals.models import Dossier, DossierMember, Signal, SignalKey
from antena.signals.queries.dossiers import documents

# Whose title a dossier bears: procedures and initiatives have names for people, acts have names for lawyers.
_TITLED = ("procedure", "consultation", "act", "proposal", "communication")
_BATCH = 1000


def rebuild_dossiers(ids: Collection[int], *, at: datetime) -> int:
    """Make the dossiers anew that these signals are, were or come to be in; returns how many were looked at.

    Also those that lost a document since: whatever is left of them is looked at.
    """
    stale = Dossier.objects.annotate(now=Count("memberships")).exclude(member_count=F("now"))
    touched = Dossier.objects.filter(memberships__signal__in=ids).values_list("pk", flat=True)
    old = {*touched, *stale.values_list("pk", flat=True)}
    reached = set(ids)
    while True:
        reached |= _reach(reached | _core_of(old))
        holding = Dossier.objects.filter(memberships__signal__in=reached, memberships__is_core=True)
        more = set(holding.values_list("pk", flat=True)) - old
        if not more:
            break
        old |= more
    found = components(_documents(reached))
    _write(found, old, at=at)
    return len(found)


@transaction.atomic
def restage_dossiers(*, at: datetime) -> int:
    """Move on the dossiers whose stage time alone changes; returns how many were looked at."""
    today = day_of(at)
    due = list(Dossier.objects.filter(restage_on__lte=today).select_for_update())
    members: dict[int, list[int]] = defaultdict(list)
    rows = DossierMember.objects.filter(dossier__in=due).order_by("signal")
    for dossier_id, signal in rows.values_list("dossier", "signal"):
        members[dossier_id].append(signal)
    told = documents({signal for signals in members.values() for signal in signals})
    for dossier in due:
        found = standing([told[signal] for signal in members[dossier.pk]], today=today)
        dossier.stage, dossier.restage_on = found.stage, found.changes_on
    Dossier.objects.bulk_update(due, ["stage", "restage_on"])
    return len(due)


# Core signals that have a number these speak of or have; a follower's numbers are its leader's.
_NEXT = sql.SQL("""
SELECT DISTINCT coalesce(t.same_as_id, t.id)
FROM signals_signal s
  JOIN signals_signalkey k ON k.signal_id = s.id AND k.relation = ANY(%(speaking)s)
    AND k.scheme = ANY(%(schemes)s)
  JOIN signals_signalkey n ON (n.scheme, n.value) = (k.scheme, k.value) AND n.relation = ANY(%(holding)s)
  JOIN signals_signal t ON t.id = n.signal_id AND t.kind = ANY(%(kinds)s) AND t.is_sample = s.is_sample
WHERE s.id = ANY(%(ids)s) OR s.same_as_id = ANY(%(ids)s)
""")


def _reach(ids: set[int]) -> set[int]:
    """These signals and every core one that a chain of shared numbers leads to."""
    reached, edge = set(ids), ids
    while edge:
        edge = _step(edge, HOLDING, CORE_KINDS) - reached
        reached |= edge
    return reached


def _step(ids: Iterable[int], holding: Iterable[str], kinds: Iterable[str]) -> set[int]:
    values: dict[str, Any] = {
        "ids": list(ids),
        "speaking": sorted(SPEAKING),
        "holding": sorted(holding),
        "schemes": list(SCHEMES),
        "kinds": sorted(kinds),
    }
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, values)
        return {pk for (pk,) in cursor.fetchall()}


def _core_of(dossiers: Iterable[int]) -> set[int]:
    rows = DossierMember.objects.filter(dossier__in=dossiers, is_core=True)
    return set(rows.values_list("signal", flat=True))


def _documents(reached: set[int]) -> list[Document]:
    """What `components` joins: the leaders reached and what speaks of them, with their followers' numbers."""
    wanted = reached | _step(reached, SPEAKING, SPEAKING_KINDS)
    leading = {
        pk: (kind, is_sample)
        for pk, kind, is_sample in Signal.objects.filter(pk__in=wanted, same_as=None).values_list(
            "pk", "kind", "is_sample"
        )
    }
    numbers: dict[int, set[Number]] = defaultdict(set)
    rows = SignalKey.objects.filter(_of(leading), scheme__in=SCHEMES, relation__in=SPEAKING)
    for pk, leader, scheme, value, relation in rows.values_list(
        "signal", "signal__same_as", "scheme", "value", "relation"
    ):
        kind = leading[leader or pk][0]
        if relation in HOLDING or kind in SPEAKING_KINDS:
            numbers[leader or pk].add((scheme, value))
    return [
        Document(pk, kind, is_sample, frozenset(numbers[pk])) for pk, (kind, is_sample) in leading.items()
    ]


def _of(leading: Iterable[int]) -> Q:
    return Q(signal__in=leading) | Q(signal__same_as__in=leading)


def _write(found: Sequence[Component], old: Collection[int], *, at: datetime) -> None:
    """Put what was found in place of the ``old`` dossiers; one that keeps its number keeps its row."""
    slugs = {dossier_slug(one.number, is_sample=one.is_sample): one for one in found}
    Dossier.objects.filter(pk__in=old).exclude(slug__in=slugs).delete()
    for start in range(0, len(slugs), _BATCH):
        part = dict(list(slugs.items())[start : start + _BATCH])
        ids = {pk for one in part.values() for pk in (*one.core, *one.speaking)}
        told = documents(ids)
        names = _names(ids)
        Dossier.objects.bulk_create(
            [_dossier(slug, one, told, names, today=day_of(at)) for slug, one in part.items()],
            update_conflicts=True,
            unique_fields=["slug"],
            update_fields=[
                "label",
                "lead",
                "stage",
                "restage_on",
                "latest_on",
                "member_count",
                "is_suspicious",
            ],
        )
        _write_members(part)


def _dossier(
    slug: str,
    component: Component,
    told: Mapping[int, stages.Document],
    names: Mapping[int, Sequence[str]],
    *,
    today: date,
) -> Dossier:
    members = [told[pk] for pk in sorted(component.core | component.speaking)]
    core = [one for one in members if one.id in component.core]
    stands = standing(members, today=today)
    scheme, value = component.number
    return Dossier(
        slug=slug,
        scheme=scheme,
        value=value,
        label=_label(component.number, (name for pk in component.core for name in names[pk])),
        lead_id=min(core, key=lambda one: (_TITLED.index(one.kind), names[one.id][0])).id,
        stage=stands.stage,
        restage_on=stands.changes_on,
        latest_on=max((one.day for one in moments(members) if one.day <= today), default=None),
        member_count=component.size,
        is_suspicious=component.is_suspicious,
        is_sample=component.is_sample,
    )


def dossier_slug(number: Number, *, is_sample: bool = False) -> str:
    """The address of the dossier known by a number: ``2023-0448``, ``initiative-14858``, ``com-2026-12``."""
    scheme, value = number
    plain = re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-")
    slug = plain if scheme in {"procedure", "com"} else f"{scheme}-{plain}"
    return f"sample-{slug}" if is_sample else slug


def _names(ids: Collection[int]) -> dict[int, list[str]]:
    """Of each signal, what orders it whoever stored it first, and the procedures its group names."""
    names: dict[int, list[str]] = {}
    rows = Signal.objects.filter(Q(pk__in=ids) | Q(same_as__in=ids)).order_by(
        F("same_as").asc(nulls_first=True), "source", "external_id"
    )
    for pk, leader, source, external_id, references in rows.values_list(
        "pk", "same_as", "source", "external_id", "references"
    ):
        said = references.get("procedure") or ()
        names.setdefault(leader or pk, [f"{source} {external_id}"]).extend(
            [external_id, *([said] if isinstance(said, str) else map(str, said))]
        )
    return names


def _label(number: Number, names: Iterable[str]) -> str:
    """The number as people write it: a procedure with its type where any document says it."""
    scheme, value = number
    if scheme != "procedure":
        return value
    written = {keys.procedure_label(name) for name in names if keys.procedure(name) == value}
    return max(written, key=lambda label: (len(label), label), default=value)


def _write_members(part: Mapping[str, Component]) -> None:
    ids = dict(Dossier.objects.filter(slug__in=part).values_list("slug", "pk"))
    wanted = {
        (ids[slug], signal, is_core)
        for slug, one in part.items()
        for group, is_core in ((one.core, True), (one.speaking - one.core, False))
        for signal in group
    }
    rows = DossierMember.objects.filter(dossier__in=ids.values())
    stored = {tuple(row[1:]): row[0] for row in rows.values_list("pk", "dossier", "signal", "is_core")}
    DossierMember.objects.filter(pk__in=[pk for row, pk in stored.items() if row not in wanted]).delete()
    DossierMember.objects.bulk_create(
        DossierMember(dossier_id=dossier, signal_id=signal, is_core=is_core)
        for dossier, signal, is_core in sorted(wanted - stored.keys())
    )
