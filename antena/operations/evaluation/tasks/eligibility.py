"""Whether local bodies may apply: what the reader of texts says, held against labels.

Topics: 124 of the half of the file whose identifiers hash to an odd number, 62 of them with a sentence that
speaks of applying and of authorities. Labelled by one person in one sitting, in two passes of different order
over the sentences that speak of applying (`topics.csv`; what the two disagreed on was decided after), so that
the agreement is an upper bound. Several patterns were written after these sentences had been seen, so the
figures on topics are not of unseen data: the reader as it stood before scored 0.59 on the first row.
"yes": the text names municipalities, local or public authorities, or any legal entity, among those who
take part; "no": it names who does, and they are not; "not_stated" otherwise.

What the product answers is the text and, where that says nothing, the guide of the programme. It is measured
on other topics (`programme_rules.csv`: 90 drawn with a seed from those never labelled), labelled before the
measurement, once, in one sitting, by who had just revised the guides: "may a municipality apply, by the text
and the rules of its programme?". Where that was in doubt (defence, external action) the label is
"not_stated". The rule for grants of the European Research Council was written after the draw. Nearly all
may, most because Horizon Europe takes any legal entity, which is also what its guide says: the figure tells
that guides are tied to the right topics, not that reading is good, so no goal is held against it.

Programmes and schemes: the publisher's own lists. A programme is described in one or two sentences, which
seldom say who applies; what is learned from others of its kind is no reading, and is not shown to anybody.
"""

import csv
from collections.abc import Sequence
from importlib import resources
from typing import Final, Literal

import numpy as np

from antena.matching.engine.eligibility.conditions import Condition, conditions_of
from antena.matching.engine.eligibility.judging import State, judge
from antena.matching.engine.eligibility.members import TOWN_HALL, Member
from antena.matching.engine.eligibility.rulebook import programme_of, rulebook
from antena.matching.engine.facts import Rule
from antena.matching.engine.gates import SURE
from antena.operations.datasets.schemes import aid_schemes, funding_programmes
from antena.operations.datasets.topics import topics
from antena.operations.evaluation.bench import Bench
from antena.operations.evaluation.frame import Goal, Row, Task
from antena.operations.evaluation.measures import balanced_accuracy, kappa_of, share
from antena.signals.reading.eligibility import RuleReading, read_rules

Said = Literal["yes", "no", "not_stated"]
_LOCAL: Final = frozenset({"municipality", "local_authority", "public_body", "any_legal_entity"})
_GOAL: Final = 0.85
_FOLDS: Final = 5
_SEEN: Final = "sentences seen before some patterns were written; 0.59 before, on the first row"


def said_of(rules: Sequence[RuleReading]) -> Said:
    """What the conditions read from a text say of a municipality.

    A kind of partner that is required, or wished for, says nothing of the others; nor does a reading that is
    not sure leave anybody out.
    """
    found = [rule for rule in rules if rule.kind == "who"]
    who = [rule.value for rule in found]
    open_to = {"required", "welcome"}
    named = {body for value in who for body in value.get("required", value.get("welcome", value["bodies"]))}
    if named & _LOCAL:
        return "yes"
    excluding = (rule for rule in found if rule.confidence >= SURE and not open_to & rule.value.keys())
    return "no" if any(excluding) else "not_stated"


def answered(conditions: Sequence[Condition]) -> Said:
    """What the product says of a municipality of a member state, by the condition of who takes part."""
    town = Member(key="t", name="a town", country="ES", in_eu=True, bodies=TOWN_HALL)
    states = {one.kind: one.state for one in judge(conditions, [town])}
    found = states.get("who", State.NOT_STATED)
    return "yes" if found is State.MET else "no" if found is State.FAILED else "not_stated"


def _run(bench: Bench) -> Sequence[Row]:
    return [*_topics(bench), *_with_guides(bench), *_programmes(bench), *_schemes(bench)]


