"""Reading the catalogue: the tree for menus and facets, labels, and the classifier made of it."""

import threading
from collections.abc import Iterator, Mapping, Sequence

import msgspec
import numpy as np
from django.conf import settings

from antena.themes import catalogue
from antena.themes.catalogue import Concept
from antena.themes.classifier import (
    Classifier,
    GoalWords,
    PassageEmbedder,
    Prototypes,
    ThemeWords,
    Vocabulary,
    prototypes,
    theme_words,
)
from antena.themes.classifier.learned import LearnedModel, shipped
from antena.themes.models import CatalogueVersion, EurovocConcept, Goal, Theme, ThemeVector
from antena.themes.queries.thesaurus import further_words


class CatalogueNotLoaded(Exception):  # noqa: N818 - it names what happened, as `FetchFailed` does
    """The vocabulary is not in the database yet; `antena load-themes` brings it there."""


class Branch(msgspec.Struct, frozen=True, eq=False):
    """A field and its sub-themes in menu order."""

    field: Theme
    themes: tuple[Theme, ...]


def tree() -> list[Branch]:
    """The fields with their sub-themes, in the order of the plan. One query."""
    children: dict[int, list[Theme]] = {}
    fields: list[Theme] = []
    for theme in Theme.objects.order_by("letter", "position", "code"):
        if theme.parent_id is None:
            fields.append(theme)
        else:
            children.setdefault(theme.parent_id, []).append(theme)
    return [Branch(field, tuple(children.get(field.pk, ()))) for field in fields]


def label(item: Theme | Goal, language: str) -> str:
    """The name of a theme or goal in ``language``, else in the first language of the association it has."""
    return best(item.labels, language) or str(item.pk if isinstance(item, Goal) else item.code)


def description(theme: Theme, language: str) -> str:
    """What a theme covers, in ``language`` or the next best; empty where nobody wrote it."""
    return best(theme.descriptions, language)


def best(texts: Mapping[str, str], language: str) -> str:
    """The text in ``language``, its base language, the association's languages in order, or any."""
    wanted = (language, language[:2], *settings.ASSOCIATION.languages, *texts)
    return next((texts[code] for code in wanted if texts.get(code)), "")


def goals() -> list[Goal]:
    """The seventeen goals in their order. One query."""
    return list(Goal.objects.order_by("number"))


_made: dict[str, tuple[str, Classifier]] = {}
_making = threading.Lock()


def classifier(*, embedder: PassageEmbedder | None = None) -> Classifier:
    """The classifier of the vocabulary as it is stored now. Made again in this process when that changes.

    With an ``embedder`` it also reads vectors made by it. One query; when it must be made, a few and about
    half a second, ten seconds more where `actions.store_meanings` was not called for that embedder. Raises
    `CatalogueNotLoaded`.
    """
    version = CatalogueVersion.objects.first()
    if version is None:
        raise CatalogueNotLoaded("load the themes first: antena load-themes")
    name = embedder.name if embedder else ""
    with _making:
        said, made = _made.get(name, ("", None))
        says = f"{version.digest} {version.concepts}"
        if made is None or said != says:
            words = vocabulary()
            near = _near(words, version.digest, embedder) if embedder else None
            made = Classifier(words, near, _learned_goals(name))
            _made[name] = (says, made)
        return made


def _learned_goals(model: str) -> LearnedModel | None:
    """The learned goals, where they were learned with the vectors of ``model``."""
    goals = shipped("goals")
    return goals if goals.embedder == model else None


def _near(words: Vocabulary, digest: str, embedder: PassageEmbedder) -> Prototypes:
    return meanings(digest, embedder.name) or prototypes(words, embedder)


def meanings(digest: str, model: str) -> Prototypes | None:
    """The directions of the sub-themes stored for a catalogue and a model; None where there are none."""
    stored = ThemeVector.objects.filter(digest=digest, model=model).order_by(
        "theme__letter", "theme__position"
    )
    rows = list(stored.values_list("theme__code", "vector"))
    if not rows:
        return None
    return Prototypes(tuple(code for code, _ in rows), np.array([vector for _, vector in rows], np.float32))


def vocabulary() -> Vocabulary:
    """The words of the stored catalogue, as the classifier wants them. Four queries.

    In languages the catalogue has no words of, a theme is known by the names of its concepts.
    """
    themes = [
        theme_words(theme, field=branch.field.code)
        for branch in tree()
        for theme in (branch.field, *branch.themes)
    ]
    return Vocabulary(
        themes=tuple(_with_names(themes)),
        goals=tuple(GoalWords(number=goal.number, words=goal.words, hints=goal.hints) for goal in goals()),
        concepts=_concepts(),
        ignored=catalogue.ignored(),
    )


def _with_names(themes: Sequence[ThemeWords]) -> Iterator[ThemeWords]:
    covered = {language for theme in themes for language in theme.words}
    names = further_words({id_ for theme in themes for id_ in theme.eurovoc}, but=covered)
    for theme in themes:
        words: dict[str, list[str]] = {}
        for id_ in theme.eurovoc:
            for language, texts in names.get(id_, {}).items():
                words.setdefault(language, []).extend(texts)
        yield msgspec.structs.replace(theme, words={**theme.words, **words}) if words else theme


def _concepts() -> Mapping[str, Concept]:
    rows: Sequence[tuple[str, str, Mapping[str, str]]] = list(
        EurovocConcept.objects.values_list("id", "microthesaurus", "labels")
    )
    return {
        id_: Concept(id=id_, label=best(labels, "en"), microthesaurus=microthesaurus)
        for id_, microthesaurus, labels in rows
    }
