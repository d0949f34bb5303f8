"""Writing the vocabulary: the catalogue that ships with the product, and what a source tells of EuroVoc."""

from antena.themes.actions.catalogue import Loaded, catalogue_is_loaded, load_catalogue, store_meanings
from antena.themes.actions.thesaurus import Stored, retire_concepts, store_concepts

__all__ = [
    "Loaded",
    "Stored",
    "catalogue_is_loaded",
    "load_catalogue",
    "retire_concepts",
    "store_concepts",
    "store_meanings",
]
