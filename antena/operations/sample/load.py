"""Puts the sample in and takes it out."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction

from antena.accounts.models import User
from antena.actors import actions as actors
from antena.actors.models import Organisation
from antena.matching import actions as matching_actions
from antena.matching.models import Profile, TownAccess
from antena.operations.sample import files, records
from antena.places.models import TwinTown
from antena.records.actions import link_bodies
from antena.records.importing import FactImporter, ProjectImporter
from antena.records.models import Body, Project
from antena.signals.importing import SignalImporter
from antena.signals.models import Signal
from antena.sources.enums import RunState
from antena.sources.importing import Counts
from antena.sources.models import Run


def is_settled() -> bool:
    """Whether the sample was loaded once. Its run stays when it is removed, so it does not come back."""
    return Run.objects.filter(source=files.SOURCE, state=RunState.DONE).exists()


# Any real source's word stands before the sample's.
_AUTHORITY = 1


@transaction.atomic
def load(*, at: datetime) -> None:
    """Load signals, records, needs and people, dated around ``at``. Loading again moves the dates."""
    run = Run.objects.create(source=files.SOURCE, started_at=at, origin="sample")
    drafts = files.signals(at=at)
    counts = SignalImporter(sample=True).store(drafts, run_id=run.pk, at=at)
    counts += _load_records(run_id=run.pk, at=at)
    _load_towns(at=at)
    _load_people()
    run.state, run.finished_at = RunState.DONE, at
    run.seen = counts.new + counts.changed + counts.same
    run.new, run.changed, run.same = counts.new, counts.changed, counts.same
    run.save()


@transaction.atomic
def remove(*, at: datetime) -> int:
    """Take out everything invented and return how many signals went. Real records keep all they have."""
    signals = Signal.objects.filter(source=files.SOURCE)
    gone = signals.count()
    signals.delete()
    for told in (TwinTown, Project, Body):
        told.objects.filter(source=files.SOURCE).delete()
    invented = Organisation.objects.filter(is_sample=True).values_list("pk", flat=True)
    actors.remove_organisations(ids=list(invented))
    for profile in Profile.objects.filter(is_sample=True):
        matching_actions.reset_profile(profile_id=profile.pk, at=at)
    get_user_model().objects.filter(is_sample=True).delete()
    return gone


def _load_records(*, run_id: int, at: datetime) -> Counts:
    """Twin towns, projects and organisations: through the importers and actions of any source or person."""
    country = settings.ASSOCIATION.country
    twins = FactImporter(authority=_AUTHORITY).store(records.twins(country=country), run_id=run_id, at=at)
    projects = ProjectImporter().store(records.projects(country=country, at=at), run_id=run_id, at=at)
    link_bodies(at=at)
    known = set(Organisation.objects.filter(is_sample=True).values_list("name", flat=True))
    for kind, facts in records.organisations(at=at):
        if facts["name"] not in known:
            draft = actors.OrganisationDraft(facts=facts)
            actors.store_organisations(kind=kind, drafts=[draft], at=at, sample=True)
    return twins + projects


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
