"""An agent at work in a real browser: logs in, filters, reclassifies, sees the record."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.unit.web.conftest import Desk
from tests.unit.web.seed import PASSWORD

pytestmark = pytest.mark.browser

WIDE = {"width": 1360, "height": 900}
PHONE = {"width": 390, "height": 844}


class Watched:
    """A page whose complaints are collected: the content policy's, and the script's."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._request)
        self.requests: list[str] = []

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def _request(self, request: object) -> None:
        self.requests.append(str(getattr(request, "url", "")))


def open_page(browser: Browser, *, has_script: bool, is_phone: bool = False) -> Page:
    context = browser.new_context(
        viewport=PHONE if is_phone else WIDE,  # type: ignore[arg-type]
        java_script_enabled=has_script,
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    return page


@pytest.fixture
def watched(chromium: Browser) -> Iterator[Watched]:
    page = open_page(chromium, has_script=True)
    yield Watched(page)
    page.context.close()


def log_in(page: Page, address: str, login: str = "ada") -> None:
    page.goto(f"{address}/")
    page.get_by_label("Log-in").fill(login)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("navigation", name="Pages", exact=True)).to_be_visible()


def reclassify(page: Page, subject: str) -> None:
    page.get_by_role("link", name=subject).click()
    page.get_by_label("Reason").fill("The customer means the invoice")
    page.get_by_role("button", name="Billing", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Reclassified")


def expect_record(page: Page) -> None:
    history = page.get_by_role("region", name="Labels put right")
    expect(history).to_contain_text("Ada")
    expect(history).to_contain_text("The customer means the invoice")
    expect(history.get_by_role("cell", name="Order", exact=True)).to_be_visible()
    expect(history.get_by_role("cell", name="Billing", exact=True)).to_be_visible()
    trail = page.get_by_role("region", name="Audit trail")
    expect(trail).to_contain_text("put a label right: category from Order to Billing")


def test_an_agent_filters_reclassifies_and_sees_the_record(
    watched: Watched, address: str, desk: Desk
) -> None:
    page = watched.page
    log_in(page, address)
    page.get_by_role("navigation", name="Category").get_by_role("link", name="Order").click()
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(4)
    page.get_by_label("Language").select_option("ar")
    expect(rows).to_have_count(1)
    page.get_by_role("link", name="Clear filters").click()
    expect(rows).to_have_count(13)
    reclassify(page, "Order 884213 stuck")
    expect_record(page)
    expect(page.get_by_role("button", name="Billing", exact=True)).to_be_disabled()
    page.goto(f"{address}/?category=billing")
    expect(page.get_by_role("link", name="Order 884213 stuck")).to_be_visible()
    assert watched.complaints == []
    assert all(url.startswith((address, "data:")) for url in watched.requests)
    assert desk.numbers["order"]


def test_everything_works_without_script_on_a_phone(chromium: Browser, address: str) -> None:
    page = open_page(chromium, has_script=False, is_phone=True)
    log_in(page, address)
    page.get_by_label("Language").select_option("en")
    page.get_by_role("button", name="Filter").click()
    reclassify(page, "Order 884213 stuck")
    expect_record(page)
    page.context.close()


def test_the_queue_can_be_walked_by_keyboard(watched: Watched, address: str) -> None:
    page = watched.page
    log_in(page, address)
    page.keyboard.press("j")
    page.keyboard.press("j")
    focused = page.evaluate("document.activeElement.textContent")
    assert focused == "Paid 50 USD by card, balance still zero"
    page.keyboard.press("/")
    page.keyboard.type("100012")
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.keyboard.press("Tab")
    page.goto(f"{address}/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"


@pytest.mark.parametrize("is_phone", [False, True])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_is_wider_than_the_screen_or_complains(
    chromium: Browser, address: str, desk: Desk, *, is_phone: bool, scheme: str
) -> None:
    page = open_page(chromium, has_script=True, is_phone=is_phone)
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    watched = Watched(page)
    log_in(page, address, "max")
    paths = ["/", "/outbox", "/set-aside", "/accuracy", "/docs", "/?q=nothing"]
    paths += ["/availability", "/claims", "/credits"]
    paths += [f"/tickets/{desk.numbers[name]}" for name in ("topup", "order", "arabic", "spam")]
    for path in paths:
        page.goto(address + path)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= (PHONE if is_phone else WIDE)["width"], path
    assert watched.complaints == []
    page.context.close()
