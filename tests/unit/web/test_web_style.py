"""The style sheet: readable in both schemes (WCAG 2.2, 1.4.3 and 1.4.11), and from here alone."""

import re

import pytest

from triage.web.views import web_folder

CSS = (web_folder() / "static" / "triage.css").read_text("utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([a-z_-]+): (#[0-9a-f]{3,6});", block))
    for block in re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
)
SURFACES = ("bg", "surface", "sunken")
TEXT = 4.5
GRAPHIC = 3.0


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    full = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
    channels = [int(full[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, LIGHT | DARK], ids=["light", "dark"])
def test_text_stands_out_from_what_it_stands_on(scheme: dict[str, str]) -> None:
    pairs = [(text, ground) for text in ("text", "muted") for ground in SURFACES]
    pairs += [("accent", "bg"), ("accent", "surface"), ("on-accent", "accent")]
    pairs += [(tone, f"{tone}-soft") for tone in ("accent", "bad", "warn", "good")]
    pairs += [(tone, "surface") for tone in ("bad", "warn", "good")]
    pairs += [("text", f"{tone}-soft") for tone in ("accent", "bad", "warn", "good")]
    pairs += [("muted", f"{tone}-soft") for tone in ("accent", "warn")]
    pairs += [("surface", "text"), ("on-topup", "topup")]
    for text, ground in pairs:
        assert contrast(scheme[text], scheme[ground]) >= TEXT, (text, ground)


@pytest.mark.parametrize("scheme", [LIGHT, LIGHT | DARK], ids=["light", "dark"])
def test_edges_of_controls_and_marks_can_be_seen(scheme: dict[str, str]) -> None:
    for graphic in ("edge", "topup", "order", "account", "billing", "service", "claim"):
        assert contrast(scheme[graphic], scheme["surface"]) >= GRAPHIC, graphic


def test_nothing_is_loaded_from_elsewhere() -> None:
    assert "url(" not in CSS
    assert "@import" not in CSS
