"""The vocabulary every object is described with: fields and sub-themes, SDGs, EuroVoc."""

from django.db import models


class Theme(models.Model):
    """One of the seven fields (no parent) or a sub-theme of one.

    ``labels`` and ``descriptions`` are language → text; ``words`` is language → words that give the theme
    away; ``eurovoc`` lists concept ids and ``sdg_targets`` target codes such as "11.2".
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
    eurovoc = models.JSONField(default=list)
    sdg_targets = models.JSONField(default=list)

    class Meta:
        ordering = ["letter", "position"]

    def __str__(self) -> str:
        return self.code


class Goal(models.Model):
    """One of the seventeen Sustainable Development Goals. ``labels`` is language → short name."""

    number = models.PositiveSmallIntegerField(primary_key=True)
    labels = models.JSONField(default=dict)
    words = models.JSONField(default=dict)

    class Meta:
        ordering = ["number"]


class EurovocConcept(models.Model):
    """A EuroVoc descriptor. ``microthesaurus`` has four digits; its first two are the domain."""

    id = models.CharField(max_length=12, primary_key=True)
    microthesaurus = models.CharField(max_length=4, db_index=True)
    labels = models.JSONField(default=dict)
