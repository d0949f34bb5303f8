"""What a learned algorithm of impact looks at, besides the meaning of the words. Plain Python and NumPy."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]

_TOUCHING: Final = ("duty", "money", "service", "opportunity")
_DOMAINS: Final = (
    *("04", "08", "10", "12", "16", "20", "24", "28", "32", "36", "40"),
    *("44", "48", "52", "56", "60", "64", "66", "68", "72", "76"),
)
_FORMS: Final = ("directive", "delegated", "implementing", "correction")
# Scores differ by a few points; beyond these they say no more.
_FURTHEST: Final = 6.0


def names(signs: Sequence[str]) -> tuple[str, ...]:
    """What each number of `features` is, in their order: weights carry it, to be refused where it differs."""
    return (
        *(f"score {name}" for name in _TOUCHING),
        *(f"sign {name}" for name in signs),
        *(f"domain {domain}" for domain in _DOMAINS),
        *(f"form {form}" for form in _FORMS),
        "is a call",
    )


def features(
    *,
    scores: Mapping[str, float],
    strengths: Sequence[float],
    microthesauri: Sequence[str],
    document_type: str,
    is_call: bool,
) -> Vector:
    """The numbers of one signal, about [-1, 1] each.

    ``scores`` are those of the documented weights by class, ``strengths`` how strongly each of its signs was
    found, 0 where not; ``microthesauri`` four digits each.
    """
    domains = {code[:2] for code in microthesauri}
    form = form_of(document_type)
    return np.asarray(
        [
            *(_bounded(scores[name] - scores["none"]) for name in _TOUCHING),
            *strengths,
            *(float(domain in domains) for domain in _DOMAINS),
            *(float(form == one) for one in _FORMS),
            float(is_call),
        ],
        dtype=np.float32,
    )


def _bounded(lead: float) -> float:
    return max(-_FURTHEST, min(_FURTHEST, lead)) / _FURTHEST


def form_of(document_type: str) -> str:
    """The form of an act by its publisher's type; "" for a plain regulation, a decision or no act."""
    if document_type == "CORRIGENDUM":
        return "correction"
    if document_type.endswith("_DEL"):
        return "delegated"
    if document_type.endswith("_IMPL"):
        return "implementing"
    return "directive" if document_type.removeprefix("PROP_") == "DIR" else ""
