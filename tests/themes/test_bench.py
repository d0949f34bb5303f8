"""The bench of the classifier measures something."""

from antena.themes import bench
from antena.themes.classifier import Vocabulary


def test_it_reads_some_texts_a_second(vocabulary: Vocabulary) -> None:
    assert bench.measure(vocabulary).texts_per_second > 10
