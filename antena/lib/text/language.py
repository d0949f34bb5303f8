"""Which of the house's four languages a text is in, from its function words and its letters."""

import re
from collections import Counter
from typing import Final

from antena.lib.text.stopwords import NEIGHBOUR_WORDS, STOP_WORDS

# A few thousand characters settle it; more only costs time.
_READ: Final = 4_000
_TOKEN: Final = re.compile(r"[^\W\d_]+(?:·[^\W\d_]+)?")
# Letters and pairs one language writes and its neighbours do not, worth as much as a function word each.
_TRAITS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    (
        "ca",
        re.compile(
            r"l·l|\bl['’]\w|\bd['’]\w|ny\b|\w['’]n\b|[ií]ssim|tge\b|tja\b|\bx\w|[aeiou]ix|\bque\b|ció\b"
        ),
    ),
    ("es", re.compile(r"ñ|¿|¡|ción\b|iones\b|dad\b|\buna?\b|ue[nr]\w|ie[nr]\w")),
    ("en", re.compile(r"\bthe\b|\w['’]s\b|tion\b|ing\b|th|sh|w")),
    ("fr", re.compile(r"œ|[èêëâîû]|\b[cjnslmd]['’]\w|\bqu['’]|eux\b|aux\b|tion\b|ée?s?\b|oi|ou")),
    ("pt", re.compile(r"ã|õ|ção\b|ções\b|lh|nh")),
    ("gl", re.compile(r"ción\b|ñ|\bunha|\bx\w|nh|ións\b")),
    ("it", re.compile(r"zione\b|zioni\b|gli|tà\b|[aeiou]\b|\b(?:dell|nell|all|sull)['’]|cch|zz")),
    ("oc", re.compile(r"lh|nh|cion\b|\bdeth\b|\bera\b|òu|tz\b")),
    ("de", re.compile(r"ß|ä|ö|ü|sch|ung\b")),
    ("nl", re.compile(r"ij|aa|ee|oo|sch")),
    ("ro", re.compile(r"ă|ș|ț|ţ|ş|î")),
)


def language_of(text: str) -> str:
    """The likeliest of ca, es, en and fr, or "" where the text is too short, even or in another language."""
    sample = text[:_READ].lower()
    tokens = _TOKEN.findall(sample)
    if not tokens:
        return ""
    scores = _scores(sample, tokens)
    (best, score), (_, second) = scores.most_common(2)
    sure = score >= 2 and score >= 0.15 * len(tokens) and score > 1.1 * second
    return best if sure and best in STOP_WORDS else ""


def _scores(sample: str, tokens: list[str]) -> Counter[str]:
    counts = Counter(tokens)
    scores: Counter[str] = Counter()
    for language, listed in (STOP_WORDS | NEIGHBOUR_WORDS).items():
        scores[language] = 0
        for word, count in counts.items():
            if word in listed:
                scores[language] += count
    for language, trait in _TRAITS:
        scores[language] += len(trait.findall(sample)) // 3
    return scores
