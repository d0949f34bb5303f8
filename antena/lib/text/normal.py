"""One form of a text to compare by, its words, their stems, and the text handed to full-text search."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

import snowballstemmer

from antena.lib.text.stopwords import STOP_WORDS

# PostgreSQL refuses a tsvector over 1 MB; the first 200,000 characters say what a text is about.
SEARCH_TEXT_LIMIT: Final = 200_000

# Endings that lost their accent, and plurals the Catalan stemmer takes apart from their singulars
# ("biblioteques" → "bibliot", "residus" → "res").
_CATALAN_ENDINGS: Final = (("cio", "ció"), ("sio", "sió"), ("ques", "ca"), ("gues", "ga"), ("dus", "du"))

_SNOWBALL: Final = {"ca": "catalan", "es": "spanish", "en": "english", "fr": "french"}

# Written as one sign or as two; a full stop joins only letters of the same case, unlike "municipal.Les".
_DOTTED_L: Final = re.compile(r"(?<=\w)(?:ŀl|l[·∙•‧⋅.]l|ĿL|L[·∙•‧⋅.]L|Ŀl|L[·∙•‧⋅]l|ŀL|l[·∙•‧⋅]L)(?=\w)")
# A full stop between l and L parts two sentences; once the case is folded nothing else would tell.
_GLUED_STOP: Final = re.compile(r"(?<=l\.)(?=L)|(?<=L\.)(?=l)")
_APOSTROPHES: Final = re.compile("[’‘ʼ`´′＇]")
_ELISION: Final = re.compile(
    r"(?<![\w'’])(?:(?:[ldsnmtcj]|qu|jusqu|lorsqu|puisqu|quoiqu|dell|all|dall|nell|sull|un)['’])+(?=\w)",
    re.IGNORECASE,
)
# Zero-width signs, soft hyphens and direction marks: they change how a text looks, never what it says.
_INVISIBLE: Final = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_SPACES: Final = re.compile(r"\s+")
_LATIN_MARKS: Final = re.compile(
    "([ a-z\u00aa-\u02af\u1d00-\u1dbf\u1e00-\u1eff\u2c60-\u2c7f\ua720-\ua7ff])"
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+"
)
_LATIN_LETTERS: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)


def _word_pattern() -> re.Pattern[str]:
    """Letters and digits, with the signs that continue a word (vowel signs of Indic, Arabic, Hebrew…)."""
    marks = (chr(code) for code in range(0x300, 0xFE30) if unicodedata.category(chr(code)) in {"Mn", "Mc"})
    return re.compile(rf"(?:[^\W_]|[{''.join(marks)}])+")


_WORD: Final = _word_pattern()


def _joined_l(match: re.Match[str]) -> str:
    return match[0][0].replace("ŀ", "l").replace("Ŀ", "L") + match[0][-1]


def _without_elisions(text: str) -> str:
    return _ELISION.sub("", text)


def _joined_and_bare(text: str) -> str:
    """Without dotted l and elisions, where dropping one may uncover another."""
    while True:
        bare = _without_elisions(_DOTTED_L.sub(_joined_l, text))
        if bare == text:
            return text
        text = bare


def normalise(text: str) -> str:
    """The form two texts are compared in: compatibility forms unified, case folded, single spaces.

    Diacritics go from Latin letters only, so that Жирона, ジローナ and العربية stay what they are. ``l·l``
    (also written ``l.l`` or ``ŀl``) becomes ``ll``, elided articles and pronouns (l', d', qu'…) go.
    Punctuation stays. Applying it twice changes nothing.
    """
    text = _GLUED_STOP.sub(" ", text)
    if text.isascii():
        folded = _DOTTED_L.sub(_joined_l, _CONTROL.sub(" ", text)).lower()
    else:
        folded = _DOTTED_L.sub(_joined_l, _INVISIBLE.sub("", _CONTROL.sub(" ", _APOSTROPHES.sub("'", text))))
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", folded).casefold())
        folded = _INVISIBLE.sub("", _APOSTROPHES.sub("'", folded))
        folded = _LATIN_MARKS.sub(r"\1", unicodedata.normalize("NFD", folded)).translate(_LATIN_LETTERS)
        folded = unicodedata.normalize("NFC", folded)
    return _SPACES.sub(" ", _joined_and_bare(folded)).strip()


_STOPS: Final = {
    language: frozenset(normalise(word) for word in words) for language, words in STOP_WORDS.items()
}


def words(text: str, language: str) -> list[str]:
    """The normalised words of ``text`` in their order, without the function words of ca, es, en or fr.

    In any other language every word stays. ``language`` may carry a region ("ca-ES").
    """
    stops = _STOPS.get(_primary(language), frozenset())
    return [word for word in _WORD.findall(normalise(text)) if word not in stops]


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """The Snowball stem of a normalised ``word`` of ca, es, en or fr; in other languages the word itself."""
    primary = _primary(language)
    if primary not in _SNOWBALL:
        return word
    if primary == "ca":
        for ending, repaired in _CATALAN_ENDINGS:
            if word.endswith(ending):
                word = word.removesuffix(ending) + repaired
                break
    return normalise(_stemmer(primary).stemWord(word))


@lru_cache
def _stemmer(language: str) -> "snowballstemmer.stemmer":
    return snowballstemmer.stemmer(_SNOWBALL[language])


def search_text(text: str, language: str) -> str:
    """What is handed to ``to_tsvector``: case and accents kept, for the stemmers there want them.

    PostgreSQL's ``catalan`` splits ``l·l`` and ``l'aigua`` and has no stop words: all three are settled here.
    Cut at 200,000 characters.
    """
    cleaned = _INVISIBLE.sub("", _CONTROL.sub(" ", text[:SEARCH_TEXT_LIMIT]))
    cleaned = _without_elisions(_DOTTED_L.sub(_joined_l, _APOSTROPHES.sub("'", cleaned)))
    if _primary(language) == "ca":
        stops = _STOPS["ca"]
        cleaned = _WORD.sub(lambda match: " " if normalise(match[0]) in stops else match[0], cleaned)
    return _SPACES.sub(" ", cleaned).strip()


def _primary(language: str) -> str:
    return language[:2].lower() if language[2:3] in ("", "-", "_") else language.lower()
