"""What is done to places: the world and the members are loaded, once per version of their data."""

from antena.places.actions.world import load_world, world_is_loaded

__all__ = ["load_world", "world_is_loaded"]
