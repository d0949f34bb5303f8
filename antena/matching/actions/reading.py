"""What matching reads once and keeps: subjects of signals, meanings of needs."""

import logging

import msgspec
from django.db.models import Q, QuerySet
from django.db.models.functions import Left

from antena.lib.embeddings import EmbeddingFailed
from antena.matching.engine.subjects import READ, Text, read_subjects
from antena.matching.models import Profile, SignalSubjects
from antena.matching.queries.waiting import unread_signals
from antena.signals.embedding import embedder
from antena.signals.models import Signal, SignalText

_log = logging.getLogger(__name__)
_BATCH = 500


def read_signals(chosen: QuerySet[Signal] | None = None) -> int:
    """Look through the texts of signals not looked through since they were last read; return how many."""
    waiting = list((unread_signals() if chosen is None else chosen).values_list("pk", "read_hash"))
    for start in range(0, len(waiting), _BATCH):
        _read_batch(dict(waiting[start : start + _BATCH]))
    return len(waiting)


def _read_batch(hashes: dict[int, str]) -> None:
    texts: dict[int, list[Text]] = {signal: [] for signal in hashes}
    rows = SignalText.objects.filter(signal__in=hashes).order_by("signal", "language")
    for signal, language, title, summary, body in rows.values_list(
        "signal_id", "language", "title", "summary", Left("body", READ)
    ):
        texts[signal].append(Text(language, title, f"{summary}\n{body}"))
    SignalSubjects.objects.bulk_create(
        [
            SignalSubjects(
                signal_id=signal,
                subjects=msgspec.to_builtins(read_subjects(texts[signal])),
                read_hash=read_hash,
            )
            for signal, read_hash in hashes.items()
        ],
        update_conflicts=True,
        unique_fields=["signal"],
        update_fields=["subjects", "read_hash"],
    )


def read_needs(*, model: str) -> int:
    """Give the needs of towns their meaning in ``model``, where they have none; return how many were read.

    Where the engine cannot be reached the needs wait for the next pass, and towns are matched without them.
    """
    waiting = Profile.objects.exclude(needs="").filter(Q(vector=None) | ~Q(vector_model=model))
    if not model or not waiting.exists():
        return 0
    read = 0
    try:
        engine = embedder()
        for profile in waiting.exclude(vector_model=engine.name):
            vector = engine.query(profile.needs, profile.needs_language)
            Profile.objects.filter(pk=profile.pk, needs=profile.needs).update(
                vector=vector, vector_model=engine.name
            )
            read += 1
    except EmbeddingFailed as problem:
        _log.warning("needs of towns wait for their meaning: %s", problem)
    return read
