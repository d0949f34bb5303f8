"""Programmes by family: what a town learnt in one carries over to its successors and sisters."""

import re
from typing import Final

# Family → how the programmes of it are written by those who publish calls and projects. A family outlives its
# seven-year periods: who was in H2020 knows how Horizon Europe works.
_FAMILIES: Final[dict[str, str]] = {
    "horizon": r"horizon|h2020|fp[67]|framework programme",
    "life": r"life",
    "erasmus": r"erasmus|lifelong learning|comenius|grundtvig|leonardo",
    "cerv": r"cerv|europe for citizens|efc|citizens, equality",
    "interreg": r"interreg|poctefa|sudoe|urbact|espon|eni cbc|med programme|euro-med|europe direct cross",
    "creative": r"crea|creative europe|media programme",
    "digital": r"digital|wifi4eu|cef digital",
    "transport_energy": r"cef|connecting europe|ten-t",
    "social": r"esf|fse|easi|feddf|fead",
    "regional": r"erdf|feder|efre|cohesion|react-eu|uia|eui|european urban initiative",
    "rural": r"eafrd|feader|leader|eagf",
    "sea": r"emff|emfaf|femp",
    "migration": r"amif|fami",
    "civil_protection": r"ucpm|civil protection",
    "single_market": r"smp|cosme|single market",
    "elena": r"elena|eucf|city facility",
}
_PATTERNS: Final = tuple(
    (family, re.compile(rf"(?<![^\W_])(?:{words})(?![a-z]{{3}})", re.IGNORECASE))
    for family, words in _FAMILIES.items()
)


def family(programme: str) -> str:
    """The family a programme's name belongs to, "" where we know none."""
    return next((name for name, pattern in _PATTERNS if pattern.search(programme)), "")
