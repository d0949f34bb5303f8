"""The weights in force: those shipped with the algorithm, or a version learned here that was activated."""

import msgspec
from django.db.models import QuerySet

from antena.matching.engine.algorithm import Algorithm, UnknownAlgorithmError, algorithm, names
from antena.matching.engine.calibration import Bend, Calibration, calibration
from antena.matching.enums import VersionState
from antena.matching.models import WeightVersion


def versions() -> QuerySet[WeightVersion]:
    """Every version there is, the newest first."""
    return WeightVersion.objects.select_related("decided_by").order_by("-proposed_at", "-pk")


def active_version() -> WeightVersion | None:
    """The version in force; None where that is the algorithm as it is shipped."""
    return WeightVersion.objects.filter(state=VersionState.ACTIVE).first()


def in_force() -> tuple[Algorithm, Calibration | None]:
    """The algorithm passes are made with and its calibration, None where nobody judged its matches.

    One query.
    """
    version = active_version()
    if version is None:
        return algorithm(), calibration(algorithm().name)
    return with_version(version), _bent(version)


def algorithm_in_force() -> Algorithm:
    """The algorithm passes are made with. One query."""
    return in_force()[0]


def algorithm_called(name: str) -> Algorithm:
    """The algorithm a match was made with, shipped or learned here. Raises `UnknownAlgorithmError`."""
    if name in names():
        return algorithm(name)
    version = WeightVersion.objects.filter(name=name).first()
    if version is None:
        raise UnknownAlgorithmError(name)
    return with_version(version)


def with_version(version: WeightVersion) -> Algorithm:
    """The base of a version with its weights and its name."""
    return msgspec.structs.replace(algorithm(version.base), name=version.name, weights=version.weights)


def _bent(version: WeightVersion) -> Calibration | None:
    """The calibration shipped with the base of a version, bent by the verdicts it learned from."""
    shipped = calibration(version.base)
    if shipped is None:
        return None
    bends = {bucket: msgspec.convert(bend, Bend) for bucket, bend in version.bends.items()}
    return msgspec.structs.replace(shipped, algorithm=version.name, bends=bends)
