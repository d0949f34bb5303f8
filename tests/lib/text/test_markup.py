"""Plain text out of good, broken, flat and hostile HTML."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antena.lib.text import plain


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One <b>bold</b>&nbsp;word.</p><p>Two.</p>", "One bold word.\nTwo."),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("<ul><li>one<li>two</ul>tail", "one\ntwo\ntail"),
        ("<p>x<span>y</span>z</p>after", "xyz\nafter"),
        ("<b><p>x</p></b>tail", "x\ntail"),
        ("CO<sub>2</sub>", "CO2"),
        ("<table><tr><td>a<td>b<tr><th>c</table>", "a b\nc"),
        ("<p>seen<script>var x = '<p>no</p>';</script><style>p{}</style><!-- no --></p>", "seen"),
        ("<p>open <b>never <i>closed", "open never closed"),
        ("<p>a\n   b\tc</p>", "a b c"),
        ("&amp;lt; &euro;5 &#233; &hellip;", "&lt; €5 é …"),
        ("<p>&amp;lt;b&amp;gt; &#xe9;</p>", "&lt;b&gt; é"),
        ("5 < 6 and 7 > 3", "5 < 6 and 7 > 3"),
        ("<p>if a < b then</p>", "if a < b then"),
        ("first line\n\n  second   line\r\nthird", "first line\nsecond line\nthird"),
        ("…Expected Outcome:Proposals should", "…Expected Outcome:Proposals should"),
        ('">General conditions1. Admissibility', '">General conditions1. Admissibility'),
        ("safe\u202egnp.exe \u2066x\u2069 y\u200f", "safegnp.exe x y"),
        ("nul\x00 bell\x07 half\ud800", "nul bell half"),
        ("<p>half\ud800</p>", "half"),
        ("<a href='javascript:x'>link</a>", "link"),
        ("<title>no</title>", ""),
        ("", ""),
    ],
)
def test_plain(html: str, text: str) -> None:
    assert plain(html) == text


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 400_000,
        "<div>" * 150_000 + "x" + "</div>" * 150_000,
        "<p>a &amp; b <b>c" * 100_000,
        "<table><td>" * 150_000,
        "<" * 2_000_000,
        "&" * 2_000_000,
        "<p>" + "word " * 400_000,
        "<!--" * 400_000,
    ],
    ids=["deep", "balanced", "unclosed", "tables", "angles", "ampersands", "long", "comments"],
)
def test_two_megabytes_of_anything_take_seconds_at_most(html: str) -> None:
    began = time.process_time()
    plain(html)
    assert time.process_time() - began < 6


def test_depth_loses_no_text() -> None:
    html = "<div>" * 5_000 + "<p>one</p><p>two <b>three</b></p><script>no</script>"
    assert plain(html) == "one\ntwo three"


@given(st.text("<>/pbdivscript &;#x0!-\"'=\n\u202e\ud800é", max_size=80))
def test_any_text_comes_out_clean(html: str) -> None:
    text = plain(html)
    text.encode()
    assert "\u202e" not in text
    assert "\n\n" not in text
    assert text == text.strip()