def _topics(bench: Bench) -> Sequence[Row]:
    known = {topic.topic_id: topic for topic in topics(bench.data)}
    labelled = [row for row in _labels("topics.csv") if row["topic"] in known]
    truth = [row["label"] for row in labelled]
    said: list[str] = []
    words: list[bool] = []
    for row in labelled:
        topic = known[row["topic"]]
        parts = (topic.conditions, topic.description)
        said.append(said_of([rule for part in parts for rule in read_rules(part, "en")]))
        words.append(any("local authorit" in part or "municipalit" in part for part in parts))
    agreement = kappa_of([row["first"] for row in labelled], [row["second"] for row in labelled])
    note = f"{len(truth)} labelled by hand, kappa of the two passes {agreement:.2f}; {_SEEN}"
    is_yes = [label == "yes" for label in truth]
    stated = [label != "not_stated" for label in said]
    return [
        Row(
            what="topics: named as eligible, or not",
            metric="balanced accuracy",
            ours=balanced_accuracy(is_yes, [label == "yes" for label in said]),
            baselines={
                "majority": balanced_accuracy(is_yes, [False] * len(truth)),
                "the words anywhere": balanced_accuracy(is_yes, words),
            },
            goal=Goal(value=_GOAL),
            note=note,
        ),
        Row(
            what="topics: yes, no, not stated",
            metric="balanced accuracy of three",
            ours=balanced_accuracy(truth, said),
            baselines={"majority": balanced_accuracy(truth, ["not_stated"] * len(truth))},
            note=note,
        ),
        Row(
            what="topics: right where it says anything",
            metric="share",
            ours=share(
                [label == right for label, right in zip(said, truth, strict=True) if label != "not_stated"]
            ),
            note="precision of what is shown",
        ),
        Row(what="topics: says anything", metric="share", ours=share(stated), note="coverage of the reader"),
    ]


def _with_guides(bench: Bench) -> Sequence[Row]:
    known = {topic.topic_id: topic for topic in topics(bench.data)}
    labelled = [row for row in _labels("programme_rules.csv") if row["topic"] in known]
    truth = [row["label"] for row in labelled]
    alone: list[str] = []
    said: list[str] = []
    for row in labelled:
        topic = known[row["topic"]]
        read = [rule for part in (topic.conditions, topic.description) for rule in read_rules(part, "en")]
        guide = programme_of(
            rulebook(), programme=topic.programme, identifier=topic.topic_id, action=topic.action
        )
        rules = [Rule(kind=one.kind, value=one.value, confidence=one.confidence) for one in read]
        alone.append(said_of(read))
        said.append(answered(conditions_of(rules, guide.conditions if guide else ())))
    is_yes = [label == "yes" for label in truth]
    note = (
        f"{len(truth)} other topics, {sum(is_yes)} open; labelled once, before measuring, by who revised the "
        "guides; most are Horizon Europe, where label and guide rest on the same rule: no goal is held "
        "against it"
    )
    return [
        Row(
            what="topics, text and guide: may a municipality apply",
            metric="balanced accuracy",
            ours=balanced_accuracy(is_yes, [label == "yes" for label in said]),
            baselines={
                "majority": balanced_accuracy(is_yes, [True] * len(truth)),
                "the text alone": balanced_accuracy(is_yes, [label == "yes" for label in alone]),
            },
            note=note,
        ),
        Row(
            what="topics, text and guide: right where it says anything",
            metric="share",
            ours=share(
                [label == right for label, right in zip(said, truth, strict=True) if label != "not_stated"]
            ),
            note=note,
        ),
        Row(
            what="topics, text and guide: says anything",
            metric="share",
            ours=share([label != "not_stated" for label in said]),
            baselines={"the text alone": share([label != "not_stated" for label in alone])},
            note="coverage of the product",
        ),
    ]


