"""Who may do what: role × action."""

import pytest
from django.contrib.auth.models import AnonymousUser

from antena.accounts.enums import Role
from antena.matching import rules


@pytest.fixture
def people(towns, make_user):
    berga = towns["Berga"]
    return {
        "officer": make_user("officer", Role.OFFICER),
        "superuser": make_user("root", is_superuser=True),
        "editor": make_user("editor", Role.TOWN, town=berga),
        "onlooker": make_user("onlooker", Role.TOWN, town=berga, can_edit=False),
        "neighbour": make_user("neighbour", Role.TOWN, town=towns["Gisclareny"]),
        "reader": make_user("reader"),
        "gone": make_user("gone", Role.OFFICER, is_active=False),
        "nobody": AnonymousUser(),
    }


@pytest.mark.parametrize(
    ("who", "sees", "edits", "answers"),
    [
        ("officer", True, True, True),
        ("superuser", True, True, True),
        ("editor", True, True, True),
        ("onlooker", True, False, False),
        ("neighbour", False, False, False),
        ("reader", False, False, False),
        ("gone", False, False, False),
        ("nobody", False, False, False),
    ],
)
def test_matrix(people, towns, who, sees, edits, answers):
    user, profile = people[who], towns["Berga"]
    assert rules.can_see_verdicts(user, profile) is sees
    assert rules.can_edit_profile(user, profile) is edits
    assert rules.can_give_verdict(user, profile) is answers


def test_the_permissions_are_known_to_django(people, towns):
    assert people["editor"].has_perm(rules.EDIT_PROFILE, towns["Berga"])
    assert not people["neighbour"].has_perm(rules.EDIT_PROFILE, towns["Berga"])
