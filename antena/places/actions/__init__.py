"""What is done to places: the world and the members are loaded, once per version of their data."""

from antena.places.actions.members import (
    MembersLoaded,
    WorldNotLoadedError,
    load_members,
    members_are_loaded,
)
from antena.places.actions.world import WorldLoaded, load_world, world_is_loaded
from antena.places.register import RegisterError

__all__ = [
    "MembersLoaded",
    "RegisterError",
    "WorldLoaded",
    "WorldNotLoadedError",
    "load_members",
    "load_world",
    "members_are_loaded",
    "world_is_loaded",
]