def _labels(name: str) -> Sequence[dict[str, str]]:
    package = resources.files("antena.operations.evaluation.eligibility")
    with (package / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _programmes(bench: Bench) -> Sequence[Row]:
    rows = funding_programmes(bench.data)
    truth = np.asarray([row.is_local for row in rows])
    texts = [". ".join(filter(None, (row.name, row.objective, row.priorities))) for row in rows]
    said = [said_of(read_rules(text, "en")) for text in texts]
    groups = [row.name.casefold() for row in rows]
    likely = _learned(bench, texts, truth, groups)
    stated = np.asarray([label != "not_stated" for label in said])
    told = np.where(stated, [label == "yes" for label in said], likely)
    guides = [programme_of(rulebook(), programme=row.name, identifier="") for row in rows]
    by_guide = [answered(guide.conditions) if guide else "not_stated" for guide in guides]
    guided = np.asarray([label != "not_stated" for label in by_guide])
    right = np.asarray([label == "yes" for label in by_guide]) == truth
    return [
        Row(
            what="programmes: right where the guide of a programme of this name speaks",
            metric="share",
            ours=share(right[guided].tolist()),
            baselines={"majority": share(truth[guided].tolist())},
            note="the guides know no programme that is closed to local bodies and says so here",
        ),
        Row(
            what="programmes: a guide of this name speaks",
            metric="share",
            ours=share(guided.tolist()),
            note="most of the sheet are national or regional funds",
        ),
        Row(
            what="programmes: read, else likely by others of the kind",
            metric="balanced accuracy",
            ours=balanced_accuracy(truth.tolist(), told.tolist(), groups=groups),
            baselines={"majority": balanced_accuracy(truth.tolist(), [True] * len(rows), groups=groups)},
            goal=Goal(value=_GOAL),
            note=(
                f"{len(rows)} programmes, {int((~truth).sum())} of them closed to local bodies; "
                f"{_FOLDS} folds by name; the likely part is measured here only"
            ),
        ),
        Row(
            what="programmes: says anything",
            metric="share",
            ours=share(stated.tolist()),
            note="one or two sentences each: the rest is not stated",
        ),
    ]


def _learned(bench: Bench, texts: Sequence[str], truth: np.ndarray, groups: Sequence[str]) -> np.ndarray:
    """Whether each programme is likely open to local bodies, told by a model that saw no namesake of it."""
    from sklearn.linear_model import LogisticRegression  # only what measures or learns needs it
    from sklearn.model_selection import StratifiedGroupKFold

    vectors = bench.embed(texts, ["en"] * len(texts))
    likely = np.ones(len(texts), dtype=bool)
    folds = StratifiedGroupKFold(_FOLDS, shuffle=True, random_state=bench.seed)
    for train, test in folds.split(vectors, truth, groups):
        model = LogisticRegression(C=1.0, class_weight="balanced", max_iter=1_000)
        likely[test] = model.fit(vectors[train], truth[train]).predict(vectors[test])
    return likely


def _schemes(bench: Bench) -> Sequence[Row]:
    rows = aid_schemes(bench.data)[1::2]
    said = [said_of(read_rules(f"{row.name}.\n{row.text}", "fr")) for row in rows]
    told = [
        (row.is_local, label == "yes") for row, label in zip(rows, said, strict=True) if label != "not_stated"
    ]
    return [
        Row(
            what="French aid schemes: right where it says anything",
            metric="share",
            ours=share([right == answer for right, answer in told]),
            baselines={"majority": share([right for right, _ in told])},
            note="against the publisher's list of beneficiaries, which nearly always has municipalities",
        ),
        Row(
            what="French aid schemes: says anything",
            metric="share",
            ours=share([label != "not_stated" for label in said]),
            note=f"{len(rows)} schemes",
        ),
    ]


TASK = Task(
    name="eligibility",
    title="Who may apply: local bodies",
    data=(
        "eu_calls_sedia_2026 (labels by hand), eu_funding_programmes_eea, fr_aides_territoires (labels of "
        "their publishers)"
    ),
    split=(
        "Topics: labels on one half of the identifiers, though their sentences had been seen when some "
        "patterns were written. Programmes: five folds by name. Schemes: patterns written on every second "
        "one, measured on the others."
    ),
    run=_run,
)
