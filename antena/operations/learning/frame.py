"""What a learned model is to ``antena learn``."""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

import msgspec

from antena.lib.learned import Weights
from antena.operations import learning
from antena.operations.evaluation.bench import Bench


class Model(msgspec.Struct, frozen=True, kw_only=True):
    """``package`` is the dotted name of where its weights are shipped; ``learn`` raises `NoDataError`."""

    name: str
    title: str
    package: str
    learn: Callable[[Bench], Weights]


@cache
def names() -> tuple[str, ...]:
    """Every model there is, without importing them."""
    return tuple(sorted(one.name for one in iter_modules(learning.__path__) if one.name != "frame"))


def model(name: str) -> Model:
    """The model called ``name``. Raises ModuleNotFoundError."""
    found: dict[str, Model] = vars(import_module(f"{learning.__name__}.{name}"))
    return found["MODEL"]
