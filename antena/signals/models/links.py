"""What belongs together: official numbers, the same thing told twice, the documents of one law."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from antena.signals.enums import Sameness, Stage
from antena.signals.models.core import Signal


class SignalKey(models.Model):
    """An official number a signal has or names, normalised (`antena.signals.linking.keys`).

    ``relation`` "is": the number is the signal's own; else how the signal relates to what has it.
    """

    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="keys", db_index=False)
    scheme = models.CharField(max_length=12)
    value = models.CharField(max_length=200)
    relation = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["signal", "scheme", "value", "relation"], name="one_row_per_key")
        ]
        indexes = [models.Index(fields=["scheme", "value"], name="signals_by_key")]


class Unlinked(models.Model):
    """A signal that was read since it was last looked at for what it belongs to."""

    signal = models.OneToOneField(Signal, on_delete=models.CASCADE, primary_key=True, related_name="+")


class Likeness(models.Model):
    """Two signals that look like the same thing, or that a person said are or are not.

    ``one`` has the smaller id. ``score`` in [0, 1]; ``evidence`` as `antena.signals.linking.likeness` says.
    What a person decided (``by``) is never decided again by the machine.
    """

    one = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="+", db_index=False)
    other = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()
    evidence = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=Sameness.choices, default=Sameness.PENDING)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="one_row_per_pair"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="smaller_id_first"),
        ]
        indexes = [
            models.Index(
                fields=["-score", "id"],
                name="likenesses_to_decide",
                condition=Q(state=Sameness.PENDING),
            )
        ]


class Dossier(models.Model):
    """The documents of one law in the making: consultation, proposal, procedure, opinions, act.

    Known by the best official number its documents share (``scheme``, ``value``; ``label`` as people write
    it). ``lead`` is the signal whose title it bears. ``stage`` is where it stands, to be looked at again on
    ``restage_on``. ``is_suspicious``: so many documents that some link must be wrong; it is not shown.
    """

    slug = models.SlugField(max_length=80, unique=True)
    scheme = models.CharField(max_length=12)
    value = models.CharField(max_length=200)
    label = models.CharField(max_length=200)
    lead = models.ForeignKey(Signal, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    stage = models.CharField(max_length=12, choices=Stage.choices)
    restage_on = models.DateField(null=True)
    latest_on = models.DateField(null=True)
    member_count = models.PositiveIntegerField()
    is_suspicious = models.BooleanField(default=False)
    is_sample = models.BooleanField(default=False)
    members = models.ManyToManyField(Signal, through="DossierMember", related_name="dossiers")

    class Meta:
        indexes = [
            models.Index(F("latest_on").desc(nulls_last=True), "slug", name="dossiers_newest"),
            models.Index(
                fields=["restage_on"], name="dossiers_to_restage", condition=Q(restage_on__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.label


class DossierMember(models.Model):
    """A document of a dossier. ``is_core``: it holds the dossier together; others only speak of it."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="memberships", db_index=False)
    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="memberships")
    is_core = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "signal"], name="one_row_per_member")]
