"""How often the bot is right: for agents to know, for a manager to sign."""

from datetime import timedelta
from enum import StrEnum

from fastapi import APIRouter, Depends
from starlette.responses import Response

from models.vocabulary import Category, Question
from triage.desk.accuracy import Confusion, confusion, filed
from triage.desk.queries import alerts
from triage.rate import Rate
from triage.web.deps import PersonDep, RuntimeDep, ViewsDep, check_form

router = APIRouter(prefix="/accuracy", include_in_schema=False, dependencies=[Depends(check_form)])
_SHADES = 9


class Period(StrEnum):
    """How far back the figures reach."""

    MONTH = "30"
    QUARTER = "90"
    YEAR = "365"
    EVER = "all"


@router.get("")
def show(
    runtime: RuntimeDep, views: ViewsDep, person: PersonDep, days: Period = Period.QUARTER
) -> Response:
    """Show the confusion matrix, precision and recall with their intervals."""
    since = None if days is Period.EVER else runtime.now() - timedelta(days=int(days))
    with runtime.database.read() as session:
        category = confusion(session, Question.CATEGORY, since, list(Category))
        abusive = confusion(session, Question.ABUSIVE, since, ["yes", "no"])
        language = confusion(session, Question.LANGUAGE, since)
        received = filed(session, since)
        waiting = alerts(session)
    return views.page(
        "accuracy.html",
        person=person,
        nav="accuracy",
        alerts=waiting,
        days=days,
        periods=list(Period),
        received=received,
        category=category,
        abusive=abusive,
        language=language,
        percent=percent,
        interval=interval,
        shade=shade,
    )


def percent(rate: Rate) -> str:
    """Return a share in words."""
    return "–" if rate.value is None else f"{100 * rate.value:.1f} %"


def interval(rate: Rate) -> str:
    """Return the 95 % interval in words."""
    if rate.value is None:
        return "–"
    low, high = rate.interval
    return f"{100 * low:.0f}–{100 * high:.0f} %"


def shade(matrix: Confusion, truth: str, said: str) -> int:
    """Return how dark a cell is, 0 to 9, by its share of the row."""
    row = sum(matrix.count(truth, other) for other in matrix.labels)
    count = matrix.count(truth, said)
    return 0 if not count else max(1, round(_SHADES * count / row))
