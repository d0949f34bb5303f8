"""Practices for a need, in any language, and whether they can be done in a town."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np
from django.db.models import F, FloatField, QuerySet
from django.db.models.functions import Cast
from pgvector.django import MaxInnerProduct

from antena.lib.text import clip, language_of, sentences, stem, words
from antena.matching.engine.evidence import TEXT, EvidenceKind, EvidenceLink, Links, profile
from antena.matching.models import Profile
from antena.matching.practices import choosing, relevance
from antena.matching.practices.conditions import Condition, Ground, State, conditions, transferability
from antena.matching.practices.sentences import LABELS, STATES
from antena.matching.queries.grounds import Named, done_in, ground
from antena.matching.sentences import Speaker, speaker
from antena.signals import search
from antena.signals.enums import Kind, Triage
from antena.signals.models import Signal, SignalEmbedding, SignalText, SignalTheme
from antena.signals.reading.transfer import read_transfer
from antena.signals.search.meaning import NO_MEANING, Meaning, QueryEmbedder, meaning_of
from antena.signals.texts import best
from antena.themes.classifier import Passage
from antena.themes.queries import CatalogueNotLoaded, classifier

# Practices compared with one another, by meaning and by words together.
POOL: Final = 60
LONGEST_NEED: Final = 400
_WORDS_READ: Final = 2_500  # characters of a practice whose words are compared
# Cosines of centred vectors below this are of unrelated texts: without a shared word or theme, left out.
_UNRELATED: Final = 0.08
_STRONGEST: Final = 6  # themes that stand for a town that wrote no needs


@dataclass(frozen=True)
class SaidCondition:
    """One comparison in the reader's language. ``sureness`` in [0, 1] is that of what was read."""

    kind: str
    label: str
    state: State
    state_label: str
    sentence: str
    sureness: float
    evidence: Links


@dataclass(frozen=True)
class SaidNearness:
    """Why a practice is near the need, with what that rests on."""

    sentence: str
    evidence: Links


@dataclass(frozen=True)
class FoundPractice:
    """A practice for a need. ``transferability`` is None without a town; ``signal`` has all its texts."""

    signal: Signal
    text: SignalText
    relevance: float
    transferability: float | None
    nearness: tuple[SaidNearness, ...]
    conditions: tuple[SaidCondition, ...]
    done_in: Ground | None

    def of(self, state: State) -> tuple[SaidCondition, ...]:
        """The conditions that compare so."""
        return tuple(one for one in self.conditions if one.state is state)


def need_of(profile: Profile, says: Speaker) -> tuple[str, str]:
    """What a town looks for and in which language: what it wrote, else the names of its strongest themes."""
    if profile.needs.strip():
        return clip(" ".join(profile.needs.split()), LONGEST_NEED), profile.needs_language
    strongest = sorted(profile.themes.items(), key=lambda pair: (-pair[1], pair[0]))[:_STRONGEST]
    return ", ".join(says.label(says.themes.get(code, {}), code) for code, _ in strongest), says.language


def practices(
    need: str,
    *,
    language: str,
    at: datetime,
    embedder: QueryEmbedder | None = None,
    town: Profile | None = None,
    limit: int = 10,
) -> tuple[FoundPractice, ...]:
    """The practices that answer ``need``, best first, said in ``language``; none for a need without words.

    With a ``town``, what each rested on is set against it and counts. ``at`` is the moment of asking. The
    number of queries does not depend on that of practices.
    """
    need = " ".join(need.split())[:LONGEST_NEED]
    if not need:
        return ()
    says = speaker(language)
    meaning = meaning_of(need, language, embedder) if embedder else NO_MEANING
    cosines = _nearest(meaning)
    by_words = search.ranked_ids(
        search.SearchRequest(text=need, kinds=(Kind.PRACTICE.value,)),
        language=language,
        at=at,
        limit=POOL,
        embedder=None,
    )
    pool = list(visible().filter(pk__in={*cosines, *by_words}).order_by("pk").prefetch_related("texts"))
    near = _Nearness(need, language_of(need) or language, pool, cosines, says)
    return _chosen(near, pool, says, town, limit)


def visible() -> QuerySet[Signal]:
    """The practices a reader may see."""
    listed = Signal.objects.filter(kind=Kind.PRACTICE, delisted_at=None, same_as=None)
    return listed.exclude(triage=Triage.DISMISSED)


def latest(*, limit: int = 10) -> list[Signal]:
    """The newest practices, for a reader who asked nothing yet. Two queries."""
    newest = visible().order_by(F("published_on").desc(nulls_last=True), "-pk")
    return list(newest.prefetch_related("texts")[:limit])


def _nearest(meaning: Meaning) -> Mapping[int, float]:
    """Signal → cosine of the practices nearest by meaning. One query.

    The distance is cast so that the practices themselves are compared, not the whole collection through its
    index, which finds few of a kind that is rare.
    """
    if not meaning.vector:
        return {}
    vector = [float(value) for value in meaning.vector.strip("[]").split(",")]
    rows = (
        SignalEmbedding.objects.filter(model=meaning.model, signal__in=visible())
        .annotate(distance=Cast(MaxInnerProduct("vector", vector), FloatField()) + 0.0)
        .order_by("distance")
    )
    return {signal: -distance for signal, distance in rows.values_list("signal", "distance")[:POOL]}


