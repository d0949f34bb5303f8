"""The one question to a followed page: the page itself."""

from collections.abc import Iterator

import msgspec

from antena.sources.catalogue.feeds import formats
from antena.sources.contracts import Contract
from antena.sources.pages import Ask, Page, Reach, Request

_ACCEPTED = "application/atom+xml, application/rss+xml, text/calendar, application/ld+json, */*;q=0.5"


def pages(ask: Ask, contract: Contract, reach: Reach) -> Iterator[Page]:  # noqa: ARG001  a page has no dates
    """Ask for the page; see `antena.sources.pages.Connector`."""
    request = Request(
        key="page", url=contract.api["page"], headers={"Accept": _ACCEPTED}, check=formats.why_unreadable
    )
    yield msgspec.structs.replace(ask(request), of=1)
