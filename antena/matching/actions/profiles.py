"""Writing what towns are: from facts of their places, and from what their people say."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from antena.accounts.models import AuditEntry, User
from antena.matching.actions.jobs import match_later
from antena.matching.engine.traits import assumed_themes, traits_of
from antena.matching.engine.vocabulary import ASSETS
from antena.matching.enums import Capacity
from antena.matching.models import Profile
from antena.matching.queries.places import member_facts
from antena.themes.models import Theme

GOALS = range(1, 18)


class BadProfileError(Exception):
    """A profile cannot say this; ``field`` names where, ``value`` what."""

    def __init__(self, field: str, value: object) -> None:
        super().__init__(f"{field}: {value!r}")
        self.field, self.value = field, value


@transaction.atomic
def make_profiles(*, at: datetime) -> int:
    """Give every member municipality a profile and bring traits up to date; return how many profiles there
    are.

    Themes are assumed again from the traits where nobody has confirmed them; what people said stays.
    """
    known = {profile.place_id: profile for profile in Profile.objects.select_for_update()}
    new: list[Profile] = []
    changed: list[Profile] = []
    for place, facts in member_facts():
        traits = traits_of(facts)
        profile = known.get(place.pk)
        if profile is None:
            new.append(
                Profile(place=place, traits=sorted(traits), themes=assumed_themes(traits), changed_at=at)
            )
        elif _differs(profile, traits):
            _assume(profile, traits, at)
            changed.append(profile)
    Profile.objects.bulk_create(new)
    Profile.objects.bulk_update(changed, ["traits", "themes", "changed_at"])
    return len(known) + len(new)


def _differs(profile: Profile, traits: frozenset[str]) -> bool:
    if profile.traits != sorted(traits):
        return True
    return profile.confirmed_at is None and profile.themes != assumed_themes(traits)


def _assume(profile: Profile, traits: frozenset[str], at: datetime) -> None:
    profile.traits = sorted(traits)
    if profile.confirmed_at is None:
        profile.themes = assumed_themes(traits)
    profile.changed_at = at


@transaction.atomic
def edit_profile(
    *,
    profile_id: int,
    by: User | None,
    at: datetime,
    needs: str,
    themes: Mapping[str, float],
    assets: Sequence[str],
    goals: Sequence[int],
    capacity: str,
    needs_language: str = settings.LANGUAGE_CODE,
) -> Profile:
    """Write what a town says of itself; from now on its themes are confirmed, not assumed.

    ``by`` is None for what ships with the product. Raises `BadProfileError`, and `Profile.DoesNotExist`. The
    town's matches are made again by a job after the commit.
    """
    _check(themes=themes, assets=assets, goals=goals, capacity=capacity)
    profile = Profile.objects.select_for_update().get(pk=profile_id)
    if (needs, needs_language) != (profile.needs, profile.needs_language):
        profile.vector, profile.vector_model = None, ""
    said = {
        "needs": needs,
        "needs_language": needs_language,
        "themes": {code: float(weight) for code, weight in themes.items()},
        "assets": sorted(set(assets)),
        "goals": sorted(set(goals)),
        "capacity": capacity,
    }
    differences = sorted(name for name, value in said.items() if getattr(profile, name) != value)
    for name, value in said.items():
        setattr(profile, name, value)
    profile.confirmed_at = profile.changed_at = at
    profile.save()
    _write(by, "edited profile", profile, {"fields": differences})
    match_later(profile_id=profile.pk)
    return profile


def _check(
    *, themes: Mapping[str, float], assets: Sequence[str], goals: Sequence[int], capacity: str
) -> None:
    known = set(Theme.objects.filter(code__in=themes).values_list("code", flat=True))
    wrong: list[tuple[str, object]] = [
        *(("themes", code) for code in sorted(set(themes) - known)),
        *(("themes", weight) for weight in themes.values() if not 0 <= weight <= 1),
        *(("assets", code) for code in sorted(set(assets) - ASSETS.keys())),
        *(("goals", goal) for goal in sorted(set(goals) - set(GOALS))),
        *(("capacity", value) for value in (capacity,) if value not in Capacity.values),
    ]
    if wrong:
        raise BadProfileError(*wrong[0])


@transaction.atomic
def reset_profile(*, profile_id: int, at: datetime, by: User | None = None) -> Profile:
    """Forget what a town said of itself: its themes are assumed again. Raises `Profile.DoesNotExist`."""
    profile = Profile.objects.select_for_update().get(pk=profile_id)
    profile.needs, profile.needs_language = "", settings.LANGUAGE_CODE
    profile.assets, profile.goals, profile.capacity = [], [], Capacity.NONE
    profile.vector, profile.vector_model = None, ""
    profile.confirmed_at, profile.is_sample = None, False
    _assume(profile, frozenset(profile.traits), at)
    profile.save()
    _write(by, "reset profile", profile, {})
    match_later(profile_id=profile.pk)
    return profile


def _write(by: User | None, verb: str, profile: Profile, detail: dict[str, object]) -> None:
    AuditEntry.objects.create(
        actor=by, verb=verb, object_kind="profile", object_id=str(profile.pk), detail=detail
    )
