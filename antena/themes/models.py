"""The vocabulary every object is described with: fields and sub-themes, SDGs, EuroVoc."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Theme(models.Model):
    """One of the seven fields (no parent) or a sub-theme of one.

    ``labels`` and ``descriptions`` are language → text; ``words`` is language → words and short phrases that
    give the theme away, ``hints`` those that only support it. ``eurovoc`` lists concept ids,
    ``microthesauri`` four-digit codes of whole EuroVoc chapters, ``sdg_targets`` codes such as "11.2".
    """

    code = models.SlugField(max_length=60, unique=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    letter = models.CharField(max_length=1, help_text="The letter of the field in the plan, a to g")
    position = models.PositiveSmallIntegerField()
    labels = models.JSONField(default=dict)
    descriptions = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    hints = models.JSONField(default=dict)
    eurovoc = models.JSONField(default=list)
    microthesauri = models.JSONField(default=list)
    sdg_targets = models.JSONField(default=list)

    class Meta:
        ordering = ["letter", "position"]

    def __str__(self) -> str:
        return self.code


class Goal(models.Model):
    """One of the seventeen Sustainable Development Goals. ``labels`` is language → short name.

    ``words`` and ``hints`` are as for `Theme`.
    """

    number = models.PositiveSmallIntegerField(primary_key=True)
    labels = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    hints = models.JSONField(default=dict)

    class Meta:
        ordering = ["number"]


class EurovocConcept(models.Model):
    """A EuroVoc descriptor. ``microthesaurus``: four digits, the first two its domain; empty if unknown.

    ``labels`` holds the English name that ships with the product. Where a ``source`` told of the concept, its
    names in every language are `ConceptLabel`, ``microthesauri`` all it stands in, ``broader`` ids of
    concepts, ``digest`` what the source said, ``gone_at`` when the source had left it out.
    """

    id = models.CharField(max_length=20, primary_key=True)
    microthesaurus = models.CharField(max_length=4, blank=True, db_index=True)
    labels = models.JSONField(default=dict)
    microthesauri = models.JSONField(default=list)
    broader = models.JSONField(default=list)
    is_deprecated = models.BooleanField(default=False)
    source = models.CharField(max_length=40, blank=True, db_index=True)
    digest = models.CharField(max_length=64, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)


class ConceptLabel(models.Model):
    """A name of a concept in a language: the preferred one, or one of the others."""

    concept = models.ForeignKey(EurovocConcept, on_delete=models.CASCADE, related_name="names")
    language = models.CharField(max_length=12)
    text = models.CharField(max_length=200)
    is_preferred = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["concept", "language"],
                condition=models.Q(is_preferred=True),
                name="one_preferred_name_per_language",
            )
        ]
        indexes = [
            models.Index(
                fields=["text"],
                condition=models.Q(language="en", is_preferred=True),
                name="concepts_by_english_name",
            )
        ]


class CatalogueVersion(models.Model):
    """What the vocabulary above was last loaded from: one row, by which a process sees that it changed.

    ``concepts`` changes whenever a source told something new of the thesaurus.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    digest = models.CharField(max_length=64)
    concepts = models.CharField(max_length=40, blank=True)


class ThemeVector(models.Model):
    """What a sub-theme means to an embedding model, made once of the catalogue that ``digest`` names."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="+")
    model = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    vector = ArrayField(models.FloatField())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["theme", "model"], name="one_vector_per_theme_and_model")
        ]
