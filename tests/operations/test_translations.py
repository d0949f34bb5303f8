"""Every visible string is translated, keeps its values, and catalogues survive being gathered again."""

from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.pofile import read_po
from django.conf import settings

from antena.operations import translations

ROOT = Path(__file__).resolve().parents[2]
TRANSLATED = [code for code in settings.ASSOCIATION.languages if code != "en"]


@pytest.fixture(scope="module")
def gathered() -> Catalog:
    return translations.gather(ROOT / "antena")


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_is_missing(gathered: Catalog, language: str) -> None:
    file = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"
    with file.open("rb") as opened:
        stored = read_po(opened, locale=language)
    known = {(message.id, message.context) for message in stored}
    assert [one.id for one in gathered if one.id and (one.id, one.context) not in known] == []
    assert [one.id for one in translations.untranslated(stored)] == []


def test_templates_and_code_are_both_read(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(
        '{% load i18n %}\n  {% if x %}\n{% translate "From a template" %}{% endif %}\n'
        "    {% blocktranslate trimmed count n=n %}one{% plural %}{{ n }} of them{% endblocktranslate %}"
    )
    (tmp_path / "code.py").write_text('from x import gettext as _\n\ndef f():\n    return _("From code")\n')
    found = {message.id for message in translations.gather(tmp_path)}
    assert {"From a template", "From code", ("one", "%(n)s of them")} <= found


@pytest.mark.parametrize(
    ("wanted", "given", "is_whole"),
    [
        ("%(n)s towns", "%(n)s municipis", True),
        ("%(n)s towns", "%(m)s municipis", False),
        ("%(n)s towns", "municipis", False),
        (("one town", "%(n)s towns"), ("un municipi", "%(n)s municipis"), True),
        (("%(n)s town", "%(n)s towns"), ("un municipi", "%(n)s municipis"), True),
        (("%(n)s town", "%(n)s towns"), ("%(n)s municipi", "municipis"), False),
        ("{name}", "", False),
    ],
)
def test_a_translation_keeps_its_values(
    wanted: str | tuple[str, ...], given: str | tuple[str, ...], is_whole: bool
) -> None:
    catalogue = Catalog(locale="ca")
    catalogue.add(wanted, given)
    assert (translations.untranslated(catalogue) == []) is is_whole


def test_gathering_again_changes_nothing(tmp_path: Path) -> None:
    target = tmp_path / "ca" / "LC_MESSAGES" / "django.po"
    one = Catalog()
    one.add("Town", None)
    translations.write(target, translations.merged(target, one, language="ca"))
    target.write_text(
        target.read_text().replace('msgid "Town"\nmsgstr ""', 'msgid "Town"\nmsgstr "Municipi"')
    )
    before = target.read_text()
    translations.write(target, translations.merged(target, one, language="ca"))
    assert target.read_text() == before
    assert translations.compile_catalogues([tmp_path]) == 1
    assert translations.compile_catalogues([tmp_path]) == 0


def test_a_check_changes_nothing(tmp_path: Path) -> None:
    target = tmp_path / "ca" / "LC_MESSAGES" / "django.po"
    one = Catalog()
    one.add("Town", None)
    assert len(translations.untranslated(translations.merged(target, one, language="ca"))) == 1
    assert not target.exists()
