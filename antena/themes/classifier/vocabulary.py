"""The words and codes a classifier reads by, freed from where they are stored."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import msgspec

from antena.themes.catalogue import Catalogue, Concept, Ignored


class ThemeWords(msgspec.Struct, frozen=True, kw_only=True):
    """A field or a sub-theme. ``field`` is the code of its field: its own code for a field.

    ``words`` decide, ``hints`` only support; both are by language. ``goals`` are the numbers of the SDGs its
    targets belong to.
    """

    code: str
    field: str
    labels: Mapping[str, str]
    descriptions: Mapping[str, str]
    words: Mapping[str, Sequence[str]]
    hints: Mapping[str, Sequence[str]]
    eurovoc: tuple[str, ...]
    microthesauri: tuple[str, ...]
    goals: tuple[int, ...]

    @property
    def is_field(self) -> bool:
        """Whether this is one of the seven fields rather than a part of one."""
        return self.code == self.field


class GoalWords(msgspec.Struct, frozen=True, kw_only=True):
    """A Sustainable Development Goal and the words that give it away."""

    number: int
    words: Mapping[str, Sequence[str]]
    hints: Mapping[str, Sequence[str]]


class Vocabulary(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a `Classifier` knows. Themes come in menu order, each field before its sub-themes."""

    themes: tuple[ThemeWords, ...]
    goals: tuple[GoalWords, ...]
    concepts: Mapping[str, Concept]
    ignored: Ignored


class ThemeSource(Protocol):
    """What a stored theme and a theme of the catalogue have in common."""

    @property
    def code(self) -> str: ...
    @property
    def labels(self) -> Mapping[str, str]: ...
    @property
    def descriptions(self) -> Mapping[str, str]: ...
    @property
    def words(self) -> Mapping[str, Sequence[str]]: ...
    @property
    def hints(self) -> Mapping[str, Sequence[str]]: ...
    @property
    def eurovoc(self) -> Iterable[str]: ...
    @property
    def microthesauri(self) -> Iterable[str]: ...
    @property
    def sdg_targets(self) -> Iterable[str]: ...


def theme_words(source: ThemeSource, *, field: str) -> ThemeWords:
    """The part of ``source`` a classifier needs; ``field`` is the code of its field."""
    return ThemeWords(
        code=source.code,
        field=field,
        labels=source.labels,
        descriptions=source.descriptions,
        words=source.words,
        hints=source.hints,
        eurovoc=tuple(source.eurovoc),
        microthesauri=tuple(source.microthesauri),
        goals=goal_numbers(source.sdg_targets),
    )


def goal_numbers(targets: Iterable[str]) -> tuple[int, ...]:
    """The goals that ``targets`` such as "11.2" belong to, each once, in the order of the targets."""
    return tuple(dict.fromkeys(int(target.partition(".")[0]) for target in targets))


def vocabulary_of_catalogue(content: Catalogue) -> Vocabulary:
    """The vocabulary of a catalogue read from files, without a database."""
    return Vocabulary(
        themes=tuple(
            theme_words(entry, field=field.code)
            for field in content.fields
            for entry in (field, *field.themes)
        ),
        goals=tuple(
            GoalWords(number=goal.number, words=goal.words, hints=goal.hints) for goal in content.goals
        ),
        concepts={concept.id: concept for concept in content.concepts},
        ignored=content.ignored,
    )
