"""Reading agreements from their tables: every complaint names key, value and remedy."""

import tomllib
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from models.vocabulary import Category, Channel, Field, Priority
from triage.sla.calendar import BusinessDays
from triage.sla.policy import Policy
from triage.sla.terms import BeforeOpening, Target

HOURS = {"monday": "10:00-17:00"}


def shipped() -> Any:  # noqa: ANN401 - a table to be spoilt
    return tomllib.loads(Path("config.toml").read_text("utf-8"))["policies"]["smmpanelus"]


def spoilt(path: str, value: object) -> Any:  # noqa: ANN401 - a table to be spoilt
    """Return the shipped table with one key of its version set, or removed where None."""
    policy = shipped()
    table = policy["versions"]["v1"]
    *way, key = path.split(".")
    for step in way:
        table = table.setdefault(step, {})
    if value is None:
        del table[key]
    else:
        table[key] = value
    return policy


def test_the_shipped_agreements_say_what_the_rules_say(smmpanelus: Policy, instant: Policy) -> None:
    version = smmpanelus.versions[0]
    assert version.in_force_from == date(2025, 8, 30)
    assert version.readings.before_opening is BeforeOpening.NEXT_BUSINESS_DAY
    assert version.targets[Channel.EMAIL, Priority.HIGH] == Target(BusinessDays(3))
    assert version.targets[Channel.TICKET, Priority.STANDARD] == Target(BusinessDays(7))
    other = instant.versions[0]
    assert other.readings.before_opening is BeforeOpening.SAME_DAY
    assert other.targets[Channel.EMAIL, Priority.HIGH] == Target(
        timedelta(hours=72), timedelta(hours=48)
    )
    assert other.targets[Channel.TICKET, Priority.STANDARD] == Target(
        timedelta(hours=48), timedelta(hours=24)
    )
    assert (other.availability, other.credits, other.claims) == (None, None, None)


def test_p8_required_and_asked_for_fields_come_from_the_configuration(instant: Policy) -> None:
    version = instant.versions[0]
    assert version.required[Category.ORDER] == {Field.DESCRIPTION, Field.ORDER_ID}
    assert version.asked_for[Category.TOPUP] == {Field.SCREENSHOT}
    assert version.required[Category.OUT_OF_SCOPE] == frozenset()


def test_p7_only_one_agreement_is_in_english_alone(smmpanelus: Policy, instant: Policy) -> None:
    assert not smmpanelus.versions[0].english_only
    assert instant.versions[0].english_only


def test_numbers_and_lists_may_be_text_as_in_the_environment() -> None:
    as_text = Policy.from_mapping("x", spoilt("targets.high.business_days", "5"))
    assert as_text.versions[0].targets[Channel.EMAIL, Priority.HIGH].due == BusinessDays(5)
    as_flag = Policy.from_mapping("x", spoilt("english_only", "true"))
    assert as_flag.versions[0].english_only
    as_list = Policy.from_mapping("x", spoilt("required.order", ["order_id"]))
    assert as_list.versions[0].required[Category.ORDER] == {Field.ORDER_ID}


def test_the_most_exact_target_wins() -> None:
    table = spoilt("targets.email_high", {"hours": 8})
    targets = Policy.from_mapping("x", table).versions[0].targets
    assert targets[Channel.EMAIL, Priority.HIGH].due == timedelta(hours=8)
    assert targets[Channel.TICKET, Priority.HIGH].due == BusinessDays(3)


def test_s15_versions_are_in_order_of_their_dates_whatever_their_names() -> None:
    version = shipped()["versions"]["v1"]
    versions = {"new": version | {"in_force_from": date(2026, 5, 1)}, "old": version}
    policy = Policy.from_mapping("x", {"versions": versions})
    assert [found.name for found in policy.versions] == ["old", "new"]


def test_two_versions_from_the_same_day_are_refused() -> None:
    version = shipped()["versions"]["v1"]
    with pytest.raises(ValueError, match="in force from the same day"):
        Policy.from_mapping("x", {"versions": {"a": version, "b": version}})


