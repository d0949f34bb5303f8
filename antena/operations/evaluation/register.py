"""The tasks by name. Each reads public data from a folder and returns scores."""

from collections.abc import Callable, Mapping
from pathlib import Path

from antena.operations.evaluation import linking
from antena.operations.evaluation.scores import Scores

Task = Callable[[Path], Mapping[str, list[Scores]]]

TASKS: Mapping[str, Task] = {"linking": linking.evaluate}
