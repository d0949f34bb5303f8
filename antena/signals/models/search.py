"""What a search reads: rows, vectors, champion lists, words."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from pgvector.django import HalfVectorField, HnswIndex

from antena.signals.models.core import Signal

EMBEDDING_DIMENSIONS = 384


class SearchRow(models.Model):
    """The narrow row search reads: what is filtered by and the lexemes, no text, so that it stays in memory.

    ``words`` holds the lexemes of every language of the signal, each made with its own configuration: title,
    identifiers and keywords weigh A, summary B, the rest C. ``theme_ids`` includes the fields above a
    sub-theme. ``length`` is in words per language.
    """

    signal = models.OneToOneField(
        Signal, on_delete=models.CASCADE, primary_key=True, related_name="search_row"
    )
    source = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    status = models.CharField(max_length=20)
    programme = models.CharField(max_length=60)
    impact = models.CharField(max_length=12)
    is_sample = models.BooleanField(default=False)
    published_on = models.DateField(null=True)
    next_deadline = models.DateTimeField(null=True)
    theme_ids = ArrayField(models.BigIntegerField(), default=list)
    languages = ArrayField(models.CharField(max_length=12), default=list)
    words = SearchVectorField()
    length = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            # A short list of what is not in the index yet: indexing is twice as fast, searches read it along.
            GinIndex(fields=["words"], name="search_words", fastupdate=True, gin_pending_list_limit=2048),
            GinIndex(fields=["theme_ids"], name="search_themes", fastupdate=False),
            models.Index(
                models.F("published_on").desc(nulls_last=True),
                models.F("signal").desc(),
                name="search_newest",
            ),
            models.Index(fields=["next_deadline"], name="search_deadline"),
            models.Index(fields=["kind", "status"], name="search_kind"),
            models.Index(fields=["programme"], name="search_programme"),
        ]


class SignalEmbedding(models.Model):
    """The meaning of a signal as a unit vector; ``model`` names model, version and centring."""

    signal = models.OneToOneField(
        Signal, on_delete=models.CASCADE, primary_key=True, related_name="embedding"
    )
    model = models.CharField(max_length=80)
    vector = HalfVectorField(dimensions=EMBEDDING_DIMENSIONS)

    class Meta:
        indexes = [
            HnswIndex(
                name="signal_vectors",
                fields=["vector"],
                m=16,
                ef_construction=100,
                opclasses=["halfvec_ip_ops"],
            )
        ]


class ChampionList(models.Model):
    """The signals in which one lexeme weighs most, the heaviest first: BM25 prepared.

    ``impacts`` are ten-thousandths of the BM25 term weight without its rarity factor, which is computed from
    ``signal_count`` when asked. A list that is shorter than the limit is complete.
    """

    lexeme = models.TextField(primary_key=True)
    signal_count = models.PositiveIntegerField()
    signal_ids = ArrayField(models.BigIntegerField())
    impacts = ArrayField(models.SmallIntegerField())


class SearchTail(models.Model):
    """A signal whose lexemes are newer than the champion lists: scored from its own row until then."""

    signal = models.OneToOneField(Signal, on_delete=models.CASCADE, primary_key=True, related_name="+")
    since = models.DateTimeField()


class SearchStatistics(models.Model):
    """What BM25 needs to know of the whole collection, as of the last time the champion lists were made."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    signal_count = models.PositiveIntegerField()
    average_length = models.FloatField()
    built_at = models.DateTimeField()


class SearchWord(models.Model):
    """A word of the titles as it is written, for "did you mean". ``signal_count``: in how many titles."""

    word = models.CharField(max_length=60, primary_key=True)
    signal_count = models.PositiveIntegerField()

    class Meta:
        indexes = [GinIndex(fields=["word"], opclasses=["gin_trgm_ops"], name="search_word_trigram")]
