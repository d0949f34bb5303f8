"""What an import did is taken back, save where somebody changed the record since."""

from datetime import datetime
from typing import Final

from django.db import transaction

from antena.accounts.models import User
from antena.exchange.actions.carrying import lock_target
from antena.exchange.actions.states import audit, held
from antena.exchange.enums import ImportState, Outcome, RowState
from antena.exchange.models import Import
from antena.exchange.queries import outcome_counts
from antena.exchange.targets import TARGETS, Undo

_BATCH: Final = 1000


@transaction.atomic
def start_undoing(*, import_id: int, by: User, at: datetime) -> Import:
    """Decide that an import is undone. Raises `WrongStateError`."""
    brought = held(import_id, ImportState.DONE)
    brought.state, brought.undone_by, brought.undone_at = ImportState.UNDOING, by, at
    brought.save(update_fields=["state", "undone_by", "undone_at"])
    return brought


@transaction.atomic
def undo(*, import_id: int, at: datetime) -> Import:
    """Restore what rows changed and remove what they brought, all of it or nothing.

    A record that somebody changed since, by hand or with another file, is left and its row says so. Raises
    `WrongStateError`.
    """
    brought = held(import_id, ImportState.UNDOING)
    lock_target(brought.target)
    target = TARGETS[brought.target]
    done = brought.rows.filter(outcome=Outcome.CARRIED, state__in=(RowState.NEW, RowState.CHANGED))
    columns = done.order_by("number").values_list("number", "object_id", "before", "mark")
    while batch := list(columns[:_BATCH]):
        rows = [
            Undo(number, object_id, before, mark)
            for number, object_id, before, mark in batch
            if object_id is not None
        ]
        left = target.undo(rows, at=at)
        numbers = {number for number, *_ in batch}
        brought.rows.filter(number__in=left).update(outcome=Outcome.LEFT)
        brought.rows.filter(number__in=numbers - left).update(outcome=Outcome.UNDONE)
    brought.state = ImportState.UNDONE
    brought.save(update_fields=["state"])
    audit("undone", brought, brought.undone_by, dict(outcome_counts(brought)))
    return brought
