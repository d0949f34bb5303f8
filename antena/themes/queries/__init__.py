"""Reading the vocabulary: the tree for menus and facets, labels, and the classifier made of it."""

from antena.themes.queries.classifying import (
    Branch,
    CatalogueNotLoaded,
    best,
    classifier,
    description,
    goals,
    label,
    meanings,
    tree,
    vocabulary,
)
from antena.themes.queries.thesaurus import concept_labels, concepts_told_by, in_language

__all__ = [
    "Branch",
    "CatalogueNotLoaded",
    "best",
    "classifier",
    "concept_labels",
    "concepts_told_by",
    "description",
    "goals",
    "in_language",
    "label",
    "meanings",
    "tree",
    "vocabulary",
]
