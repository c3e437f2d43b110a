"""The distribution of response times as a picture: SVG without script."""

import sys
from typing import Final
from xml.etree.ElementTree import Element

from pygal import Bar, Config, PluginImportFixer
from pygal.style import Style

from triage.desk.reports_times import BUCKETS, Times

# pygal hooks itself into imports, for maps that others make, by an interface that Python has given
# up: as long as the hook is there, importing a module that is missing warns of it.
sys.meta_path[:] = [one for one in sys.meta_path if not isinstance(one, PluginImportFixer)]

_NAMES: Final = {"first": "First response, automatic or by a person", "human": "By a person"}
_WAITING: Final = "none yet"
_FONT: Final = "system-ui, sans-serif"
_STYLE: Final = Style(
    background="transparent",
    plot_background="transparent",
    foreground="#545f71",
    foreground_strong="#18202e",
    foreground_subtle="#b8c0cc",
    colors=("#2552c0", "#c2410c"),
    value_colors=("#18202e", "#18202e"),
    guide_stroke_color="#dce1e9",
    major_guide_stroke_color="#b8c0cc",
    font_family=_FONT,
    label_font_size=12,
    major_label_font_size=12,
    legend_font_size=13,
    value_font_size=11,
    value_label_font_size=11,
)
# The page's dark scheme; a picture in a page is told of it, but not of the page's style sheet.
_DARK: Final = """inline:
  @media (prefers-color-scheme: dark) {
    text, .legends .legend text, .axis text, .axis text.major { fill: #9ca7b8 !important; }
    .color-0 { fill: #8cb0ff !important; stroke: #8cb0ff !important; }
    .color-1 { fill: #fb923c !important; stroke: #fb923c !important; }
    .axis .guides, .axis .line { stroke: #3a4250 !important; }
  }
"""


def picture(times: tuple[Times, Times]) -> str:
    """Return a bar chart of how many tickets were responded to within which time."""
    config = Config()
    config.js = []
    config.css = [*config.css, _DARK]
    config.style = _STYLE
    config.width, config.height = 1000, 380
    config.legend_at_bottom = True
    config.margin = 8
    config.print_values = True
    config.print_values_position = "top"
    config.print_zeroes = False
    config.min_scale = 2
    config.value_formatter = _whole
    chart = Bar(config)
    chart.x_labels = [*(_label(name) for name, _ in BUCKETS), _WAITING]
    for one in times:
        chart.add(_NAMES[one.kind], [*one.counts, one.waiting])
    chart.add_xml_filter(_without_script)
    return str(chart.render(is_unicode=True, disable_xml_declaration=True))


def _label(name: str) -> str:
    return name if name == "longer" else f"≤ {name}"


def _whole(count: float) -> str:
    return f"{count:g}" if count == int(count) else ""


def _without_script(root: Element) -> Element:
    """Take out what makes a chart of pygal react to the mouse; our pages run no foreign script."""
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in {"script", "{http://www.w3.org/2000/svg}script"}:
                parent.remove(child)
    return root
