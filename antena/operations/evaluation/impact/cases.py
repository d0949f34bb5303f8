"""The acts and calls judged by hand as the reader of impact gets them: words, facts, and what to embed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec
import numpy as np

from antena.operations.datasets.acts import Act, acts
from antena.operations.datasets.thesaurus import microthesauri
from antena.operations.datasets.topics import Topic, topics
from antena.operations.evaluation.bench import Bench
from antena.operations.evaluation.impact.labels import Label, labels
from antena.signals.reading.eligibility import RuleReading, read_rules
from antena.signals.reading.impact import ImpactFacts, ImpactPassage
from antena.sources.catalogue.sedia.codes import PROGRAMMES

# Acts from this day on are measured on and not learned from.
HELD_OUT_FROM: Final = "2019-01-01"
_WORDS: Final = 110
_KEYWORDS: Final = 12


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """An act or call. ``embedded`` is what its meaning is made of and ``language`` that text's.

    ``label`` is None for one that nobody judged; ``is_held_out`` says that it is measured on.
    """

    id: str
    year: int
    passages: tuple[ImpactPassage, ...]
    facts: ImpactFacts
    embedded: str
    language: str
    is_held_out: bool
    label: Label | None

    @property
    def impact(self) -> str:
        """The class settled. Raises ValueError where nobody judged it."""
        if self.label is None:
            raise ValueError(self.id)
        return self.label.settled

    @property
    def level(self) -> str:
        """The level settled, "" for none. Raises ValueError where nobody judged it."""
        if self.label is None:
            raise ValueError(self.id)
        return self.label.level


def act_cases(bench: Bench, *, titles_only: bool = False) -> Sequence[Case]:
    """Every act of the set, with ``titles_only`` without its text. Raises `NoDataError`."""
    codes, verdicts = microthesauri(bench.data), labels("acts")
    return [_act(act, codes, verdicts.get(act.celex), titles_only) for act in acts(bench.data)]


def call_cases(bench: Bench) -> Sequence[Case]:
    """The calls judged; every other of them, in an order of chance, is held out. Raises `NoDataError`."""
    verdicts = labels("calls")
    judged = [topic for topic in topics(bench.data) if topic.topic_id in verdicts]
    order = np.random.default_rng(bench.seed).permutation(len(judged))
    held_out = {judged[at].topic_id for at in order[::2]}
    return [_call(topic, verdicts[topic.topic_id], topic.topic_id in held_out) for topic in judged]


def _act(act: Act, codes: Mapping[str, str], label: Label | None, titles_only: bool) -> Case:
    passages = tuple(
        ImpactPassage(text.language, text.title, "" if titles_only else text.body) for text in act.texts
    )
    best = act.best
    following = "" if titles_only else best.body
    return Case(
        id=act.celex,
        year=act.year,
        passages=passages,
        facts=ImpactFacts(
            kind="act",
            document_type=act.form,
            eurovoc=tuple(act.eurovoc),
            microthesauri=tuple(sorted({codes[id_] for id_ in act.eurovoc if id_ in codes})),
        ),
        embedded=_embedded(best.title, following or ", ".join(list(act.eurovoc.values())[:_KEYWORDS])),
        language=best.language,
        is_held_out=act.date >= HELD_OUT_FROM,
        label=label,
    )


def _call(topic: Topic, label: Label, is_held_out: bool) -> Case:
    rules = [*read_rules(topic.conditions, "en"), *read_rules(topic.description, "en")]
    return Case(
        id=topic.topic_id,
        year=int(topic.deadline[:4] or 0),
        passages=(ImpactPassage("en", topic.title, f"{topic.description}\n{topic.conditions}"),),
        facts=ImpactFacts(
            kind="call",
            document_type=topic.action,
            programme=PROGRAMMES.get(topic.programme_id, topic.programme_id),
            bodies=tuple(_bodies(rules, "bodies")),
            required=tuple(_bodies(rules, "required")),
        ),
        embedded=_embedded(topic.title, topic.description or ", ".join(topic.keywords[:_KEYWORDS])),
        language="en",
        is_held_out=is_held_out,
        label=label,
    )


def _bodies(rules: Sequence[RuleReading], name: str) -> Iterator[str]:
    for rule in rules:
        if rule.kind == "who":
            yield from rule.value.get(name, ())


def _embedded(title: str, following: str) -> str:
    """As signals are embedded: the title and what follows it, or its keywords."""
    return " ".join(f"{title}\n{following[:2000]}".split()[:_WORDS])
