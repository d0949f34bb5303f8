"""Every reason that is shown rests on something that is there: the address answers and holds the anchor."""

import re
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import urldefrag

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from antena.matching.engine.evidence import EvidenceKind, EvidenceLink
from antena.matching.models import Priority, Profile, SignalSubjects
from antena.signals.enums import Kind
from antena.signals.models import Signal, SignalText
from antena.signals.search import index_signals
from antena.web.evidence import Sight, digest
from tests.web.conftest import World

pytestmark = pytest.mark.django_db

LINK = re.compile(r'href="([^"]+)"')


def links_of(html: str) -> set[str]:
    parts = html.split('<span class="rests">')[1:]
    return {
        unescape(found) for part in parts for found in LINK.findall(part.split("</li>")[0].split("</p>")[0])
    }


def check(client: Client, address: str) -> None:
    page, anchor = urldefrag(address)
    answer = client.get(page)
    assert answer.status_code == 200, address
    assert f'id="{anchor}"' in answer.content.decode(), address


def test_each_reason_of_radar_and_signal_leads_to_what_it_rests_on(client: Client, world: World) -> None:
    slug = world.towns[0].slug
    radar = client.get(reverse("web:town", args=[slug])).content.decode()
    reasons = re.findall(r'<ul class="reasons".*?</ul>', radar, re.DOTALL)
    assert reasons
    for listed in reasons:
        assert listed.count("<li") == listed.count('class="rests"')
    found = links_of("".join(reasons))
    for signal in world.signals:
        html = client.get(reverse("web:signal", args=[signal.slug]), {"town": slug}).content.decode()
        why = html[html.index('id="why"') : html.index("</section>", html.index('id="why"'))]
        found |= links_of(why)
    assert found
    for address in sorted(found):
        check(client, address)


def test_a_sentence_is_marked_in_its_text_and_nothing_else_can_be(client: Client, world: World) -> None:
    signal = world.signals[0]
    SignalText.objects.filter(signal=signal, language="en").update(
        body="One thing. It is about <b>beaches</b>."
    )
    page = reverse("web:signal", args=[signal.slug])
    shown = client.get(page, {"said": digest("It is about <b>beaches</b>."), "text": "en"}).content.decode()
    assert 'id="said"' in shown
    assert "<mark>It is about &lt;b&gt;beaches&lt;/b&gt;.</mark>" in shown
    assert 'id="said"' not in client.get(page, {"said": digest("never said")}).content.decode()


def test_a_word_read_from_an_earlier_version_is_shown_with_that_said(client: Client, world: World) -> None:
    signal = world.signals[0]
    SignalSubjects.objects.update_or_create(
        signal=signal,
        defaults={
            "subjects": [{"code": "beach", "word": "seaside", "language": "en", "in_title": False}],
            "read_hash": "",
        },
    )
    shown = client.get(
        reverse("web:signal", args=[signal.slug]), {"said": digest("seaside")}
    ).content.decode()
    assert "<mark>seaside</mark>" in shown
    assert "the text as it is now does not say it" in shown


def test_practices_for_a_need_and_for_a_town(client: Client, world: World) -> None:
    page = reverse("web:practices")
    Signal.objects.update(kind=Kind.NEWS)
    assert "No practice has arrived yet." in client.get(page).content.decode()
    assert "No practice we know answers this need." in client.get(page, {"q": "shade"}).content.decode()
    assert "No town of the association is called" in client.get(page, {"town": "Nowhere"}).content.decode()
    named = client.get(page, {"town": world.towns[0].slug}).content.decode()
    assert "You wrote no need" in named


def test_the_practices_of_a_radar_come_when_they_are_looked_at(client: Client, world: World) -> None:
    slug = world.towns[0].slug
    radar = client.get(reverse("web:town", args=[slug])).content.decode()
    address = reverse("web:town-practices", args=[slug])
    assert f'hx-get="{address}"' in radar
    assert f"{reverse('web:practices')}?town={slug}" in radar
    assert client.get(reverse("web:town-practices", args=["nowhere"])).status_code == 404
    Signal.objects.update(kind=Kind.NEWS)
    assert "No practice we know is near what the town needs." in client.get(address).content.decode()
    signal = world.signals[0]
    Signal.objects.filter(pk=signal.pk).update(kind=Kind.PRACTICE)
    Profile.objects.update(needs="shade in the streets", needs_language="en")
    SignalText.objects.filter(signal=signal).delete()
    SignalText.objects.create(
        signal=signal,
        language="en",
        title="Sampleton: trees",
        body="The town planted trees for shade in the streets.",
        updated_at=signal.first_seen,
    )
    index_signals([signal.pk])
    shown = client.get(address).content.decode()
    assert shown.lstrip().startswith("<section")
    rests = links_of(shown)
    assert any("said=" in one for one in rests)
    for one in sorted(rests):
        check(client, one)


def test_a_decision_leads_to_who_took_it_and_when(client: Client, world: World) -> None:
    now = timezone.now()
    day = now.date()

    def decide(title: str, **more: Any) -> Priority:
        return Priority.objects.create(
            kind="theme", code="water", factor=2, title={"en": title}, body="Sample council",
            session="Plenary 9", adopted_on=day, entered_at=now, **{"starts_on": day, **more},
        )  # fmt: skip

    counting = decide("Water first")
    over = decide("Beaches first", withdrawn_at=now)
    coming = decide("Roofs first", starts_on=day + timedelta(days=40))
    page = client.get(reverse("web:how")).content.decode()
    link = EvidenceLink(kind=EvidenceKind.PRIORITY, ref=str(counting.pk))
    (shown,) = Sight("en").reasoned("", [link]).rests
    check(client, shown.address)
    before, _, ended = page.partition("<details>")
    assert f'id="priority-{counting.pk}"' in before
    assert "Sample council · Plenary 9" in before
    assert f'id="priority-{over.pk}"' in ended
    assert f'id="priority-{coming.pk}"' not in page
