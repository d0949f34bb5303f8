"""The benches by name. Each returns figures; what is measured lives beside the code it measures."""

from collections.abc import Callable, Mapping

from antena.operations.bench import machine, pages, start, volume
from antena.operations.bench.figures import Figure, Options

Bench = Callable[[Options], list[Figure]]

BENCHES: Mapping[str, Bench] = {
    "start": start.bench,
    "places": machine.places,
    "import": machine.importing,
    "replay": start.replay,
    "embedding": machine.embedding,
    "reading": machine.reading,
    "matching": machine.matching,
    "twins": machine.twins,
    "matching-world": machine.matching_world,
    "search": machine.searching,
    "pages": pages.bench,
    "volume": volume.bench,
}
