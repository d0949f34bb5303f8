"""The tasks by name: every module of `tasks` is one."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from antena.operations.evaluation import tasks
from antena.operations.evaluation.frame import Task


@cache
def names() -> tuple[str, ...]:
    """Every task there is, without importing them."""
    return tuple(sorted(module.name for module in iter_modules(tasks.__path__)))


def task(name: str) -> Task:
    """The task called ``name``. Raises ModuleNotFoundError."""
    found: Mapping[str, Task] = vars(import_module(f"{tasks.__name__}.{name}"))
    return found["TASK"]
