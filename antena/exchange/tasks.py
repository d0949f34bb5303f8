"""Imports while the reader waits where they are short, and by the worker where they are not."""

import logging

from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from antena.exchange import actions
from antena.exchange.enums import ImportState
from antena.exchange.models import Import
from antena.exchange.rules import AT_ONCE
from antena.exchange.targets import TARGETS
from antena.signals.tasks import read_what_arrived

log = logging.getLogger(__name__)

_LATER = RetryStrategy(max_attempts=3, wait=60)


def go_on(brought: Import) -> bool:
    """Do the step an import waits for: check, import or undo. False where it was left to the worker."""
    if brought.row_count <= AT_ONCE:
        _do(brought.pk)
        return True
    lock = f"import {brought.pk}"
    try:
        with transaction.atomic():
            work_on_import.configure(lock=lock, queueing_lock=lock).defer(import_id=brought.pk)
    except AlreadyEnqueued:
        log.debug("%s waits for the worker already", lock)
    return False


@app.task(retry=_LATER)
def work_on_import(*, import_id: int) -> None:
    """The step a long import waits for; cut off, it goes on where it was."""
    _do(import_id)


def _do(import_id: int) -> None:
    brought = Import.objects.get(pk=import_id)
    if brought.state == ImportState.MAPPED:
        actions.check(import_id=import_id)
    elif brought.state == ImportState.CARRYING:
        actions.carry_out(import_id=import_id, at=timezone.now())
        _read_soon(brought)
    elif brought.state == ImportState.UNDOING:
        actions.undo(import_id=import_id, at=timezone.now())
        _read_soon(brought)


def _read_soon(brought: Import) -> None:
    """Have signals read without waiting for the next ten minutes."""
    if not TARGETS[brought.target].run_source:
        return
    try:
        with transaction.atomic():
            read_what_arrived.configure().defer(timestamp=0)
    except AlreadyEnqueued:
        log.debug("a reading is waiting already")
