"""Pages the office follows: each a source of its own, made from the template of the catalogue."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import msgspec
from django.db import transaction
from django.utils.text import slugify

from antena.accounts.models import AuditEntry, User
from antena.sources import catalogue, fetching
from antena.sources.contracts import Contract, Rhythm
from antena.sources.drafts import Draft, Refusal
from antena.sources.models import FEED, Feed
from antena.sources.pages import Connector, Reach
from antena.sources.validation import checked

TEMPLATE = "feeds"


class AlreadyFollowedError(Exception):
    """The address is followed already; the message is the name of that source."""


class NotAPageError(Exception):
    """What was given is not an address on the web."""


class Glance(msgspec.Struct, frozen=True):
    """What following a page would bring; with a ``failure``, that it cannot be read."""

    drafts: tuple[Draft, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    failure: Refusal | None = None


def connector(source: str) -> Connector:
    """Return the connector of a page that is followed. Raises `UnknownSourceError`."""
    feed = Feed.objects.filter(slug=source.removeprefix(FEED)).first()
    if feed is None:
        raise catalogue.UnknownSourceError(f"no page is followed under the name {source!r}")
    return msgspec.structs.replace(catalogue.folders()[TEMPLATE], contract=contract_of(feed))


def contracts() -> dict[str, Contract]:
    """Return the contract of every page that is or was followed, by its name; one query."""
    return {feed.source: contract_of(feed) for feed in Feed.objects.all()}


def contract_of(feed: Feed) -> Contract:
    """Fill the template in with what the office said of the page."""
    template = catalogue.folders()[TEMPLATE].contract
    return msgspec.structs.replace(
        template,
        source=feed.source,
        name=feed.name,
        publisher=feed.publisher,
        licence=feed.licence,
        attribution=feed.publisher,
        home=feed.address,
        languages=(feed.language,) if feed.language else (),
        kinds=(feed.kind, *(kind for kind in template.kinds if kind != feed.kind)),
        rhythm=Rhythm(run_hours=template.rhythm.run_hours, item_hours=24 * feed.item_days),
        api={"page": feed.address},
        template=False,
        paused=not feed.is_followed,
    )


def glance(*, address: str, kind: str, language: str, at: datetime) -> Glance:
    """Ask a page once and say what would come of it; nothing is stored. Raises `NotAPageError`."""
    _check(address)
    feed = Feed(slug="glance", name=address, address=address, kind=kind, language=language)
    contract = contract_of(feed)
    found = msgspec.structs.replace(catalogue.folders()[TEMPLATE], contract=contract)
    with fetching.client_for(contract) as client, TemporaryDirectory(prefix="antena-") as scratch:
        ask = fetching.PoliteAsk(client, fetching.NothingKept(Path(scratch)), found)
        reach = Reach(since=at.date(), at=at, languages=contract.languages)
        parsed = found.parse(list(found.pages(ask, contract, reach)), contract)
    if parsed.failures:
        return Glance(failure=parsed.failures[0])
    looked = [checked(draft) for draft in parsed.drafts]
    return Glance(
        drafts=tuple(draft for draft, _ in looked if isinstance(draft, Draft)),
        refusals=tuple(parsed.refusals) + tuple(refusal for _, refusals in looked for refusal in refusals),
    )


@transaction.atomic
def follow(
    *,
    name: str,
    address: str,
    kind: str,
    language: str,
    publisher: str,
    licence: str,
    item_days: int,
    by: User,
    at: datetime,
) -> Feed:
    """Follow a page from now on, or again. Raises `AlreadyFollowedError`, `NotAPageError`."""
    _check(address)
    feed = Feed.objects.select_for_update().filter(address=address).first()
    if feed is not None and feed.is_followed:
        raise AlreadyFollowedError(feed.name)
    if feed is None:
        feed = Feed(address=address, slug=_free_slug(name), added_by=by, added_at=at)
    feed.name, feed.kind, feed.language, feed.publisher = name, kind, language, publisher
    feed.licence, feed.item_days, feed.is_followed = licence, item_days, True
    feed.save()
    _audit("followed", feed, by)
    return feed


@transaction.atomic
def unfollow(*, slug: str, by: User) -> Feed:
    """Stop asking a page; what it brought stays. Raises `Feed.DoesNotExist`."""
    feed = Feed.objects.select_for_update().get(slug=slug)
    feed.is_followed = False
    feed.save(update_fields=["is_followed"])
    _audit("unfollowed", feed, by)
    return feed


def _check(address: str) -> None:
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError as error:
        raise NotAPageError(address) from error
    if parts.scheme not in {"http", "https"} or not host or parts.username or parts.password:
        raise NotAPageError(address)


def _free_slug(name: str) -> str:
    base = slugify(name)[:24].strip("-") or "page"
    taken = set(Feed.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(
        slug
        for number in range(1, 10_000)
        if (slug := f"{base}-{number}" if number > 1 else base) not in taken
    )


def _audit(verb: str, feed: Feed, by: User) -> None:
    AuditEntry.objects.create(
        actor=by, verb=verb, object_kind="feed", object_id=str(feed.pk), detail={"address": feed.address}
    )
