"""What people say of a place stands above every source: the field is locked until they take it back."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import connection, transaction

from antena.accounts.models import AuditEntry, User
from antena.places.actions import settling
from antena.places.models import Place, PlaceContact, Statement
from antena.places.rules import AUTHORITY, FACTS, PERSON

_CONTACT = {"website", "email"}
_COLUMN = {
    field.name: field
    for model in (Place, PlaceContact)
    for field in model._meta.concrete_fields
    if any(field.name in columns for columns in FACTS.values())
}
_BOUNDS: dict[str, tuple[float, float]] = {
    "population": (0, 2_000_000_000),
    "population_year": (1800, 2100),
    "latitude": (-90, 90),
    "longitude": (-180, 180),
    "area_km2": (0, 1_000_000),
    "altitude_m": (-500, 9_000),
    "degurba": (1, 3),
}


class NotAFactError(Exception):
    """A place has no such fact that a person could correct; the message names it."""


@transaction.atomic
def correct_fact(*, place_id: int, values: dict[str, Any], by: User, at: datetime) -> Place:
    """Write what a person says of a place in place of what sources say; from now on no source changes it.

    ``values`` is column → value, of `rules.FACTS`; those that go together (coordinates) must come together.
    Raises `NotAFactError`, `Place.DoesNotExist`, and Django's `ValidationError` where a value is none of its
    column; nothing is written then.
    """
    _check(values)
    place = Place.objects.select_for_update(of=("self",)).get(pk=place_id)
    said = _person_of(place, at=at)
    old = _now(place)
    said.said = {**said.said, **values}
    _write(said, place, by, "corrected place", {name: [old[name], values[name]] for name in values}, at=at)
    place.refresh_from_db()
    return place


@transaction.atomic
def release_fact(*, place_id: int, fact: str, by: User, at: datetime) -> Place:
    """Take a correction back: the place shows what the best of its sources says again.

    Raises `NotAFactError` and `Place.DoesNotExist`.
    """
    if fact not in FACTS:
        raise NotAFactError(fact)
    place = Place.objects.select_for_update(of=("self",)).get(pk=place_id)
    said = _person_of(place, at=at)
    taken = {name: said.said[name] for name in FACTS[fact] if name in said.said}
    said.said = {name: value for name, value in said.said.items() if name not in taken}
    _write(said, place, by, "released place", taken, at=at)
    place.refresh_from_db()
    return place


def _check(values: dict[str, Any]) -> None:
    unknown = sorted(set(values) - set(_COLUMN))
    if unknown or not values:
        raise NotAFactError(", ".join(unknown))
    together = FACTS["coordinates"]
    if len(set(together) & set(values)) == 1:
        raise NotAFactError(" + ".join(together))
    problems = {}
    for name, value in values.items():
        try:
            _COLUMN[name].clean(value, None)
            for limit, check in zip(
                _BOUNDS.get(name, ()), (MinValueValidator, MaxValueValidator), strict=False
            ):
                check(limit)(value)
        except ValidationError as error:
            problems[name] = error
    if problems:
        raise ValidationError(problems)


def _now(place: Place) -> dict[str, Any]:
    contact = PlaceContact.objects.filter(place=place).first() or PlaceContact(place=place)
    return {name: getattr(contact if name in _CONTACT else place, name) for name in _COLUMN}


def _person_of(place: Place, *, at: datetime) -> Statement:
    known = Statement.objects.filter(source=PERSON, external_id=f"place-{place.pk}").first()
    return known or Statement(
        source=PERSON,
        external_id=f"place-{place.pk}",
        place=place,
        authority=AUTHORITY[PERSON],
        first_seen=at,
    )


def _write(
    said: Statement, place: Place, by: User, verb: str, detail: dict[str, Any], *, at: datetime
) -> None:
    with connection.cursor() as cursor:
        # The base is kept first: what the place showed until now may be nobody else's word.
        settling.settle(cursor, [place.pk], at=at)
        said.last_seen = at
        said.save()
        settling.settle(cursor, [place.pk], at=at)
    AuditEntry.objects.create(
        actor=by, verb=verb, object_kind="place", object_id=str(place.pk), detail=detail
    )
