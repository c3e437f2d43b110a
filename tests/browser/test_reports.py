"""A manager's reports in a real browser: the picture is drawn, and nothing complains."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_agents_day import Watched, log_in, open_page
from tests.unit.web.conftest import Desk

pytestmark = pytest.mark.browser

REPORTS = ("Attainment", "Breaches", "Waiting times", "Not acknowledged")


def is_drawn(page: Page) -> bool:
    """Tell whether the browser could read and draw the picture."""
    picture = page.get_by_role("img", name="Two rows of bars")
    expect(picture).to_be_visible()
    return bool(picture.evaluate("image => image.complete && image.naturalWidth > 0"))


@pytest.mark.parametrize("is_phone", [False, True], ids=["wide", "phone"])
def test_a_manager_walks_through_the_reports(
    chromium: Browser, address: str, desk: Desk, *, is_phone: bool
) -> None:
    watched = Watched(open_page(chromium, has_script=True, is_phone=is_phone))
    page = watched.page
    log_in(page, address, "max")
    page.goto(f"{address}/reports")
    for name in REPORTS:
        page.get_by_role("navigation", name="Reports").get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("to March 2026")
        width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert width <= 0, f"{name} is wider than the window"
        if name == "Waiting times":
            assert is_drawn(page)
        if name == "Breaches":
            page.get_by_text("The ledger").first.click()
            expect(page.get_by_role("cell", name="Business hours").first).to_be_visible()
    assert watched.complaints == []
    assert all(url.startswith(address) for url in watched.requests)
    assert desk.numbers["overdue"]
    page.context.close()


def test_months_are_chosen_without_script(chromium: Browser, address: str) -> None:
    page = open_page(chromium, has_script=False)
    log_in(page, address, "max")
    page.goto(f"{address}/reports")
    page.get_by_label("From", exact=True).fill("2026-02")
    page.get_by_label("to", exact=True).fill("2026-02")
    page.get_by_role("combobox", name="Agreement").select_option("smmpanelus")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("First response, February 2026")
    assert "since=2026-02&to=2026-02&policy=smmpanelus" in page.url
    with page.expect_download() as waited:
        page.get_by_role("link", name="CSV").click()
    assert waited.value.suggested_filename == "attainment-2026-02-2026-02.csv"
    page.context.close()
