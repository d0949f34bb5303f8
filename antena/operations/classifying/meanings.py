"""The one vector the product has of a text, from vectors that are kept."""

from collections.abc import Sequence

from antena.lib.embeddings.windows import means, windows
from antena.operations.evaluation.bench import Bench, Vectors
from antena.themes.classifier import Passage


def product_vectors(passages: Sequence[Passage], bench: Bench) -> Vectors:
    """As signals are read: the mean of a few windows. Shape (texts, dimensions). Raises `EmbeddingFailed`."""
    parts = [windows(one.title, one.body) for one in passages]
    flat = [(part, one.language) for own, one in zip(parts, passages, strict=True) for part in own]
    made = bench.embed([part for part, _ in flat], [language for _, language in flat])
    return means(made, [len(own) for own in parts])
