"""Evidence is said in words."""

from antena.records.sentences import say_evidence


def test_every_code_has_a_sentence():
    codes = [
        "generic:ajuntament de",
        "bare",
        "alone",
        "smaller",
        "member",
        "or_a_member",
        "largest:7",
        "namesakes:2",
    ]
    codes += [f"name:{how}" for how in ("exact", "declined", "spelt", "part", "like", "city")]
    codes += ["city:same", "city:near:3", "city:away:30", "city:far:504", "distance:1"]
    codes += ["postcode:same", "postcode:other", "nuts:same", "nuts:other"]
    said = say_evidence(codes)
    assert len(said) == len(codes)
    assert said[0] == "“ajuntament de” is how a municipality is called."
    assert "Its address is far away: 504 km." in said
    assert "2 other places have that name, and less speaks for them." in said


def test_a_place_hardly_larger_is_not_once_as_large():
    assert say_evidence(["largest:1", "largest:2"]) == [
        "Of the places of that name it is the largest, by little.",
        "Of the places of that name it is the largest, 2 times the next.",
    ]


def test_codes_of_rules_that_are_gone_are_left_out():
    assert say_evidence(["forgotten:1", "city:elsewhere", "alone"]) == [
        "No other place of the country has that name."
    ]
