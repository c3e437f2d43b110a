"""Every language is complete, agrees with the templates, and renders every kind."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import BinaryIO

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from models.vocabulary import AckKind, Field
from tests.unit.ack.samples import NOW, context, renderer
from triage.ack.catalogues import Catalogues
from triage.ack.render import shipped_templates
from triage.ack.wording import is_right_to_left

LANGUAGES = (
    "ar",
    "az",
    "bn",
    "de",
    "en",
    "es",
    "fa",
    "fr",
    "hi",
    "id",
    "it",
    "ja",
    "ko",
    "nl",
    "pl",
    "pt",
    "ro",
    "ru",
    "sw",
    "th",
    "tr",
    "uk",
    "ur",
    "uz",
    "vi",
    "zh",
)
PLACEHOLDER = re.compile(r"%\(\w+\)s|%%")


def sentences() -> set[str]:
    """Return every sentence that the templates speak."""
    found = extract_from_dir(shipped_templates() / "ack", [("**.j2", "jinja2")])
    return {str(sentence) for _, _, sentence, _, _ in found}


def catalogue(language: str) -> BinaryIO:
    return (shipped_templates() / "locale" / language / "LC_MESSAGES/messages.po").open("rb")


def test_the_languages_are_those_that_customers_write_in() -> None:
    assert renderer().languages == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_every_sentence_none_fuzzy_none_left_over(language: str) -> None:
    with catalogue(language) as file:
        messages = [message for message in read_po(file, abort_invalid=True) if message.id]

    assert {str(message.id) for message in messages} == sentences()
    assert [message.id for message in messages if message.fuzzy or not message.string] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_every_placeholder(language: str) -> None:
    words = Catalogues((shipped_templates() / "locale",)).words(language)

    for english, translated in words.items():
        assert sorted(PLACEHOLDER.findall(english)) == sorted(PLACEHOLDER.findall(translated))
        assert "%" not in PLACEHOLDER.sub("", translated)


@pytest.mark.parametrize("language", sorted({*LANGUAGES} - {"en"}))
def test_nothing_is_left_in_english(language: str) -> None:
    words = Catalogues((shipped_templates() / "locale",)).words(language)

    assert [english for english, translated in words.items() if english == translated] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", AckKind)
def test_every_kind_renders_in_every_language(language: str, kind: AckKind) -> None:
    everything = tuple(Field)
    for missing in ((), everything):
        told = renderer().render(
            context(kind, language=language, missing=missing, asked=missing, excerpt="bonjour")
        )

        assert told.subject.startswith("[#100001] ")
        assert "#100001" in told.text
        assert told.languages == ((language,) if language == "en" else (language, "en"))
        assert "%(" not in told.text + told.html
        assert_well_formed(told.html)


@pytest.mark.parametrize("language", LANGUAGES)
def test_right_to_left_languages_are_marked_as_such(language: str) -> None:
    html = renderer().render(context(language=language)).html

    direction = "rtl" if language in {"ar", "fa", "ur"} else "ltr"
    assert f'<html lang="{language}" dir="{direction}">' in html
    assert f'<div lang="{language}" dir="{direction}">' in html
    assert is_right_to_left(language) == (direction == "rtl")


def test_dates_differ_by_language_whatever_was_loaded_before() -> None:
    dates = {
        language: renderer().render(context(language=language)).text.split("GMT")[0].split("\n")[-1]
        for language in LANGUAGES
    }

    assert len(set(dates.values())) == len(LANGUAGES)
    assert "wtorek" in renderer().render(context(language="pl", due_at=NOW)).text


def test_an_operators_catalogue_rewords_single_sentences(tmp_path: Path) -> None:
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_text('msgid "Kind regards,"\nmsgstr "Yours truly,"\n')

    words = Catalogues((tmp_path, shipped_templates() / "locale")).words("en")

    assert words["Kind regards,"] == "Yours truly,"
    assert words["You wrote:"] == "You wrote:"


def assert_well_formed(html: str) -> None:
    """Check that every element is closed in its order."""
    checker = _Checker()
    checker.feed(html)
    checker.close()
    assert checker.open == []


class _Checker(HTMLParser):
    """Keeps the elements that are open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag not in {"meta", "br", "hr"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
