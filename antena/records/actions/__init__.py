"""What is done to records: bodies are linked to places, people check the links."""

from antena.records.actions.deciding import (
    NoSuchPlaceError,
    NothingProposedError,
    choose_place,
    confirm_link,
    reject_link,
)
from antena.records.actions.linking import LinkCounts, link_bodies
from antena.records.actions.settling import Settled, settle

__all__ = [
    "LinkCounts",
    "NoSuchPlaceError",
    "NothingProposedError",
    "Settled",
    "choose_place",
    "confirm_link",
    "link_bodies",
    "reject_link",
    "settle",
]
