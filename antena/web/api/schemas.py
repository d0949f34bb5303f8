"""What the API answers. Texts come in every language we hold, each saying who wrote it."""

from datetime import date, datetime
from typing import Any

from ninja import Schema


class PossibleTwin(Schema):
    """A place that suits another as a twin. ``score`` in [0, 1] is the chance that the two are a real pair
    rather than one put together by chance; ``openness`` says how many twins it has. Degrees are WGS 84.
    """

    place_id: int
    name: str
    country: str
    population: int | None
    latitude: float
    longitude: float
    is_member: bool
    score: float
    openness: str
    reasons: list[str]
    against: list[str]


class Text(Schema):
    """The words of a signal in one language. ``origin``: official, person or machine."""

    language: str
    origin: str
    title: str
    summary: str


class Theme(Schema):
    """A theme with how sure we are, in [0, 1]."""

    code: str
    score: float


class Rule(Schema):
    """An eligibility rule with the sentence it was read from and how sure the reading is, in [0, 1]."""

    kind: str
    value: dict[str, Any]
    sentence: str
    language: str
    confidence: float


class SignalRow(Schema):
    """A signal in a list. Amounts are whole euros; moments are UTC."""

    slug: str
    source: str
    external_id: str
    kind: str
    status: str
    impact: str
    programme: str
    url: str
    published_on: date | None
    next_deadline: datetime | None
    budget_total_eur: int | None
    grant_min_eur: int | None
    grant_max_eur: int | None
    is_sample: bool
    texts: list[Text]
    themes: list[Theme]


class Signal(SignalRow):
    """A signal with all that was read from it."""

    opens_on: date | None
    deadlines: list[datetime]
    goals: list[int]
    rules: list[Rule]
    impact_confidence: float
    eurovoc: list[str]
    version: int
    licence: str
    attribution: str


class SignalPage(Schema):
    """A page of signals. ``is_capped``: there are more than ``total``."""

    total: int
    is_capped: bool
    page: int
    pages: int
    items: list[SignalRow]


class Place(Schema):
    """A place. ``lau_code`` is the national code of a municipality (INE in Spain); degrees are WGS 84."""

    id: int
    name: str
    kind: str
    country: str
    lau_code: str
    slug: str
    latitude: float
    longitude: float
    population: int | None
    population_year: int | None
    is_member: bool


class Match(Schema):
    """A signal suggested to a town. ``bucket``: act, follow or inspire; ``score`` in [0, 1]."""

    signal: str
    title: str
    title_language: str
    bucket: str
    rank: int
    score: float
    algorithm: str
    reasons: list[str]
    obstacles: list[str]
    next_step: str


class Condition(Schema):
    """A condition of a call judged on a consortium.

    ``state``: met, failed, unknown (a fact is missing, or the text was not read surely) or not_stated.
    ``basis`` is the sentence it rests on; with ``guide`` that is our wording of a rule of that document.
    ``contradicted_by`` is what the guide says where the text says otherwise. ``short``: how many partners
    more would meet it.
    """

    kind: str
    state: str
    sentence: str
    short: int
    basis: str
    language: str
    confidence: float | None
    guide: str
    guide_year: int | None
    guide_checked: date | None
    contradicted_by: str


class Partner(Schema):
    """A member of a consortium, or somebody proposed for it.

    ``key`` is what ``with`` takes; ``closes`` are the kinds of conditions it would help to meet; ``reasons``
    say why it is proposed.
    """

    key: str
    name: str
    country: str
    population: int | None
    closes: list[str] = []
    reasons: list[str] = []


class Consortium(Schema):
    """A town with its partners held against a call. ``missing`` and ``still_missing`` (with all of
    ``proposed``) are sentences.
    """

    programme: str
    is_complete: bool
    members: list[Partner]
    conditions: list[Condition]
    missing: list[str]
    proposed: list[Partner]
    still_missing: list[str]
    alternatives: list[Partner]


class Quoted(Schema):
    """Words a reason rests on, as they stand in the text; ``language`` is "" where nobody told it."""

    text: str
    language: str


class CheckableReason(Schema):
    """A sentence in the language asked for, with the words it rests on where it rests on words."""

    sentence: str
    words: list[Quoted]


class PracticeCondition(CheckableReason):
    """What a practice rested on, set against a town.

    ``kind``: size, territory, climate, competence (who acts), cost or time; ``state``: alike, different or
    not_stated; ``confidence`` in [0, 1] is that of what was read.
    """

    kind: str
    state: str
    confidence: float


class Practice(Schema):
    """A practice for a need. ``signal`` is its slug; ``place`` is where it was done, "" where none is told.

    ``relevance`` in [0, 1]; ``transferability`` in [0, 1] is how little stands against doing it in the town,
    null without a town, whose conditions are then none.
    """

    signal: str
    title: str
    title_language: str
    url: str
    is_sample: bool
    place_id: int | None
    place: str
    relevance: float
    transferability: float | None
    reasons: list[CheckableReason]
    conditions: list[PracticeCondition]


class Expert(Schema):
    """Somebody to ask: a place or an organisation, never a person. ``score`` in [0, 1] orders them."""

    name: str
    place_id: int | None
    organisation_id: int | None
    country: str
    is_sample: bool
    score: float
    reasons: list[CheckableReason]


class Practices(Schema):
    """What others did about ``need``, and who can help. A question without words has the town's need."""

    need: str
    town: str
    practices: list[Practice]
    experts: list[Expert]


class Problem(Schema):
    """Why a request was not answered."""

    detail: str


class Share(Schema):
    """A share corrected for the reader's known errors, with the ends of its 95 % interval, in [0, 1]."""

    value: float
    low: float
    high: float


class Counted(Schema):
    """Acts: ``of`` in all, ``broad`` touch local government, ``narrow`` of them directly; and by class."""

    of: int
    broad: int
    narrow: int
    classes: dict[str, int]
    broad_share: Share | None
    narrow_share: Share | None


class LocalShare(Schema):
    """All acts, those of each year, those of each field by its code."""

    whole: Counted
    years: dict[int, Counted]
    fields: dict[str, Counted]
