"""Plays a page the office follows: an RSS feed of 45 items."""

from tests.sources.playing import Asked, Told


class ThePlayer:
    """One page, for such a source has no more."""

    source = "feeds"
    options: dict[str, int] = {}
    keys: dict[str, str] = {}

    def __init__(self) -> None:
        self.numbers = list(range(1, 46))

    def addresses(self, base: str) -> dict[str, str]:
        return {"page": f"{base}/feed.xml"}

    def told(self, asked: Asked) -> Told | None:
        if asked.path != "/feed.xml":
            return None
        items = "".join(
            f"<item><guid>item-{n}</guid><title>Invented item {n}</title><link>/items/{n}</link></item>"
            for n in self.numbers
        )
        page = (
            f'<?xml version="1.0"?><rss version="2.0"><channel><title>Invented</title>{items}</channel></rss>'
        )
        return Told(page.encode(), "application/rss+xml")

    def expected(self) -> set[str]:
        return {f"item-{number}" for number in self.numbers}

    def shrink(self) -> None:
        self.numbers = self.numbers[:10]

    def renamed(self, body: bytes) -> bytes:
        return body.replace(b"guid>", b"name>").replace(b"link>", b"place>")
