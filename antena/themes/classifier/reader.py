"""The classifier itself: gathers evidence for every theme and goal, then chooses."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from antena.lib import text as words_of
from antena.themes.classifier import choosing, learned, weighing
from antena.themes.classifier.learned import Guess, LearnedModel
from antena.themes.classifier.lexicon import Lexicon, Owner
from antena.themes.classifier.meaning import Prototypes
from antena.themes.classifier.results import Evidence, Passage, Reading
from antena.themes.classifier.vocabulary import Vocabulary
from antena.themes.classifier.weighing import Sum

# What a text is about shows in its beginning; characters of the body that are read.
BODY_READ: Final = 24_000

_Sums = dict[int, Sum]


class Classifier:
    """Reads texts by one vocabulary. Made once (about 0.3 s), then safe to share between threads.

    ``prototypes`` and ``goals``, a learned model, are needed only where the caller passes vectors, and must
    be made for the same embedder as these.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        prototypes: Prototypes | None = None,
        goals: LearnedModel | None = None,
    ) -> None:
        self._themes = vocabulary.themes
        self._goals = vocabulary.goals
        self._concepts = vocabulary.concepts
        self._prototypes = prototypes
        self._learned_goals = goals
        self._places = {theme.code: place for place, theme in enumerate(self._themes)}
        self._lexicons = {language: _lexicon(vocabulary, language) for language in _languages(vocabulary)}
        self._by_concept = _places_by(
            (place, code) for place, theme in enumerate(self._themes) for code in theme.eurovoc
        )
        self._by_microthesaurus = _places_by(
            (place, code) for place, theme in enumerate(self._themes) for code in theme.microthesauri
        )

    def read(
        self,
        texts: Sequence[Passage],
        *,
        eurovoc: Sequence[str] = (),
        vector: NDArray[np.float32] | None = None,
    ) -> Reading:
        """What the texts, versions of one another in several languages, are about.

        ``eurovoc`` are concept ids of the record, ``vector`` the embedding of its text. Where a passage says
        nothing in the language it claims, its language is guessed. No text raises.
        """
        sums: _Sums = {}
        for passage in texts:
            _keep_strongest(sums, self._read_words(passage))
        self._read_eurovoc(sums, eurovoc)
        if vector is not None and self._prototypes is not None:
            self._read_meaning(sums, self._prototypes, vector)
        if vector is not None and self._learned_goals is not None:
            self._read_learned(sums, self._learned_goals.read(texts, vector[None]))
        count = len(self._themes)
        themes = {place: found for place, found in sums.items() if place < count}
        goals = {place - count: found for place, found in sums.items() if place >= count}
        chosen = choosing.themes(self._themes, themes)
        return Reading(chosen, choosing.goals(self._themes, self._goals, chosen, goals))

    def _read_words(self, passage: Passage) -> _Sums:
        sums = self._read_as(passage.language[:2].lower(), passage)
        if sums:
            return sums
        # Sources are wrong about languages now and then: a Spanish call comes marked as English.
        return self._read_as(words_of.language_of(f"{passage.title}\n{passage.body[:2000]}"), passage)

    def _read_as(self, language: str, passage: Passage) -> _Sums:
        lexicon = self._lexicons.get(language)
        if lexicon is None:
            return {}
        body = passage.body[:BODY_READ]
        title_hits, title_length = lexicon.find(passage.title)
        body_hits, body_length = lexicon.find(body)
        sums: _Sums = {}
        for hit, strength, in_title in weighing.strengths(title_hits, body_hits, title_length + body_length):
            source = passage.title if in_title else body
            evidence = Evidence("word", source[hit.start : hit.end], language)
            for owner in hit.term.owners:
                found = sums.setdefault(owner.place, Sum())
                found.add(owner.weight * strength, evidence, is_hint=owner.is_hint)
        return sums

    def _read_eurovoc(self, sums: _Sums, ids: Sequence[str]) -> None:
        for id_ in dict.fromkeys(ids):
            concept = self._concepts.get(id_)
            if concept is None:
                continue
            evidence = Evidence("eurovoc", concept.label, "en")
            places, weight = self._by_concept.get(id_, ()), weighing.DESCRIPTOR_WEIGHT
            if not places:
                places = self._by_microthesaurus.get(concept.microthesaurus, ())
                weight = weighing.MICROTHESAURUS_WEIGHT
            for place in places:
                sums.setdefault(place, Sum()).add(weight / len(places) ** 0.5, evidence)

    def _read_meaning(self, sums: _Sums, prototypes: Prototypes, vector: NDArray[np.float32]) -> None:
        near = prototypes.nearness(vector)
        for code in sorted(near, key=lambda code: -near[code])[: weighing.NEAREST]:
            if code in self._places and near[code] > weighing.MEANING_SAYS:
                found = sums.setdefault(self._places[code], Sum())
                found.add(weighing.MEANING_WEIGHT * near[code], Evidence("meaning", "", ""))

    def _read_learned(self, sums: _Sums, guesses: Sequence[Guess]) -> None:
        places = {str(goal.number): len(self._themes) + at for at, goal in enumerate(self._goals)}
        for guess in guesses:
            if guess.probability < weighing.LEARNED_SAYS or guess.code not in places:
                continue
            shown = learned.evidence(guess)
            for piece in shown:
                amount = weighing.LEARNED_WEIGHT * guess.probability / len(shown)
                sums.setdefault(places[guess.code], Sum()).add(amount, piece)


