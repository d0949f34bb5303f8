"""Puts the sample in and takes it out."""

from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import transaction

from antena.accounts.models import User
from antena.matching import actions as matching_actions
from antena.matching.models import Profile, TownAccess
from antena.operations.sample import files
from antena.signals.importing import SignalImporter
from antena.signals.models import Signal
from antena.sources.enums import RunState
from antena.sources.models import Run


def is_settled() -> bool:
    """Whether the sample was loaded once. Its run stays when it is removed, so it does not come back."""
    return Run.objects.filter(source=files.SOURCE, state=RunState.DONE).exists()


@transaction.atomic
def load(*, at: datetime) -> None:
    """Load signals, needs and people, dated around ``at``. Loading again moves the dates."""
    run = Run.objects.create(source=files.SOURCE, started_at=at, origin="sample")
    drafts = files.signals(at=at)
    counts = SignalImporter(sample=True).store(drafts, run_id=run.pk, at=at)
    _load_towns(at=at)
    _load_people()
    run.state, run.finished_at = RunState.DONE, at
    run.seen, run.new, run.changed, run.same = len(drafts), counts.new, counts.changed, counts.same
    run.save()


@transaction.atomic
def remove(*, at: datetime) -> int:
    """Take out everything invented and return how many signals went. Real records keep all they have."""
    signals = Signal.objects.filter(source=files.SOURCE)
    gone = signals.count()
    signals.delete()
    for profile in Profile.objects.filter(is_sample=True):
        matching_actions.reset_profile(profile_id=profile.pk, at=at)
    get_user_model().objects.filter(is_sample=True).delete()
    return gone


def _load_towns(*, at: datetime) -> None:
    for town in files.towns():
        profile = Profile.objects.filter(place__lau_code=town.lau_code, confirmed_at=None).first()
        if profile is None:
            continue
        matching_actions.edit_profile(
            profile_id=profile.pk,
            by=None,
            at=at,
            needs=town.needs,
            themes=town.themes,
            assets=town.assets,
            goals=town.goals,
            capacity=town.capacity,
        )
        Profile.objects.filter(pk=profile.pk).update(is_sample=True)


def _load_people() -> None:
    for person in files.people():
        user, is_new = User.objects.get_or_create(
            username=person.username,
            defaults={
                "display_name": person.display_name,
                "role": person.role,
                "language": person.language,
                "is_sample": True,
            },
        )
        if is_new:
            user.set_unusable_password()
            user.save(update_fields=["password"])
        profile = Profile.objects.filter(place__lau_code=person.town).first() if person.town else None
        if profile is not None:
            TownAccess.objects.get_or_create(user=user, profile=profile)
