"""Texts to the ids of the model's word pieces."""

import re
from collections.abc import Sequence
from typing import Final

from tokenizers import Tokenizer, models, pre_tokenizers

from antena.lib.embeddings.weights import Vocabulary

# About 150 words of a Romance language. Longer texts cost in proportion and are found no better.
LIMIT: Final = 256
# No text needs more characters for that many tokens; a megabyte is not read to its end.
CHARACTERS_READ: Final = LIMIT * 16
_BLANKS: Final = re.compile(" {2,}")


class Tokeniser:
    """The unigram tokeniser of the model, between its begin and end signs."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._begin = vocabulary.begin
        self._end = vocabulary.end
        self._replacements = vocabulary.replacements
        listed = list(zip(vocabulary.pieces, vocabulary.scores, strict=True))
        self._tokenizer = Tokenizer(models.Unigram(listed, unk_id=vocabulary.unknown))
        self._tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")

    def ids(self, texts: Sequence[str], *, limit: int = LIMIT) -> list[list[int]]:
        """The ids of each text, at most ``limit`` with the two signs around them."""
        cleaned = [_BLANKS.sub(" ", text[:CHARACTERS_READ].translate(self._replacements)) for text in texts]
        encoded = self._tokenizer.encode_batch(cleaned)
        return [[self._begin, *found.ids[: limit - 2], self._end] for found in encoded]