def _keep_strongest(sums: _Sums, others: _Sums) -> None:
    """Versions of one text in several languages are not several texts: the clearest one counts."""
    for place, found in others.items():
        if place not in sums or sums[place].total < found.total:
            sums[place] = found


def _languages(vocabulary: Vocabulary) -> list[str]:
    return sorted({language for theme in vocabulary.themes for language in theme.words})


def _places_by(pairs: Iterable[tuple[int, str]]) -> Mapping[str, tuple[int, ...]]:
    places: dict[str, tuple[int, ...]] = {}
    for place, code in pairs:
        places[code] = (*places.get(code, ()), place)
    return places


def _lexicon(vocabulary: Vocabulary, language: str) -> Lexicon:
    ignored = vocabulary.ignored
    lexicon = Lexicon(
        language,
        false_friends=ignored.false_friends.get(language, ()),
        needed=ignored.needed.get(language, ()),
    )
    owners: dict[tuple[str, ...], dict[int, bool]] = {}
    listed = [
        *((theme.words, theme.hints) for theme in vocabulary.themes),
        *((goal.words, goal.hints) for goal in vocabulary.goals),
    ]
    for place, (words, hints) in enumerate(listed):
        for phrases, is_hint in ((words, False), (hints, True)):
            for phrase in phrases.get(language, ()):
                if stems := lexicon.stems(phrase):
                    owners.setdefault(stems, {}).setdefault(place, is_hint)
    count = len(vocabulary.themes)
    for stems, speaks_for in owners.items():
        lexicon.add(stems, _weighed(stems, _with_inner(stems, speaks_for, owners, count), count))
    for phrase in ignored.phrases.get(language, ()):
        lexicon.add(lexicon.stems(phrase))
    for phrase in ignored.sentences.get(language, ()):
        lexicon.add(lexicon.stems(phrase), hushes_sentence=True)
    return lexicon


def _with_inner(
    stems: tuple[str, ...],
    speaks_for: Mapping[int, bool],
    owners: Mapping[tuple[str, ...], Mapping[int, bool]],
    themes: int,
) -> Mapping[int, bool]:
    """A phrase of a theme speaks for the goals of the words inside it too.

    "Primary education" is a phrase of one theme; without this it would hide "education" from goal 4.
    """
    if any(place >= themes for place in speaks_for):
        return speaks_for
    for inner in _inner(stems):
        goals = {place: is_hint for place, is_hint in owners.get(inner, {}).items() if place >= themes}
        if goals:
            return {**speaks_for, **goals}
    return speaks_for


def _inner(stems: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The phrases and words inside a phrase, longest first."""
    for length in range(len(stems) - 1, 0, -1):
        for start in range(len(stems) - length + 1):
            yield stems[start : start + length]


def _weighed(stems: tuple[str, ...], speaks_for: Mapping[int, bool], themes: int) -> list[Owner]:
    """Themes and goals are counted apart: a word of one theme and one goal is rare among both."""
    among_themes = sum(place < themes for place in speaks_for)
    among_goals = len(speaks_for) - among_themes
    return [
        Owner(
            place,
            weighing.term_weight(
                len(stems), among_themes if place < themes else among_goals, is_hint=is_hint
            ),
            is_hint,
        )
        for place, is_hint in speaks_for.items()
    ]
