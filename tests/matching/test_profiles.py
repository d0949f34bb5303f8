"""What towns are and say."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from antena.accounts.models import AuditEntry
from antena.matching import actions
from antena.matching.engine.traits import assumed_themes
from antena.matching.models import Profile
from antena.places.models import Border, Place

SAID = {
    "needs": "Volem fibra a totes les masies.",
    "themes": {"connectivity": 1},
    "assets": ["forest", "heritage"],
    "goals": [11, 9],
    "capacity": "shared",
}


def test_every_member_gets_a_profile_assumed_from_its_traits(towns):
    village = towns["Gisclareny"]
    assert village.traits == ["mediterranean", "mountain", "rural", "sparse", "village_under_500"]
    assert village.themes == assumed_themes(village.traits)
    assert village.confirmed_at is None
    assert towns["Berga"].traits.count("county_capital") == 1


def test_others_get_none(towns, make_place):
    make_place("Andorra la Vella", 22_000, is_member=False)
    assert actions.make_profiles(at=towns["Berga"].changed_at) == 3


def test_a_city_next_door_is_a_trait(towns, now):
    border = Border.objects.create(place=towns["Berga"].place, rings=[], bounds=[])
    border.neighbours.add(Place.objects.get(name="Barcelona"))
    actions.make_profiles(at=now)
    assert "beside_city" in Profile.objects.get(place__name="Berga").traits


def test_altitude_and_degree_of_urbanisation_make_traits(towns, now):
    Place.objects.filter(name="Berga").update(altitude_m=1_200.0, degurba=3)
    actions.make_profiles(at=now)
    assert {"mountain", "rural"} <= set(Profile.objects.get(place__name="Berga").traits)


def test_facts_bring_new_traits_and_leave_what_people_said(towns, now):
    said = actions.edit_profile(profile_id=towns["Berga"].pk, by=None, at=now, **SAID)
    Place.objects.update(population=900)
    actions.make_profiles(at=now)
    after = Profile.objects.get(pk=said.pk)
    assert "under_1000" in after.traits
    assert after.themes == {"connectivity": 1}
    assumed = Profile.objects.get(place__name="Gisclareny")
    assert "under_1000" in assumed.traits
    assert assumed.themes == assumed_themes(assumed.traits)


def test_saying_something_confirms_the_profile(towns, make_user, now):
    somebody = make_user("anna")
    profile = actions.edit_profile(profile_id=towns["Gisclareny"].pk, by=somebody, at=now, **SAID)
    assert (profile.confirmed_at, profile.changed_at) == (now, now)
    assert (profile.assets, profile.goals) == (["forest", "heritage"], [9, 11])
    entry = AuditEntry.objects.get(object_kind="profile")
    assert (entry.actor, entry.verb, entry.object_id) == (somebody, "edited profile", str(profile.pk))
    assert entry.detail == {"fields": ["assets", "capacity", "goals", "needs", "themes"]}


def test_other_needs_lose_the_old_meaning(towns, now):
    profile = towns["Gisclareny"]
    actions.edit_profile(profile_id=profile.pk, by=None, at=now, **SAID)
    Profile.objects.filter(pk=profile.pk).update(vector=[1.0] + [0.0] * 383, vector_model="m")
    same = actions.edit_profile(profile_id=profile.pk, by=None, at=now, **{**SAID, "capacity": "team"})
    assert same.vector_model == "m"
    other = actions.edit_profile(profile_id=profile.pk, by=None, at=now, **{**SAID, "needs": "Aigua."})
    assert (other.vector, other.vector_model) == (None, "")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("themes", {"no-such-theme": 1}),
        ("themes", {"connectivity": 1.5}),
        ("assets", ["volcano"]),
        ("goals", [18]),
        ("capacity", "army"),
    ],
)
def test_what_a_profile_cannot_say_is_refused(towns, now, field, value):
    with pytest.raises(actions.BadProfileError) as refused:
        actions.edit_profile(profile_id=towns["Berga"].pk, by=None, at=now, **{**SAID, field: value})
    assert refused.value.field == field
    assert Profile.objects.get(pk=towns["Berga"].pk).confirmed_at is None


def test_a_reset_forgets_what_was_said(towns, now):
    profile = towns["Gisclareny"]
    actions.edit_profile(profile_id=profile.pk, by=None, at=now, **SAID)
    after = actions.reset_profile(profile_id=profile.pk, at=now)
    assert (after.needs, after.assets, after.goals, after.confirmed_at) == ("", [], [], None)
    assert after.themes == profile.themes


def test_an_edit_has_the_town_matched_again_once(towns, now, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        actions.edit_profile(profile_id=towns["Berga"].pk, by=None, at=now, **SAID)
    with django_capture_on_commit_callbacks(execute=True):
        actions.edit_profile(profile_id=towns["Berga"].pk, by=None, at=now, **SAID)
    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.args) == (
        "antena.matching.tasks.match_profile",
        {"profile_id": towns["Berga"].pk},
    )