class _Nearness:
    """How near the practices of a pool are to a need, and why."""

    def __init__(
        self, need: str, language: str, pool: Sequence[Signal], cosines: Mapping[int, float], says: Speaker
    ) -> None:
        self._says = says
        self.need_stems = _stems(need, language)
        self.texts = [best(signal.texts.all(), language) for signal in pool]
        self.need_themes = themes_of(need, language)
        self.themes = _stored_themes(pool)
        self._stemmed = [_stems(_read(text), text.language) if text else [] for text in self.texts]
        self.cosines = np.array([cosines.get(signal.pk, 0.0) for signal in pool])
        by_theme = relevance.shared_themes(self.need_themes, [self.themes[one.pk] for one in pool])
        by_words = relevance.bm25(self.need_stems, self._stemmed)
        same = sum(text is not None and text.language == language for text in self.texts)
        self.scores = relevance.relevance(
            self.cosines, by_theme, by_words, same_language=2 * same >= len(pool)
        )
        self.related = (self.cosines >= _UNRELATED) | (by_theme > 0) | (by_words > 0)

    def reasons(self, place: int, signal: Signal, town: Profile | None) -> tuple[SaidNearness, ...]:
        """Why the practice at ``place`` of the pool is near, the most telling first."""
        ours = (profile("needs"),) if town else ()
        shared = sorted(
            self.need_themes.keys() & self.themes[signal.pk].keys(),
            key=lambda code: (-self.need_themes[code] * self.themes[signal.pk][code], code),
        )[:3]
        found = []
        if shared:
            links = tuple(
                EvidenceLink(kind=EvidenceKind.THEME, ref=code, signal=signal.pk) for code in shared
            )
            found.append(self._said("near.themes", {"themes": shared}, links))
        telling = self._telling(place, signal.pk)
        if telling is not None:
            found.append(self._said("near.words", {}, (telling,)))
        if not found or self.cosines[place] >= 2 * _UNRELATED:
            text = EvidenceLink(kind=TEXT.kind, signal=signal.pk)
            found.append(self._said("near.meaning", {}, (text, *ours)))
        return tuple(found)

    def _said(self, key: str, values: Mapping[str, object], links: Links) -> SaidNearness:
        return SaidNearness(self._says.say("transfer", key, values), links)

    def _telling(self, place: int, signal: int) -> EvidenceLink | None:
        """The sentence of the practice with most of the need's own words, two at least."""
        text = self.texts[place]
        if text is None:
            return None
        wanted = set(self.need_stems)
        spans = sentences(_read(text))
        counts = [len(wanted & set(_stems(span.text, text.language))) for span in spans]
        most = max(counts, default=0)
        if most < 2:
            return None
        words_ = spans[counts.index(most)].text
        return EvidenceLink(kind=EvidenceKind.SENTENCE, words=words_, language=text.language, signal=signal)


def _chosen(
    near: _Nearness, pool: Sequence[Signal], says: Speaker, town: Profile | None, limit: int
) -> tuple[FoundPractice, ...]:
    kept = [at for at in np.argsort(-near.scores, kind="stable").tolist() if near.related[at]]
    kept = [at for at in kept if near.texts[at] is not None][: 3 * limit]
    places = done_in([Named(pool[at].pk, _title(near.texts[at]), tuple(pool[at].countries)) for at in kept])
    here = ground(town.place, town) if town else None
    compared = {at: _compare(pool[at], near.texts[at], places.get(pool[at].pk), here) for at in kept}
    doable = {at: transferability(found) if here else None for at, found in compared.items()}
    worths = [choosing.worth(float(near.scores[at]), doable[at]) for at in kept]
    order = choosing.choose(worths, [_place_of(places.get(pool[at].pk)) for at in kept], limit=limit)
    return tuple(
        FoundPractice(
            signal=pool[at],
            text=text,
            relevance=float(near.scores[at]),
            transferability=doable[at],
            nearness=near.reasons(at, pool[at], town),
            conditions=tuple(_said(says, one) for one in compared[at]),
            done_in=places.get(pool[at].pk),
        )
        for at in (kept[position] for position in order)
        if (text := near.texts[at]) is not None
    )


def _title(text: SignalText | None) -> str:
    return text.title if text else ""


def _place_of(done: Ground | None) -> int | None:
    return done.place if done else None


def _compare(
    signal: Signal, text: SignalText | None, done: Ground | None, here: Ground | None
) -> tuple[Condition, ...]:
    if here is None or text is None:
        return ()
    read = read_transfer(text.title, f"{text.summary}\n{text.body}\n{text.conditions}", text.language)
    return conditions(read, done, here, signal=signal.pk)


def _said(says: Speaker, condition: Condition) -> SaidCondition:
    return SaidCondition(
        kind=condition.kind,
        label=says.plain(LABELS[condition.kind]),
        state=condition.state,
        state_label=says.plain(STATES[condition.state]),
        sentence=says.say("transfer", condition.key, condition.values),
        sureness=condition.confidence,
        evidence=condition.evidence,
    )


def _read(text: SignalText) -> str:
    return f"{text.title}\n{text.summary}\n{text.body}"[:_WORDS_READ]


def _stems(text: str, language: str) -> list[str]:
    return [stem(word, language) for word in words(text, language)]


def themes_of(need: str, language: str) -> Mapping[str, float]:
    """The themes a need is about, read as a text is; none while no vocabulary is loaded."""
    try:
        found = classifier().read([Passage(language=language, title=need, body="")])
    except CatalogueNotLoaded:
        return {}
    return {theme.code: theme.score for theme in found.themes}


def _stored_themes(pool: Iterable[Signal]) -> Mapping[int, Mapping[str, float]]:
    found: dict[int, dict[str, float]] = {signal.pk: {} for signal in pool}
    for signal, code, score in SignalTheme.objects.filter(signal__in=found).values_list(
        "signal", "theme__code", "score"
    ):
        found[signal][code] = score
    return found
