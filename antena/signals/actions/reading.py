"""Reading of stored signals: themes, goals, impact, rules, meaning and search rows, of what changed only."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

import msgspec
from django.db import connection, transaction

from antena.lib.embeddings import Embedder
from antena.lib.embeddings.windows import means
from antena.signals import queries
from antena.signals.actions.interpreting import Interpretation, Vector, embedded_windows, interpret
from antena.signals.actions.keys import store_keys
from antena.signals.actions.linking import link_pending
from antena.signals.models import (
    EligibilityRule,
    Signal,
    SignalEmbedding,
    SignalGoal,
    SignalText,
    SignalTheme,
)
from antena.signals.search.indexing import index_signals
from antena.themes import actions as theme_actions
from antena.themes import queries as theme_queries
from antena.themes.classifier import Scored
from antena.themes.models import EurovocConcept, Theme

# One transaction each: large enough to embed together, small enough to lose little when a worker dies.
BATCH = 64

Progress = Callable[[int, int], None]
_Results = Sequence[tuple[Signal, Interpretation]]


def read_pending(
    *,
    embedder: Embedder | None,
    at: datetime,
    limit: int | None = None,
    progress: Progress | None = None,
) -> int:
    """Read every signal whose words, corrections or rules of reading changed since it was read; how many.

    Without an ``embedder`` meanings are left for a later call, which finds the signals that lack one. Each
    batch is a transaction of its own and passes over what another worker holds, so any number may run at once
    and any may die. What was read is then linked with what it belongs to; a signal that no longer leads, or
    leads again, is read once more, for only leaders have a meaning and a search row. Raises
    `EmbeddingFailed`.
    """
    if embedder is not None:
        theme_actions.store_meanings(embedder=embedder)
    done = _read_all(embedder, at=at, limit=limit, progress=progress)
    if link_pending(at=at).regrouped:
        _read_all(embedder, at=at, limit=limit, progress=None)
    return done


def _read_all(
    embedder: Embedder | None, *, at: datetime, limit: int | None, progress: Progress | None
) -> int:
    whole = queries.unread(model=embedder.name if embedder else "").count()
    done, last = 0, 0
    while limit is None or done < limit:
        size = BATCH if limit is None else min(BATCH, limit - done)
        ids = _read_batch(embedder, after=last, size=size, at=at)
        if not ids:
            break
        done, last = done + len(ids), ids[-1]
        if progress is not None:
            progress(done, max(whole if limit is None else min(whole, limit), done))
    return done


@transaction.atomic
def _read_batch(embedder: Embedder | None, *, after: int, size: int, at: datetime) -> list[int]:
    """Read the next signals after that id which nobody else is reading; returns their ids."""
    unread = queries.unread(model=embedder.name if embedder else "").filter(pk__gt=after).order_by("pk")
    signals = list(unread.select_for_update(of=("self",), skip_locked=True).prefetch_related("texts")[:size])
    if not signals:
        return []
    texts = [list(signal.texts.all()) for signal in signals]
    vectors = _embed(signals, texts, embedder)
    classifier = theme_queries.classifier(embedder=embedder)
    concepts = {concept for signal in signals for concept in signal.eurovoc}
    microthesauri = dict(EurovocConcept.objects.filter(pk__in=concepts).values_list("pk", "microthesaurus"))
    results = [
        (signal, interpret(signal, words, classifier=classifier, microthesauri=microthesauri, vector=vector))
        for signal, words, vector in zip(signals, texts, vectors, strict=True)
    ]
    _store_subjects(results)
    _store_rules(results)
    store_keys(signals)
    _store_conclusions(results, at=at)
    ids = [signal.pk for signal in signals]
    index_signals(ids)
    return ids


def _embed(
    signals: Sequence[Signal], texts: Sequence[Sequence[SignalText]], embedder: Embedder | None
) -> Sequence[Vector | None]:
    """The meaning of each that leads, stored; without an embedder those of other words are forgotten."""
    if embedder is None:
        changed = [signal for signal in signals if not signal.read_hash.startswith(signal.content_hash)]
        SignalEmbedding.objects.filter(signal__in=changed).delete()
        return [None] * len(signals)
    leading = [place for place, signal in enumerate(signals) if signal.same_as_id is None]
    parts = [embedded_windows(signals[place], texts[place]) for place in leading]
    vectors = embedder.passages(
        [window for windows, _ in parts for window in windows],
        [language for windows, language in parts for _ in windows],
    )
    made: dict[int, Vector] = dict(
        zip(leading, means(vectors, [len(windows) for windows, _ in parts]), strict=True)
    )
    SignalEmbedding.objects.bulk_create(
        [
            SignalEmbedding(signal=signals[place], model=embedder.name, vector=vector)
            for place, vector in made.items()
        ],
        update_conflicts=True,
        unique_fields=["signal"],
        update_fields=["model", "vector"],
    )
    return [made.get(place) for place in range(len(signals))]


def _store_subjects(results: _Results) -> None:
    """Themes and goals, save where a person said which themes they are."""
    theme_ids = dict(Theme.objects.values_list("code", "pk"))
    open_ = [(signal, read.about.themes) for signal, read in results if "themes" not in signal.locked_fields]
    SignalTheme.objects.filter(signal__in=[signal for signal, _ in open_]).delete()
    SignalTheme.objects.bulk_create(
        SignalTheme(
            signal=signal, theme_id=theme_ids[theme.code], score=theme.score, evidence=_evidence(theme)
        )
        for signal, themes in open_
        for theme in themes
    )
    SignalGoal.objects.filter(signal__in=[signal for signal, _ in results]).delete()
    SignalGoal.objects.bulk_create(
        SignalGoal(signal=signal, goal_id=int(goal.code), score=goal.score, evidence=_evidence(goal))
        for signal, read in results
        for goal in read.about.goals
    )


def _store_rules(results: _Results) -> None:
    open_ = [(signal, read.rules) for signal, read in results if "rules" not in signal.locked_fields]
    EligibilityRule.objects.filter(signal__in=[signal for signal, _ in open_]).delete()
    EligibilityRule.objects.bulk_create(
        EligibilityRule(
            signal=signal,
            kind=rule.kind,
            value=rule.value,
            sentence=rule.sentence,
            language=rule.language,
            confidence=rule.confidence,
        )
        for signal, rules in open_
        for rule in rules
    )


def _store_conclusions(results: _Results, *, at: datetime) -> None:
    """The impact, save where a person said what it is, and that the signal is read."""
    version = queries.reader_version()
    for signal, read in results:
        if "impact" not in signal.locked_fields:
            signal.impact, signal.impact_confidence = read.impact.impact, read.impact.confidence
            signal.impact_level = read.impact.level
            signal.impact_evidence = msgspec.to_builtins(read.impact.evidence)
        follows = queries.FOLLOWS if signal.same_as_id else ""
        signal.read_hash = f"{signal.content_hash}:{version}:{signal.corrections}{follows}"
        signal.read_at = at
    with connection.cursor() as cursor:
        cursor.execute(
            _CONCLUDE,
            {
                "ids": [signal.pk for signal, _ in results],
                "impacts": [signal.impact for signal, _ in results],
                "levels": [signal.impact_level for signal, _ in results],
                "confidences": [signal.impact_confidence for signal, _ in results],
                "evidence": [msgspec.json.encode(signal.impact_evidence).decode() for signal, _ in results],
                "hashes": [signal.read_hash for signal, _ in results],
                "at": at,
            },
        )


# One statement of six arrays: what Django makes of a bulk update takes longer to write than to run.
_CONCLUDE: Final = """
UPDATE signals_signal signal SET impact = read.impact, impact_level = read.level,
    impact_confidence = read.confidence, impact_evidence = read.evidence,
    read_hash = read.hash, read_at = %(at)s
FROM unnest(%(ids)s::bigint[], %(impacts)s::text[], %(levels)s::text[], %(confidences)s::float8[],
    %(evidence)s::jsonb[], %(hashes)s::text[]) AS read(id, impact, level, confidence, evidence, hash)
WHERE signal.id = read.id
"""


def _evidence(scored: Scored) -> list[dict[str, str]]:
    return [msgspec.to_builtins(evidence) for evidence in scored.evidence]
