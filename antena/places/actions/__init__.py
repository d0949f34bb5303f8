"""What is done to places: the world and the members are loaded, sources speak of them, people correct."""

from antena.places.actions.correcting import NotAFactError, correct_fact, release_fact
from antena.places.actions.facts import Fact, NewFigure, Stored, delist_facts, store_facts, touch_facts
from antena.places.actions.members import (
    MembersLoaded,
    WorldNotLoadedError,
    load_members,
    members_are_loaded,
)
from antena.places.actions.twins import (
    Twinning,
    confirm_twin,
    delist_twins,
    deny_twin,
    store_twins,
    touch_twins,
    undecide_twin,
)
from antena.places.actions.world import WorldLoaded, load_world, world_is_loaded
from antena.places.register import RegisterError

__all__ = [
    "Fact",
    "MembersLoaded",
    "NewFigure",
    "NotAFactError",
    "RegisterError",
    "Stored",
    "Twinning",
    "WorldLoaded",
    "WorldNotLoadedError",
    "confirm_twin",
    "correct_fact",
    "delist_facts",
    "delist_twins",
    "deny_twin",
    "load_members",
    "load_world",
    "members_are_loaded",
    "release_fact",
    "store_facts",
    "store_twins",
    "touch_facts",
    "touch_twins",
    "undecide_twin",
    "world_is_loaded",
]
