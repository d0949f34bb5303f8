"""What is in the outbox."""

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Count

from antena.notices.enums import MessageState
from antena.notices.models import Message

PAGE_SIZE = 50
WAITING = (MessageState.QUEUED, MessageState.FAILED)


def can_send() -> bool:
    """Whether the installation was told of a mail server (`ANTENA_EMAIL_URL`)."""
    return bool(settings.EMAIL_IS_SET_UP)


def counts() -> dict[MessageState, int]:
    """How many messages are in each state."""
    rows = Message.objects.order_by().values_list("state").annotate(n=Count("pk"))
    found = {MessageState(state): n for state, n in rows}
    return {state: found.get(state, 0) for state in MessageState}


def messages(*, state: MessageState | None = None, page: int = 1) -> Page[Message]:
    """Return a page of the outbox, the newest first; a page that does not exist is the nearest one."""
    rows = Message.objects.all() if state is None else Message.objects.filter(state=state)
    return Paginator(rows.defer("body", "html"), PAGE_SIZE).get_page(page)
