"""Amounts of euros, written for a reader and read from a text."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal

_MILLION: Final = 1_000_000
# No line break may part a number from its sign.
_JOINED: Final = "\u00a0"


def euros(amount: int, language: str, *, compact: bool = False) -> str:
    """``amount`` whole euros as ``language`` writes them: "5.000.000 €", "€5,000,000".

    ``compact`` shortens from one million on, to one decimal: "5 M€", "1,2 M€", "€5M". The spaces are no-break
    spaces. A language nobody has rules for gets the Spanish-Catalan order with its digits grouped by points.
    """
    locale = _locale(language)
    if compact and abs(amount) >= _MILLION:
        tenths = Decimal(amount).scaleb(-5).to_integral_value()
        number = format_decimal(tenths / 10, "#,##0.#", locale=locale)
        return f"€{number}M" if locale.language == "en" else f"{number}{_JOINED}M€"
    number = format_decimal(amount, "#,##0", locale=locale)
    if locale.language == "en":
        return f"-€{number[1:]}" if amount < 0 else f"€{number}"
    return f"{number}{_JOINED}€"


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("ca")


@dataclass(frozen=True, slots=True)
class Amount:
    """Whole euros found at ``text[start:end]``: from ``low`` to ``high``, the same where one sum is named."""

    low: int
    high: int
    start: int
    end: int


# A longer row of digits is a reference, not a sum.
_LARGEST: Final = 10**13

# Blanks that group digits: space, no-break, figure, punctuation, thin and narrow no-break space.
_BLANK: Final = "[ \u00a0\u2007\u2008\u2009\u202f]"
_NUMBER: Final = rf"""(?:
    \d{{1,3}} (?: (?:{_BLANK}\d{{3}})+ | (?:\.\d{{3}})+ | (?:,\d{{3}})+ | (?:['’]\d{{3}})+ )
        (?:[.,]\d{{1,2}})?
  | \d{{1,15}} (?:[.,]\d{{1,6}})?
) (?!\d|[.,]\d)"""
_SCALES: Final[tuple[tuple[str, int], ...]] = (
    (r"mil\s+mil(?:ions|lones)|thousand\s+millions?|billions?|bn|miliards?|milliards?", 1_000 * _MILLION),
    (r"milions?|milió|mill[oó]n(?:es)?|millions?|mio|mln|m", _MILLION),
    (r"thousands?|milers?|miles|mille|mil|k", 1_000),
)
_SCALE: Final = rf"(?i:{'|'.join(f'(?:{names})' for names, _ in _SCALES)})(?:(?![^\W\d_])|(?=EUR))"
_GAP: Final = r"[\s\u00a0]{0,3}"
_QUANTITY: Final = re.compile(
    rf"""(?: (?P<before>(?:(?<![^\W\d_])(?:[KM]?EUR|[Ee]uros?)|[KkMm]?€)) {_GAP} | (?<![^\W_])(?<!\d[.,'’]) )
    (?P<number>{_NUMBER})
    (?:{_GAP}(?P<scale>{_SCALE}))?
    (?(before)|(?P<after>{_GAP}(?:d['’]|de\s+|of\s+)?(?:€|(?:EUR|EUROS?|[Ee]uros?)(?![^\W\d_])))?)""",
    re.VERBOSE,
)
_UP_TO: Final = re.compile(r"\s*(?:[-–—−]|to|a|à|fins\s+a|hasta|jusqu['’]à)\s*", re.IGNORECASE)
_AND: Final = re.compile(r"\s*(?:and|i|y|et)\s*", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"(?:between|entre)\s*(?:els\s+|los\s+|les\s+)?$", re.IGNORECASE)


def read_amounts(text: str) -> list[Amount]:
    """The sums of euros that ``text`` names, in order, in the ways of Catalan, Spanish, English and French.

    "EUR 8 455", "€5 million", "between EUR 1.5 and 3 million", "2,5 milions d'euros", "1,2 M€". One separator
    before exactly three digits groups them ("1.500" is 1500), any other is the decimal sign. Cents are
    rounded; a number without euros is none of these.
    """
    found: list[Amount] = []
    pending: re.Match[str] | None = None
    for match in _QUANTITY.finditer(text):
        ranged = _range(text, pending, match) if pending else None
        if ranged:
            found.append(ranged)
            pending = None
            continue
        _add(found, pending)
        pending = match
    _add(found, pending)
    return found


def _add(found: list[Amount], match: re.Match[str] | None) -> None:
    if match and (match["before"] or match["after"]):
        sum_ = _value(match)
        if sum_ <= _LARGEST:
            found.append(Amount(sum_, sum_, match.start(), match.end()))


def _range(text: str, first: re.Match[str], second: re.Match[str]) -> Amount | None:
    """The two as one range where a word or dash joins them and they rise, else None."""
    if not (first["before"] or first["after"] or second["before"] or second["after"]):
        return None
    joint = text[first.end() : second.start()]
    between = _AND.fullmatch(joint) and _BETWEEN.search(text, max(0, first.start() - 20), first.start())
    if not (between or _UP_TO.fullmatch(joint)):
        return None
    number = _number(first["number"])
    # "1.5 to 3 million" says "million" once.
    shared = not first["scale"] and number < 1_000 and number <= _number(second["number"])
    low = _value(first, scale=second["scale"] if shared else None)
    high = _value(second, before=second["before"] or (None if second["scale"] else first["before"]))
    return Amount(low, high, first.start(), second.end()) if low <= high <= _LARGEST else None


def _value(match: re.Match[str], *, scale: str | None = None, before: str | None = None) -> int:
    """Whole euros of a quantity; ``scale`` and ``before`` stand in for what it left to its neighbour."""
    factor = _factor(match["scale"] or scale) or _factor((before or match["before"] or "").lower()[:1]) or 1
    return int((_number(match["number"]) * factor).to_integral_value())


def _factor(scale: str | None) -> int | None:
    for names, factor in _SCALES:
        if scale and re.fullmatch(names, scale, re.IGNORECASE):
            return factor
    return None


def _number(written: str) -> Decimal:
    digits = re.sub(rf"{_BLANK}|['’]", "", written)
    signs = [sign for sign in digits if sign in ".,"]
    if not signs:
        return Decimal(digits)
    whole, decimals = digits.rsplit(signs[-1], 1)
    grouped = len(set(signs)) == 1 and (len(signs) > 1 or (len(decimals) == 3 and whole.strip("0") != ""))
    if grouped:
        return Decimal(digits.replace(signs[0], ""))
    return Decimal(re.sub("[.,]", "", whole) + "." + decimals)
