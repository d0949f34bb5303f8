"""How fast the bundled engine embeds, beside what it replaces and what the machine could give at most."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from antena.lib.embeddings.bundled import OnnxEngine
from antena.lib.embeddings.nano import NanoEngine
from antena.lib.embeddings.protocol import Engine, Kind

_PARAGRAPH: Final = """
The municipality prepares a plan for climate adaptation with its neighbours: shade in the streets, water
kept in the soil, warm schools in winter and cool ones in summer. L'Ajuntament vol millorar l'eficiència
energètica de la biblioteca, el pavelló i les escoles bressol, i compartir-ne els resultats amb altres
pobles de la comarca. Las entidades locales pueden presentar solicitudes junto con socios de al menos
tres países. Les communes rurales cherchent des partenaires pour moderniser leurs services, former leurs
équipes et accueillir de jeunes bénévoles. Each partner brings what it has learned; the network meets
twice a year and publishes what works, what does not, and what it would cost somebody else to do the same
next spring.
"""
_WORDS: Final = 100
_ROUNDS: Final = 3
_QUERY: Final = "eficiència energètica en edificis municipals"

# Multiply-adds of the model, counted twice as is the custom: per token, and per pair of tokens (attention).
_OPERATIONS_PER_TOKEN: Final = 42.5e6
_OPERATIONS_PER_PAIR: Final = 18.4e3
# AVX2: what 8-bit multiply-adds reach beside 32-bit ones; the share of its peak a 32-bit product reaches.
_INT8_OVER_FP32: Final = 148 / 77
_PRODUCT_SHARE: Final = 0.85


@dataclass(frozen=True)
class Speed:
    """Texts of 100 words a second over all cores, and the median milliseconds a query waits.

    ``limit`` is the int8 roofline: (GFLOP/s of a 32-bit matrix product measured now ÷ 0.85 × 148/77) ÷
    (tokens × 42.5 MFLOP + tokens² × 18.4 kFLOP).
    """

    ours: float
    nano: float
    limit: float
    query_ms: float
    tokens: float

    @property
    def of_limit(self) -> float:
        """The share of the roofline we reach, from 0 to 1."""
        return self.ours / self.limit


def measure(folder: Path, *, texts: int = 32) -> Speed:
    """Measure both engines on ``texts`` texts; ``folder`` keeps the bundled model. Takes about ten seconds.

    Each figure is the best of three rounds, for a busy machine only ever takes away.
    """
    words = _PARAGRAPH.split()
    passages = [" ".join((words[shift:] + words[:shift])[:_WORDS]) for shift in range(texts)]
    ours = OnnxEngine(folder)
    tokens = statistics.mean(ours.lengths(passages, Kind.PASSAGE))
    return Speed(
        ours=texts / _best(lambda: ours.encode(passages, Kind.PASSAGE)),
        nano=_nano_speed(passages[: max(4, texts // 4)]),
        limit=_int8_peak() / (tokens * _OPERATIONS_PER_TOKEN + tokens**2 * _OPERATIONS_PER_PAIR),
        query_ms=1000 * statistics.median(_query_seconds(ours) for _ in range(30)),
        tokens=tokens,
    )


def _nano_speed(passages: list[str]) -> float:
    nano = NanoEngine()
    return len(passages) / _best(lambda: nano.encode(passages, Kind.PASSAGE))


def _query_seconds(engine: Engine) -> float:
    began = time.perf_counter()
    engine.encode([_QUERY], Kind.QUERY)
    return time.perf_counter() - began


def _int8_peak() -> float:
    """Operations a second of all cores in 8-bit multiply-adds, from the speed of a 32-bit matrix product."""
    side = 1536
    square = np.ones((side, side), np.float32)
    return 2 * side**3 / _best(lambda: square @ square) / _PRODUCT_SHARE * _INT8_OVER_FP32


def _best(work: Callable[[], object]) -> float:
    """Seconds of the quickest round."""
    seconds = []
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return min(seconds)
