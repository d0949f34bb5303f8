"""Official numbers: one spelling each, whatever hand wrote them; and never a number out of nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antena.signals.linking import keys
from antena.signals.linking.keys import Key, keys_of

QUICK = settings(max_examples=20, deadline=None)
YEARS, NUMBERS = st.integers(1990, 2039), st.integers(1, 9999)


@QUICK
@given(YEARS, NUMBERS, st.sampled_from(["COD", "CNS", "NLE", "INI"]))
def test_a_procedure_is_one_in_all_spellings(year: int, number: int, kind: str) -> None:
    plain = f"{year}/{number:04}"
    spellings = (
        f"{year}/{number:04}({kind})",
        f"{year}/{number}({kind})",
        f"{year}/{number:04} ({kind.lower()})",
        f"{year}/{number:04}/{kind}",
        f"{kind}/{year}/{number:04}",
        f"{year}-{number:04}",
        f"{year}_{number}",
        f"eli/dl/proc/{year}-{number:04}",
        f"https://data.europarl.europa.eu/eli/dl/proc/{year}-{number:04}",
    )
    assert {keys.procedure(text) for text in spellings} == {plain}
    assert {keys.procedure_label(text) for text in spellings} == {plain, f"{plain}({kind})"}


@QUICK
@given(YEARS, NUMBERS)
def test_a_commission_document_and_its_celex_number_are_one(year: int, number: int) -> None:
    spellings = (
        f"COM({year}) {number}",
        f"COM({year}){number}",
        f"com({year}) {number} final",
        f"COM/{year}/{number:04} final",
        f"COM({year}) {number} final/2",
        f"5{year}PC{number:04}",
        f"celex:5{year}DC{number:04}",
    )
    assert {keys.com(text) for text in spellings} == {f"COM({year}) {number}"}


@QUICK
@given(st.text(max_size=40))
def test_normalising_twice_is_normalising_once(text: str) -> None:
    for scheme, normalise in keys.NORMALISERS.items():
        once = normalise(text)
        if once and scheme not in {"url", "eli"}:
            assert normalise(once) == once


@pytest.mark.parametrize(
    ("scheme", "text"),
    [
        ("celex", "2024/3019"),
        ("celex", "32024L"),
        ("com", "COM(2026)"),
        ("com", "C/2026/1234"),  # a notice of the Official Journal, not a decision of that number
        ("com", "52026PC0123(02)"),  # one of several proposals under one number
        ("com", "52026AE0123"),
        ("procedure", "2023"),
        ("procedure", "Ares(2026)1234567"),
        ("initiative", "0"),
        ("initiative", "14858.5"),
        ("topic", "TOWN TWINNING"),
        ("topic", "CERV-TOWN-TT"),
        ("eli", "https://www.boe.es/eli/es/l/2023/5/24/12"),
        ("url", "https://example.org/"),
        ("url", "https://example.org/ca/"),
        ("url", "https://[broken"),
        ("url", "ftp://example.org/a"),
    ],
)
def test_what_is_no_number_is_none(scheme: str, text: str) -> None:
    assert keys.NORMALISERS[scheme](text) == ""


@pytest.mark.parametrize(
    ("scheme", "text", "value"),
    [
        ("celex", " celex:32024L3019 ", "32024L3019"),
        ("celex", "32016R0679R(02)", "32016R0679R(02)"),
        ("com", "52026JC0005", "JOIN(2026) 5"),
        ("com", "52026SC0010", "SWD(2026) 10"),
        ("procedure", "2016/0062B(NLE)", "2016/0062B"),
        ("initiative", "14858.0", "14858"),
        ("topic", "horizon-cl5-2026-01-d3-03", "HORIZON-CL5-2026-01-D3-03"),
        ("call", "EuropeAid/180000PROSPECTSEN", "EUROPEAID/180000"),
        ("eli", "http://data.europa.eu/eli/dir/2024/3019/oj/eng", "dir/2024/3019"),
        ("url", "https://www.Example.org/a/?utm_source=x&b=2&a=1#part", "example.org/a?a=1&b=2"),
    ],
)
def test_spellings_seen_in_the_wild(scheme: str, text: str, value: str) -> None:
    assert keys.NORMALISERS[scheme](text) == value


def of(kind: str, external_id: str, *, url: str = "", references=None, details=None) -> set[Key]:
    found = keys_of(
        kind=kind, external_id=external_id, url=url, references=references or {}, details=details or {}
    )
    assert len(found) == len(set(found))
    return set(found)


def test_a_proposal_is_its_celex_and_its_document_and_names_the_rest() -> None:
    address = "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:52026PC0123"
    references = {"procedure": ["2026/0055/COD"], "amends": ["32024L3019"], "cites": ["nothing known"]}
    assert of("proposal", "52026PC0123", url=address, references=references) == {
        Key("celex", "52026PC0123", "is"),
        Key("com", "COM(2026) 123", "is"),
        Key("procedure", "2026/0055", "procedure"),
        Key("celex", "32024L3019", "amends"),
        Key("url", "eur-lex.europa.eu/legal-content/EN/TXT?uri=CELEX%3A52026PC0123", "at"),
    }


def test_a_number_names_only_things_of_its_kind() -> None:
    address = "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32024L3019"
    assert Key("celex", "32024L3019", "about") in of("news", "n-1", url=address)
    assert Key("procedure", "2026/0055", "is") in of("procedure", "2026-0055")
    assert Key("procedure", "2026/0055", "procedure") in of(
        "act", "x", references={"procedure": ["2026-0055"]}
    )


def test_several_numbers_under_one_name_are_what_it_speaks_of() -> None:
    one = of("act", "x", references={"celex": ["32024L3019"]})
    two = of("act", "x", references={"celex": ["32024L3019", "32024L1275"]})
    assert one == {Key("celex", "32024L3019", "is")}
    assert two == {Key("celex", "32024L3019", "celex"), Key("celex", "32024L1275", "celex")}


def test_an_initiative_is_known_by_its_source_or_its_address_never_by_a_bare_number() -> None:
    address = "https://ec.europa.eu/info/law/better-regulation/have-your-say/initiatives/14858_es"
    known = Key("initiative", "14858", "is")
    assert known in of("consultation", "14858", url=address)
    assert known in of("consultation", "14858", references={"initiative": [14858.0]})
    assert of("consultation", "14858") == set()


def test_a_call_is_its_topic_and_part_of_a_call() -> None:
    found = of("call", "CERV-2026-TOWN-TT", details={"call_identifier": "CERV-2026-CITIZENS-TOWN"})
    assert found == {
        Key("topic", "CERV-2026-TOWN-TT", "is"),
        Key("call", "CERV-2026-CITIZENS-TOWN", "part_of"),
    }
    assert of("call", "EuropeAid/180000PROSPECTSEN") == {Key("call", "EUROPEAID/180000", "is")}
    assert of("call", "competitive-call-77") == set()


@QUICK
@given(
    st.sampled_from(sorted(keys.OWN)),
    st.text(max_size=30),
    st.text(max_size=60),
    st.dictionaries(
        st.sampled_from(["celex", "procedure", "amends", "com", "odd"]),
        st.one_of(st.text(max_size=250), st.lists(st.text(max_size=30)), st.none(), st.integers()),
    ),
)
def test_any_references_make_short_keys_each_once(kind, external_id, address, references) -> None:
    for key in of(kind, external_id, url=address, references=references):
        assert key.value
        assert len(key.value) <= keys.MAX_VALUE
        assert len(key.relation) <= 40
