"""Plain text out of the HTML of sources, which is often broken, flat or enormous."""

import html
import re
from itertools import accumulate
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from antena.lib.text.stopwords import word_set

_MARKUP: Final = re.compile(r"<(?:/?[a-zA-Z][^<>]*>|!--|!doctype|/?[a-zA-Z][\w:-]*\s)", re.IGNORECASE)
# Direction and zero-width signs, soft hyphens, control signs, and halves of signs, which no database takes.
_UNWANTED: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
    "\ud800-\udfff]"
)
_LINE_BREAKS: Final = re.compile("\r\n?|[\u0085\u2028\u2029\x0b\x0c]")
_BLANKS: Final = re.compile(r"[^\S\n]+")
_SILENT: Final = word_set("script style noscript template head title svg math iframe object select textarea")
_BLOCKS: Final = word_set(
    """
    address article aside blockquote body br caption center dd details dialog div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section
    summary table tbody tfoot thead tr ul
    """
)
_CELLS: Final = frozenset({"td", "th"})
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>")
# The parser's time grows with the square of the depth: 20,000 levels take 0.5 s, 100,000 take 27 s.
_DEPTH_TAKEN: Final = 2_000


def plain(html_or_text: str) -> str:
    """The text of ``html_or_text`` without markup: paragraphs and list items on lines of their own.

    Scripts and styles go, entities are decoded, direction marks and control signs removed. What has no markup
    keeps its lines; what was glued flat stays glued.
    """
    if _MARKUP.search(html_or_text):
        # The parser takes bytes of valid UTF-8 only.
        whole = LexborHTMLParser(_shallow(_UNWANTED.sub("", html_or_text)))
        text = _text_of(whole.root) if whole.root is not None else ""
    else:
        text = html.unescape(html_or_text)
    text = _LINE_BREAKS.sub("\n", _UNWANTED.sub("", text))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _shallow(markup: str) -> str:
    """``markup`` itself, or without its nesting where tags left open would pile up too deep."""
    depths = accumulate(-1 if match[1] else 1 for match in _TAG.finditer(markup))
    if max(depths, default=0) <= _DEPTH_TAKEN:
        return markup
    return _TAG.sub(_flat_tag, markup)


def _flat_tag(match: re.Match[str]) -> str:
    tag = match[2].lower()
    if tag in _SILENT:
        return match[0]
    return "<br>" if tag in _BLOCKS else " " if tag in _CELLS else ""


def _text_of(root: LexborNode) -> str:
    """Walk without recursion: broken pages nest thousands deep."""
    pieces: list[str] = []
    node: LexborNode | None = root
    while node is not None:
        tag = node.tag or ""
        if tag == "-text":
            pieces.append(_BLANKS.sub(" ", (node.text_content or "").replace("\n", " ")))
        _mark(pieces, tag)
        child = None if tag in _SILENT else node.child
        node = child if child is not None else _after(node, root, pieces)
    return "".join(pieces)


def _after(node: LexborNode, root: LexborNode, pieces: list[str]) -> LexborNode | None:
    """The node that follows ``node`` and all it holds; closing tags on the way leave their line break."""
    current: LexborNode | None = node
    while current is not None and current.mem_id != root.mem_id:
        _mark(pieces, current.tag or "")
        following = current.next
        if following is not None:
            return following
        current = current.parent
    return None


def _mark(pieces: list[str], tag: str) -> None:
    if tag in _BLOCKS:
        pieces.append("\n")
    elif tag in _CELLS:
        pieces.append(" ")
