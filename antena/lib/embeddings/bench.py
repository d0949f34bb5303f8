"""How fast the bundled engine embeds, beside what it replaces and what the machine could give at most."""

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from onnx import TensorProto, helper, numpy_helper

from antena.lib.embeddings.bundled import OnnxEngine, single_threaded
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
# The widest product of a layer, for a text of the length measured: tokens × inputs × outputs.
_PRODUCT: Final = (144, 384, 1536)


@dataclass(frozen=True)
class Speed:
    """Texts of 100 words a second over all cores, and the median milliseconds a query waits.

    ``ours`` and ``nano`` are by the clock, and suffer where others work on the machine. ``ours_idle`` is by
    CPU time over ``cores``: what an idle machine would give. ``limit`` is what it would give if the whole
    model ran like its widest matrix product alone, measured now in 8-bit integers on one core, by CPU time:
    cores × OP/s ÷ (tokens × 42.5 MOP + tokens² × 18.4 kOP). It is a ceiling of this machine with this
    library, not of the silicon: processors with VNNI have more than twice that of AVX2 alone.
    """

    ours: float
    ours_idle: float
    nano: float
    limit: float
    query_ms: float
    tokens: float
    cores: int

    @property
    def of_limit(self) -> float:
        """The share of the ceiling an idle machine would reach, from 0 to 1."""
        return self.ours_idle / self.limit


def measure(folder: Path, *, texts: int = 32) -> Speed:
    """Measure both engines on ``texts`` texts; ``folder`` keeps the bundled model. Takes about ten seconds.

    Each figure is the best of three rounds, for a busy machine only ever takes away.
    """
    words = _PARAGRAPH.split()
    passages = [" ".join((words[shift:] + words[:shift])[:_WORDS]) for shift in range(texts)]
    ours = OnnxEngine(folder)
    tokens = statistics.mean(ours.lengths(passages, Kind.PASSAGE))
    cores = os.cpu_count() or 1
    return Speed(
        ours=texts / _best(lambda: ours.encode(passages, Kind.PASSAGE)),
        ours_idle=cores * texts / _best(lambda: ours.encode(passages, Kind.PASSAGE), clock=time.process_time),
        nano=_nano_speed(passages[: max(4, texts // 4)]),
        limit=cores * _product_speed() / (tokens * _OPERATIONS_PER_TOKEN + tokens**2 * _OPERATIONS_PER_PAIR),
        query_ms=1000 * statistics.median(_query_seconds(ours) for _ in range(30)),
        tokens=tokens,
        cores=cores,
    )


def _nano_speed(passages: list[str]) -> float:
    nano = NanoEngine()
    return len(passages) / _best(lambda: nano.encode(passages, Kind.PASSAGE))


def _query_seconds(engine: Engine) -> float:
    began = time.perf_counter()
    engine.encode([_QUERY], Kind.QUERY)
    return time.perf_counter() - began


def _product_speed() -> float:
    """Operations a CPU-second of one core in an 8-bit product, as the library that runs the model does it."""
    rows, inputs, outputs = _PRODUCT
    graph = helper.make_graph(
        [helper.make_node("MatMulInteger", ["rows", "weights"], ["product"])],
        "product",
        [helper.make_tensor_value_info("rows", TensorProto.UINT8, [rows, inputs])],
        [helper.make_tensor_value_info("product", TensorProto.INT32, [rows, outputs])],
        [numpy_helper.from_array(np.full((inputs, outputs), 3, np.int8), "weights")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    session = single_threaded(model.SerializeToString())
    given = {"rows": np.full((rows, inputs), 5, np.uint8)}
    repeated = 200

    def products() -> None:
        for _ in range(repeated):
            session.run(None, given)

    return 2 * rows * inputs * outputs * repeated / _best(products, clock=time.process_time)


def _best(work: Callable[[], object], *, clock: Callable[[], float] = time.perf_counter) -> float:
    """Seconds of the quickest round."""
    seconds = []
    for _ in range(_ROUNDS):
        began = clock()
        work()
        seconds.append(clock() - began)
    return min(seconds)
