"""The sample is whole, dated from today, marked, and leaves without a trace of its own."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from antena.accounts.models import User
from antena.actors.models import Organisation
from antena.operations import sample
from antena.operations.sample import files, records
from antena.places.models import TwinTown
from antena.records.models import Body, Project
from antena.signals.enums import Kind, Status
from antena.signals.models import Signal
from antena.sources.drafts import ParticipationDraft, ProjectDraft
from antena.themes import catalogue

NOW = datetime(2027, 3, 4, 9, 30, tzinfo=UTC)


def test_every_sample_signal_speaks_every_language() -> None:
    drafts = files.signals(at=NOW)
    assert len(drafts) >= 40
    assert len({draft.external_id for draft in drafts}) == len(drafts)
    for draft in drafts:
        assert {text.language for text in draft.texts} == set(settings.ASSOCIATION.languages), (
            draft.external_id
        )
        assert draft.kind in Kind.values
        assert draft.stated_status in {"", *Status.values}


def test_dates_follow_the_day_it_is_loaded() -> None:
    early, late = files.signals(at=NOW), files.signals(at=NOW + timedelta(days=100))
    for one, other in zip(early, late, strict=True):
        for first, second in zip(one.deadlines, other.deadlines, strict=True):
            assert second.at - first.at == timedelta(days=100)
            assert first.at > NOW


def test_towns_speak_of_themes_that_exist() -> None:
    known = {theme.code for field in catalogue.load().fields for theme in field.themes}
    for town in files.towns():
        assert set(town.themes) <= known, town.lau_code


def test_projects_speak_every_language_and_move_with_the_day() -> None:
    early = records.projects(country="ES", at=NOW)
    late = records.projects(country="ES", at=NOW + timedelta(days=100))
    for one, other in zip(early, late, strict=True):
        if isinstance(one, ProjectDraft) and isinstance(other, ProjectDraft):
            assert {text.language for text in one.texts} == set(settings.ASSOCIATION.languages)
            assert one.starts_on and other.starts_on and one.ends_on
            assert one.starts_on < one.ends_on
            assert other.starts_on - one.starts_on == timedelta(days=100)
    known = {one.external_id for one in early if isinstance(one, ProjectDraft)}
    assert {one.project for one in early if isinstance(one, ParticipationDraft)} == known


@pytest.mark.django_db
def test_records_come_marked_and_once() -> None:
    for at in (NOW, NOW + timedelta(days=1)):
        sample.load(at=at)
    assert TwinTown.objects.filter(source="sample").count() == len(records.twins(country="ES")) == 12
    assert Project.objects.filter(source="sample").count() == 8
    assert Organisation.objects.filter(is_sample=True).count() == len(records.organisations(at=NOW)) == 6
    assert sum("ca" in names for names in Organisation.objects.values_list("names", flat=True)) == 6
    sample.remove(at=NOW)
    for model in (TwinTown, Project, Body, Organisation):
        assert not model.objects.exists(), model


@pytest.mark.django_db
def test_it_comes_marked_and_goes_whole() -> None:
    assert not sample.is_settled()
    sample.load(at=NOW)
    assert sample.is_settled()
    assert Signal.objects.filter(is_sample=True).count() == len(files.signals(at=NOW))
    assert set(User.objects.values_list("is_sample", flat=True)) == {True}
    assert not any(user.has_usable_password() for user in User.objects.all())
    sample.load(at=NOW + timedelta(days=1))
    assert Signal.objects.count() == len(files.signals(at=NOW))
    assert sample.remove(at=NOW) == len(files.signals(at=NOW))
    assert not Signal.objects.exists()
    assert not User.objects.exists()
    assert sample.is_settled()
