"""Files people bring: what was in them, what became of each row, and how to take it back."""

from django.conf import settings
from django.db import models

from antena.exchange.enums import ImportState, Outcome, RowState


class Import(models.Model):
    """One file brought for one target. ``file`` is its name in the storage called raw, which nobody serves.

    ``target`` is a name of `exchange.targets`; ``mapping`` header → column. ``blanks_erase``: an empty cell
    empties what is stored instead of leaving it. ``run_id`` is the run of the sources whose records it wrote.
    """

    target = models.SlugField(max_length=40, db_index=False)
    file_name = models.CharField(max_length=200)
    file = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()
    form = models.CharField(max_length=4)
    encoding = models.CharField(max_length=20, blank=True)
    sheet = models.CharField(max_length=80, blank=True)
    other_sheets = models.JSONField(default=list)
    headers = models.JSONField()
    header_row = models.PositiveIntegerField()
    # the first filled cells of each column, for whoever says what it is
    samples = models.JSONField(default=list)
    row_count = models.PositiveIntegerField()
    mapping = models.JSONField(default=dict)
    blanks_erase = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    run_id = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """One row of a file. ``cells`` are its texts under the import's headers; ``facts`` what they mean.

    ``errors`` and ``notes`` are `tables.problems.CellError`; ``changes`` [{"field", "old", "new"}] is what
    the row would change, or changed. ``object_id`` names the record it became, ``before`` what that record
    said before, ``mark`` what it said after, so that undoing sees whether somebody changed it since.
    """

    brought = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField()
    cells = models.JSONField()
    facts = models.JSONField(default=dict)
    errors = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=RowState.choices)
    changes = models.JSONField(default=list)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True, default=Outcome.NONE)
    object_id = models.BigIntegerField(null=True)
    before = models.JSONField(null=True)
    mark = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["brought", "number"], name="one_row_per_import_and_number")
        ]
        indexes = [
            models.Index(fields=["brought", "state", "number"], name="import_rows_by_state"),
            models.Index(
                fields=["object_id"],
                name="import_rows_by_object",
                condition=models.Q(object_id__isnull=False),
            ),
        ]


class RememberedMapping(models.Model):
    """How the columns of files with these headers were mapped last. ``headers`` is their digest."""

    target = models.SlugField(max_length=40, db_index=False)
    headers = models.CharField(max_length=64)
    mapping = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["target", "headers"], name="one_mapping_per_target_and_headers")
        ]
