"""Put an acknowledgement into words: templates, catalogues, the customer's language first."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Self

from babel.core import UnknownLocaleError
from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateError,
    pass_context,
    select_autoescape,
)
from jinja2.runtime import Context
from markupsafe import Markup, escape

from models.vocabulary import AckKind
from triage.ack.catalogues import Catalogues
from triage.ack.context import AckContext, ClaimOutcome, RenderedAck, sample
from triage.ack.wording import (
    ENGLISH,
    greetable_name,
    hours_text,
    instant_text,
    is_right_to_left,
    locale_of,
    money_text,
    month_text,
    percent_text,
    ticket_text,
)
from triage.config.errors import ConfigError
from triage.mail.subject import acknowledgement_subject, base_subject

_EMPTY_LINES: Final = re.compile(r"\n[ \t]*(?:\n[ \t]*)+\n")


class Renderer:
    """The templates and catalogues, loaded once.

    Args:
        operator_folder: A folder laid out as `templates/` is (`ack/`, `locale/`); each of its
            files replaces ours of the same name, and a catalogue replaces sentence by sentence.
        english_beneath: Whether English stands beneath the customer's language.

    Raises:
        ConfigError: One of the operator's files cannot be used; the message names it.
    """

    def __init__(
        self, operator_folder: Path | None = None, *, english_beneath: bool = True
    ) -> None:
        self._english_beneath = english_beneath
        if operator_folder is None:
            self._load((shipped_templates(),))
            return
        if not operator_folder.is_dir():
            raise ConfigError(f"[acknowledgements] templates: there is no folder {operator_folder}")
        try:
            self._load((operator_folder, shipped_templates()))
            self._try_out()
        except (TemplateError, UnknownLocaleError, KeyError, TypeError, ValueError) as error:
            where = getattr(error, "filename", None) or operator_folder
            raise ConfigError(f"[acknowledgements] templates: {where}: {error}") from error

    def _load(self, folders: tuple[Path, ...]) -> None:
        self._catalogues = Catalogues(tuple(folder / "locale" for folder in folders))
        environment = _environment([folder / "ack" for folder in folders])
        self._page_text = environment.get_template("layout/page.txt.j2")
        self._page_html = environment.get_template("layout/page.html.j2")
        self._kinds = {kind: _Templates.of(environment, kind) for kind in AckKind}

    @property
    def languages(self) -> frozenset[str]:
        """Every language that can be written in."""
        return self._catalogues.languages

    def render(self, context: AckContext) -> RenderedAck:
        """Return the acknowledgement in words."""
        languages = self._languages_for(context.language)
        templates = self._kinds[context.kind]
        facts = [self._facts(context, language) for language in languages]
        text = [_section(templates.text, one, _plain_marks(context, one)) for one in facts]
        html = [_section(templates.html, one, _html_marks(context)) for one in facts]
        subject = acknowledgement_subject(context.ticket_number, templates.subject.render(facts[0]))
        page = self._page_text.render(facts[0], sections=text)
        return RenderedAck(
            subject,
            _EMPTY_LINES.sub("\n\n", page).strip() + "\n",
            self._page_html.render(facts[0], sections=html, title=subject),
            languages,
        )

    def _try_out(self) -> None:
        """Render every kind with everything and with nothing, so that a mistake shows at once."""
        for language in self.languages:
            self._catalogues.words(language)
            locale_of(language)
        for kind in AckKind:
            self.render(sample(kind, has_all=True))
            self.render(sample(kind, has_all=False))

    def _languages_for(self, language: str) -> tuple[str, ...]:
        if language == ENGLISH or language not in self.languages:
            return (ENGLISH,)
        return (language, ENGLISH) if self._english_beneath else (language,)

    def _facts(self, context: AckContext, language: str) -> dict[str, Any]:
        calendar = context.calendar

        def told(instant: datetime | None) -> str:
            return instant_text(instant, calendar, language) if instant else ""

        return {
            "words": self._catalogues.words(language),
            "language": language,
            "direction": "rtl" if is_right_to_left(language) else "ltr",
            "ticket_number": context.ticket_number,
            "kind": context.kind,
            "category": context.category,
            "priority": context.priority,
            "name": greetable_name(context.requester_name),
            "service": context.service,
            "base_url": context.base_url,
            "subject": base_subject(context.subject),
            "missing": context.missing,
            "asked": context.asked,
            "needs_translation": context.needs_translation
            or context.kind is AckKind.OTHER_LANGUAGE,
            "duplicate_of": context.duplicate_of,
            "is_follow_up": context.is_follow_up,
            "due": told(context.due_at),
            "aim": told(context.aim_at),
            "decide_by": told(context.decide_by),
            "hours": hours_text(calendar, language, context.now),
            "has_holidays": bool(calendar.holidays or calendar.added),
            "excerpt": context.excerpt,
            "outcome": context.outcome and _outcome(context.outcome, language),
        }


@dataclass(frozen=True, slots=True)
class _Templates:
    """The three templates of a kind."""

    subject: Template
    text: Template
    html: Template

    @classmethod
    def of(cls, environment: Environment, kind: AckKind) -> Self:
        names = ("subject.txt", "body.txt", "body.html")
        return cls(*(environment.get_template(f"{kind}/{name}.j2") for name in names))


def shipped_templates() -> Path:
    """Return the folder of our own templates, in a checkout or in an installed package."""
    installed = Path(__file__).parents[1] / "_data" / "templates"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "templates"


def _environment(folders: list[Path]) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(folders),
        autoescape=select_autoescape(("html.j2",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals["_"] = _gettext
    return environment


@pass_context
def _gettext(context: Context, sentence: str, /, **values: object) -> str:
    """Return a sentence in the page's language, its values filled in and escaped in HTML."""
    words = context["words"].get(sentence, sentence)
    return (escape(words) if context.eval_ctx.autoescape else words) % values


def _section(template: Template, facts: dict[str, Any], marks: dict[str, Any]) -> dict[str, Any]:
    """Return the whole message in one language."""
    return {
        "language": facts["language"],
        "direction": facts["direction"],
        "body": template.render(facts | marks),
    }


def _outcome(outcome: ClaimOutcome, language: str) -> dict[str, Any]:
    """Return what became of a claim, in the customer's words."""
    return {
        "month": month_text(outcome.month, language),
        "availability": percent_text(outcome.availability, language),
        "amount": money_text(outcome.amount, outcome.currency, language),
        "reasons": outcome.reasons,
        "note": outcome.note,
    }


def _plain_marks(context: AckContext, facts: dict[str, Any]) -> dict[str, Any]:
    language = facts["language"]
    return {
        "number": ticket_text(context.ticket_number, language),
        "earlier": ticket_text(context.duplicate_of or context.ticket_number, language),
        "emphasis": str,
    }


def _html_marks(context: AckContext) -> dict[str, Any]:
    number = Markup('<strong dir="ltr">#%d</strong>')
    return {
        "number": number % context.ticket_number,
        "earlier": number % (context.duplicate_of or context.ticket_number),
        "emphasis": Markup("<strong>%s</strong>").__mod__,
    }
