"""A small world: a few hundred places, two invented associations, one with borders and one without."""

import json
from pathlib import Path
from typing import Any

import pytest

from antena.lib.association import Association
from antena.places import geonames
from antena.places.geonames import City
from tests.places import small


@pytest.fixture
def small_world(monkeypatch: pytest.MonkeyPatch) -> list[City]:
    """GeoNames cut down to the places above; a test may change the list before it loads."""
    world = small.cities()
    monkeypatch.setattr(geonames, "read_cities", lambda: list(world))
    return world


@pytest.fixture
def squares(tmp_path: Path, settings: Any) -> Association:
    """An association of the four squares, its packages in a folder of its own."""
    (tmp_path / "towns.json").write_bytes(small.topology())
    (tmp_path / "land.json").write_bytes(small.land())
    (tmp_path / "names.json").write_text(json.dumps(small.NAMES))
    settings.NODE_MODULES = tmp_path
    return small.association(tmp_path, country="ES", members=small.MEMBERS, regions=small.REGIONS)


@pytest.fixture
def flanders(tmp_path: Path, settings: Any) -> Association:
    """An invented association in another country: three members, names in its own register, no borders."""
    settings.NODE_MODULES = tmp_path / "none"
    return small.association(tmp_path, country="BE", members=small.FLEMISH_MEMBERS, regions=small.FLANDERS)
