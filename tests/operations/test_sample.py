"""The sample is whole, dated from today, marked, and leaves without a trace of its own."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from antena.accounts.models import User
from antena.operations import sample
from antena.operations.sample import files
from antena.signals.enums import Kind, Status
from antena.signals.models import Signal
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