def test_a_policy_without_a_version_is_refused() -> None:
    with pytest.raises(ValueError, match=r"policies.x.versions is missing; give at least one"):
        Policy.from_mapping("x", {})
    with pytest.raises(ValueError, match=r"policies.x = 3 is no table"):
        Policy.from_mapping("x", 3)  # type: ignore[arg-type]  # a wrong file


@pytest.mark.parametrize(
    ("path", "value", "complaint"),
    [
        ("in_force_from", None, "in_force_from is missing; it has no default"),
        ("in_force_from", "soon", "in_force_from = 'soon' cannot be used; give a date"),
        ("before_opening", "noon", "choose one of: next_business_day, same_day"),
        ("measured_in", "hours", "choose one of: business, calendar"),
        ("warn_at", "1", "warn_at = '1' cannot be used; give a share"),
        ("warn_at", "NaN", "give a number that is not negative"),
        ("befor_opening", "same_day", "v1.befor_opening is no known key; known keys are: asked"),
        ("calendar.zone", "GMT+1", "name a zone of the IANA database"),
        ("calendar.zone", "Europe", "name a zone of the IANA database"),
        ("calendar.holidays", "GB-ENG, GB-XXX", "use an ISO 3166 code"),
        ("calendar.holidays", 3, "give a list of texts"),
        ("calendar.hours", {}, "needs seven days, at least one of them with opening hours"),
        ("calendar.hours.monday", "10-17h", "write windows as"),
        ("calendar.hours.monday", "17:00-10:00", "write windows as"),
        ("calendar.hours.monday", "10:00-14:00, 13:00-17:00", "in order, without overlap"),
        ("calendar.hours.monday", "10:00-24:00, 13:00-17:00", "in order, without overlap"),
        ("calendar.hours.mondays", "10:00-17:00", "hours.mondays is no known key"),
        ("calendar.added.tomorrow", "x", "name the key by a date"),
        ("calendar.added.2026-03-02", "", "give a text that is not empty"),
        ("targets.high", None, "targets.high is missing; give a target for email"),
        ("targets.high.hours", 5, "give either business_days or hours"),
        ("targets.high.business_days", 0, "business_days = 0 cannot be used; give a whole number"),
        ("targets.high.business_days", 1.5, "give a whole number"),
        ("targets.high.business_days", True, "give a number"),
        ("required.order", "order_number", "use only: description"),
        ("english_only", "perhaps", "english_only = 'perhaps' cannot be used"),
        ("required.orders", "order_id", "required.orders is no known key"),
        ("availability.target", None, "availability.target is missing"),
        ("credits.tiers.slight.percent", "101", "give at most 100"),
        ("credits.maximum", "-1", "give a number that is not negative"),
        ("claims.titles", {}, "give at least one title"),
    ],
)
def test_a_bad_key_is_told_by_path_value_and_remedy(
    path: str, value: object, complaint: str
) -> None:
    with pytest.raises(ValueError, match=complaint) as caught:
        Policy.from_mapping("smmpanelus", spoilt(path, value))
    assert str(caught.value).startswith("policies.smmpanelus.versions.v1")


def test_special_hours_may_close_a_day_or_go_on_to_midnight() -> None:
    special = {"2026-03-02": "closed", "2026-03-07": "20:00-24:00"}
    policy = Policy.from_mapping("x", spoilt("calendar.special_hours", special))
    calendar = policy.versions[0].calendar
    assert not calendar.is_business_day(date(2026, 3, 2))
    saturday = calendar.opening(date(2026, 3, 7))
    assert calendar.business_time(saturday, saturday + timedelta(days=1)) == timedelta(hours=4)


def test_a_folded_title_lets_capitals_and_spaces_pass() -> None:
    from_table = Policy.from_mapping("x", spoilt("claims.title_match", "folded"))
    assert from_table.versions[0].claims is not None
    assert from_table.versions[0].warn_at == Decimal("0.8")
