"""A manager decides a claim in a real browser, on a desk and on a phone (rules S11 to S13)."""

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from tests.browser.test_agents_day import Watched, log_in, open_page
from tests.integration.desk.claimants import put_claimed_month
from tests.unit.web.conftest import Desk

pytestmark = pytest.mark.browser

NUMBER = 300_100


@pytest.fixture
def claimed(desk: Desk) -> Desk:
    installation = desk.installation
    installation.time = put_claimed_month(installation.database, NUMBER)
    return desk


def too_wide(page: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


@pytest.mark.parametrize("is_phone", [False, True], ids=["wide", "phone"])
@pytest.mark.usefixtures("claimed")
def test_a_manager_approves_a_claim(chromium: Browser, address: str, *, is_phone: bool) -> None:
    watched = Watched(open_page(chromium, has_script=True, is_phone=is_phone))
    page = watched.page
    asked: list[str] = []

    def agree(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.accept()

    page.on("dialog", agree)
    log_in(page, address, "max")
    for path in ("/claims", "/availability?month=2026-03", "/credits", f"/claims/{NUMBER}"):
        page.goto(f"{address}{path}")
        assert too_wide(page) <= 0, path
    conditions = page.get_by_role("region", name="Conditions")
    expect(conditions.get_by_text("yes", exact=True)).to_have_count(6)
    expect(page.get_by_role("heading", name="Proposed: approve")).to_be_visible()
    page.get_by_role("button", name="Approve 2.23 USD").click()
    expect(page.get_by_role("status")).to_have_text("Approved. The credit is in the ledger.")
    assert len(asked) == 1
    page.goto(f"{address}/credits")
    expect(page.get_by_role("link", name=f"#{NUMBER}")).to_have_count(2)
    page.goto(f"{address}/claims/{NUMBER}/evidence")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Claim #{NUMBER}: Approved")
    expect(page.get_by_text("Mon 2 Mar 2026, 10:00:00 GMT").first).to_be_visible()
    assert too_wide(page) <= 0
    assert watched.complaints == []
    page.context.close()
