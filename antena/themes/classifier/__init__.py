"""Which themes and goals a text is about, and the words that show it. Plain Python.

Three signals add up: words and phrases of the vocabulary, matched by stem; EuroVoc descriptors the record
carries; and nearness in meaning, when the caller has a vector of the text and prototypes of the themes.
"""

from antena.themes.classifier.meaning import PassageEmbedder, Prototypes, prototypes
from antena.themes.classifier.reader import Classifier
from antena.themes.classifier.results import Evidence, Passage, Reading, Scored
from antena.themes.classifier.vocabulary import (
    GoalWords,
    ThemeWords,
    Vocabulary,
    theme_words,
    vocabulary_of_catalogue,
)

__all__ = [
    "Classifier",
    "Evidence",
    "GoalWords",
    "Passage",
    "PassageEmbedder",
    "Prototypes",
    "Reading",
    "Scored",
    "ThemeWords",
    "Vocabulary",
    "prototypes",
    "theme_words",
    "vocabulary_of_catalogue",
]
