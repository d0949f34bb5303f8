"""Domains of EuroVoc read from the text of a law its publisher has not described."""

import numpy as np
import pytest

from antena.signals.models import Signal, SignalEmbedding, SignalText
from antena.signals.queries.domains import MOST, read_domains
from antena.sources.drafts import DraftText
from antena.themes.classifier.learned import shipped
from tests.signals.samples import draft, store

pytestmark = pytest.mark.django_db

TITLE = "Directive on greenhouse gas emission allowance trading and renewable energy"


def law(**values) -> Signal:
    text = DraftText(language="en", title=TITLE, body="Installations report emissions of greenhouse gas.")
    identifier = values.pop("identifier", "law")
    store(draft(identifier, texts=(text,), **{"kind": "act", "programme": "", **values}))
    return Signal.objects.get(external_id=identifier)


def meant(signal: Signal, model: str) -> None:
    SignalEmbedding.objects.create(signal=signal, model=model, vector=np.full(384, 384**-0.5))


def read(signal: Signal):
    return read_domains(signal, list(SignalText.objects.filter(signal=signal)))


def test_a_law_without_descriptors_is_read(django_assert_num_queries):
    signal = law()
    meant(signal, shipped("domains").embedder)
    texts = list(SignalText.objects.filter(signal=signal))
    with django_assert_num_queries(1):
        found = read_domains(signal, texts)
    assert [one.code for one in found][:1] == ["52"]
    assert len(found) <= MOST
    assert [one.probability for one in found] == sorted((one.probability for one in found), reverse=True)
    shown = {piece.text for one in found for piece in one.evidence}
    assert shown & {"greenhouse", "emission", "gas"}
    assert all(text in f"{TITLE} {texts[0].body}" for text in shown)


def test_the_codes_its_publisher_filed_it_under_are_read():
    plain, filed = law(), law(identifier="filed", details={"directory": ["15102030"]})
    found = []
    for signal in (plain, filed):
        meant(signal, shipped("domains").embedder)
        found.append({one.code: one.probability for one in read(signal)})
    assert found[1]["52"] > found[0]["52"]


@pytest.mark.parametrize("values", [{"kind": "call"}, {"eurovoc": ("2524",)}])
def test_what_is_no_law_or_is_described_is_not_read(values, django_assert_num_queries):
    signal = law(**values)
    meant(signal, shipped("domains").embedder)
    with django_assert_num_queries(0):
        assert read_domains(signal, []) == ()


def test_without_the_meaning_the_model_learned_with_nothing_is_said():
    signal = law()
    assert read(signal) == ()
    meant(signal, "another-model")
    assert read(signal) == ()
