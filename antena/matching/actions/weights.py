"""Weights learned from verdicts: proposed by the machine, put in force and taken out by a person."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
import numpy as np
from django.db import transaction

from antena.accounts.models import AuditEntry, User
from antena.matching.actions.jobs import match_again_later
from antena.matching.engine.algorithm import CURRENT, algorithm
from antena.matching.engine.learning import bend_of, learn, verdicts_of
from antena.matching.enums import VersionState
from antena.matching.models import WeightVersion
from antena.matching.queries.verdicts import Given, Missing, given, missing

# A bucket with fewer verdicts keeps the calibration it has.
_LEAST_OF_BUCKET = 30


class TooFewVerdictsError(Exception):
    """Too little was said to learn from; ``missing`` says what is."""

    def __init__(self, missing: Missing) -> None:
        super().__init__(str(missing))
        self.missing = missing


class NothingBetterError(Exception):
    """The verdicts ask for no other weights and no other calibration."""


class NotProposedError(Exception):
    """The version is not one that can be put in force; the message names it."""


@transaction.atomic
def propose_weights(*, at: datetime, by: User | None = None) -> WeightVersion:
    """Learn from all verdicts and store a version for people to decide on.

    Weights change only where they do better on verdicts held out. Raises `TooFewVerdictsError`,
    `NothingBetterError`.
    """
    rows = given()
    if (lacking := missing(rows)).any:
        raise TooFewVerdictsError(lacking)
    base = algorithm(CURRENT)
    verdicts = verdicts_of([(row.features, row.worth, row.town) for row in rows], list(base.weights))
    weights, metrics = learn(verdicts, base.weights)
    bends = _bends(rows)
    if not metrics.is_better and not bends:
        raise NothingBetterError
    version = WeightVersion.objects.create(
        name=_name(at),
        base=CURRENT,
        weights=weights if metrics.is_better else dict(base.weights),
        bends=bends,
        verdicts=len(rows),
        until=rows[-1].at,
        metrics=msgspec.to_builtins(metrics),
        proposed_at=at,
    )
    _audit(by, "proposed weights", version)
    return version


@transaction.atomic
def activate_weights(*, version_id: int, by: User | None, at: datetime) -> WeightVersion:
    """Put a version in force in place of the one that is. Raises `NotProposedError`, `DoesNotExist`."""
    version = WeightVersion.objects.select_for_update(of=("self",)).get(pk=version_id)
    if version.state == VersionState.ACTIVE:
        raise NotProposedError(version.name)
    _retire(by=by, at=at)
    version.state, version.decided_by, version.decided_at = VersionState.ACTIVE, by, at
    version.save(update_fields=["state", "decided_by", "decided_at"])
    _audit(by, "activated weights", version)
    match_again_later()
    return version


@transaction.atomic
def revert_weights(*, by: User | None, at: datetime) -> None:
    """Go back to the weights as they are shipped. Raises `NotProposedError` where they are in force."""
    if not _retire(by=by, at=at):
        raise NotProposedError(CURRENT)
    match_again_later()


def _retire(*, by: User | None, at: datetime) -> bool:
    active = WeightVersion.objects.select_for_update(of=("self",)).filter(state=VersionState.ACTIVE).first()
    if active is None:
        return False
    active.state, active.decided_by, active.decided_at = VersionState.RETIRED, by, at
    active.save(update_fields=["state", "decided_by", "decided_at"])
    _audit(by, "retired weights", active)
    return True


def _bends(rows: Sequence[Given]) -> dict[str, dict[str, float]]:
    """How the calibration is bent in each bucket with enough verdicts that have a share."""
    found = {}
    for bucket in sorted({row.bucket for row in rows}):
        own = [(row.share, row.worth) for row in rows if row.bucket == bucket and row.share is not None]
        if len(own) >= _LEAST_OF_BUCKET:
            shares, worth = np.array([one for one, _ in own]), np.array([two for _, two in own])
            found[bucket] = msgspec.to_builtins(bend_of(shares, worth))
    return found


def _name(at: datetime) -> str:
    """The base, the day, and a number where there was one that day."""
    stem = f"{CURRENT}+{at:%Y-%m-%d}"
    taken = WeightVersion.objects.filter(name__startswith=stem).count()
    return stem if not taken else f"{stem}.{taken + 1}"


def _audit(by: User | None, verb: str, version: WeightVersion) -> None:
    AuditEntry.objects.create(
        actor=by,
        verb=verb,
        object_kind="weights",
        object_id=version.name,
        detail={"verdicts": version.verdicts},
    )
