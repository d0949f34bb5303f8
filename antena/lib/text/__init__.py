"""Text as the house reads, compares, sorts and cuts it: any script, and Catalan done properly."""

from antena.lib.text.language import language_of
from antena.lib.text.markup import plain
from antena.lib.text.names import of_place, sort_key, to_place
from antena.lib.text.normal import normalise, search_text, stem, words
from antena.lib.text.spans import Span, clip, sentences

__all__ = [
    "Span",
    "clip",
    "language_of",
    "normalise",
    "of_place",
    "plain",
    "search_text",
    "sentences",
    "sort_key",
    "stem",
    "to_place",
    "words",
]
