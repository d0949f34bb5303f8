"""Which themes and goals a text is about, and the words that show it. Plain Python.

Three signals add up: words and phrases of the vocabulary, matched by stem; EuroVoc descriptors the record
carries; and nearness in meaning, when the caller has a vector of the text and prototypes of the themes.
"""

from antena.themes.classifier.meaning import Prototypes, prototypes
from antena.themes.classifier.reader import Classifier
from antena.themes.classifier.results import Evidence, Passage, Reading, Scored
from antena.themes.classifier.vocabulary import (
    GoalWords,
    ThemeWords,
    Vocabulary,
    goal_numbers,
    vocabulary_of_catalogue,
)

__all__ = [
    "Classifier",
    "Evidence",
    "GoalWords",
    "Passage",
    "Prototypes",
    "Reading",
    "Scored",
    "ThemeWords",
    "Vocabulary",
    "goal_numbers",
    "prototypes",
    "vocabulary_of_catalogue",
]
