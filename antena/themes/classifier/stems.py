"""Stems to match by: Snowball's, unless it cuts so deep that different words fall together.

Snowball's Catalan makes "hab" of both habitatge (housing) and hàbitat, "pac" of PAC and pacients; its English
"digit" of digitalisation. Where so little would be left, only the endings of number and gender go.
"""

from functools import lru_cache
from typing import Final

from antena.lib import text as words_of

# A stem shorter than this, or this many letters away from the word, says too little.
_SHORTEST: Final = 4
_DEEPEST_CUT: Final = 5

# Plural endings and what stands in their place, first match only.
_PLURALS: Final = {
    "ca": (("cions", "cio"), ("sions", "sio"), ("ques", "c"), ("gues", "g"), ("es", ""), ("s", "")),
    "es": (("ciones", "cion"), ("siones", "sion"), ("es", ""), ("s", "")),
    "en": (("ies", "y"), ("sses", "ss"), ("ss", "ss"), ("us", "us"), ("is", "is"), ("s", "")),
    "fr": (("aux", "al"), ("eaux", "eau"), ("s", ""), ("x", "")),
}
_FINAL_VOWELS: Final = {"ca": "aeo", "es": "aeo", "fr": "e"}


@lru_cache(maxsize=100_000)
def stem(form: str, language: str) -> str:
    """What a normalised word is matched by; in a language other than ca, es, en and fr the word itself."""
    if language not in _PLURALS:
        return form
    light = _without_endings(form, language)
    deep = words_of.stem(form, language)
    return light if len(deep) < _SHORTEST or len(light) - len(deep) >= _DEEPEST_CUT else deep


def _without_endings(form: str, language: str) -> str:
    for ending, instead in _PLURALS[language]:
        if form.endswith(ending) and len(form) - len(ending) >= 3:
            form = form.removesuffix(ending) + instead
            break
    if len(form) > _SHORTEST and form[-1] in _FINAL_VOWELS.get(language, ""):
        return form[:-1]
    return form
