"""What counts as one independent witness: rule S10."""

from models.vocabulary import Watched
from tests.unit.sla.desk import instant_of
from triage.sla.availability import Observation
from triage.sla.segments import Segment
from triage.sla.witnesses import Change, witnessed

UNTIL = instant_of("02 12:00")


def change(
    at: str,
    *,
    is_up: bool,
    monitor: str = "m",
    location: str = "fra",
    watches: Watched = Watched.BOTH,
) -> Change:
    return Change(monitor, location, watches, instant_of(at), is_up)


def outage(
    start: str, end: str, monitor: str = "m", watches: Watched = Watched.BOTH
) -> list[Change]:
    return [
        change(start, is_up=False, monitor=monitor, watches=watches),
        change(end, is_up=True, monitor=monitor, watches=watches),
    ]


def span(start: str, end: str) -> Segment:
    return Segment(instant_of(start), instant_of(end))


def down(*changes: Change) -> tuple[Segment, ...]:
    found = witnessed(sorted(changes, key=lambda one: one.at), UNTIL)
    return tuple(segment for one in found for segment in one.down)


def test_s10_an_outage_is_from_down_to_up() -> None:
    assert witnessed(outage("02 10:00", "02 10:07"), UNTIL) == (
        Observation("m", "fra", (span("02 10:00", "02 10:07"),)),
    )


def test_s10_an_outage_that_nobody_saw_end_lasts_until_now() -> None:
    assert down(change("02 11:30", is_up=False)) == (span("02 11:30", "02 12:00"),)


def test_s10_what_happens_later_than_now_is_not_known_yet() -> None:
    assert down(*outage("02 11:30", "02 13:00")) == (span("02 11:30", "02 12:00"),)
    assert down(*outage("02 13:00", "02 14:00")) == ()


def test_s10_a_repeated_report_changes_nothing() -> None:
    twice = [*outage("02 10:00", "02 10:07"), change("02 10:03", is_up=False)]
    assert down(*twice, change("02 10:30", is_up=True)) == (span("02 10:00", "02 10:07"),)


def test_s10_outages_that_follow_without_a_gap_are_one() -> None:
    assert down(*outage("02 10:00", "02 10:03"), *outage("02 10:03", "02 10:06")) == (
        span("02 10:00", "02 10:06"),
    )


def test_s10_an_outage_of_no_length_is_none() -> None:
    assert down(*outage("02 10:00", "02 10:00")) == ()


def test_s10_home_page_and_panel_must_be_unreachable_together() -> None:
    home = outage("02 10:00", "02 10:30", "home", Watched.HOME)
    panel = outage("02 10:10", "02 10:40", "panel", Watched.PANEL)
    found = witnessed(sorted([*home, *panel], key=lambda one: one.at), UNTIL)
    assert found == (Observation("home + panel", "fra", (span("02 10:10", "02 10:30"),)),)


def test_s10_who_watches_the_home_page_alone_confirms_nothing() -> None:
    assert witnessed(outage("02 10:00", "02 10:30", "home", Watched.HOME), UNTIL) == ()
    assert witnessed(outage("02 10:00", "02 10:30", "panel", Watched.PANEL), UNTIL) == ()


def test_s10_halves_in_different_locations_are_no_witness() -> None:
    changes = [
        change("02 10:00", is_up=False, watches=Watched.HOME),
        change("02 10:00", is_up=False, watches=Watched.PANEL, location="nyc"),
    ]
    assert witnessed(changes, UNTIL) == ()


def test_s10_monitors_are_told_apart_by_location() -> None:
    changes = [
        change("02 10:00", is_up=False),
        change("02 10:01", is_up=False, location="nyc"),
        change("02 10:05", is_up=True),
    ]
    assert witnessed(changes, UNTIL) == (
        Observation("m", "fra", (span("02 10:00", "02 10:05"),)),
        Observation("m", "nyc", (span("02 10:01", "02 12:00"),)),
    )
