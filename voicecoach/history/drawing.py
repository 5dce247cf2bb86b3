"""Bar charts as SVG in the colours of the page around them; the only import of pygal."""

import re
import sys
from collections.abc import Sequence

import pygal
from pygal.style import Style

# pygal hooks itself into every later import to find its plug-ins, in a way that Python 3.11 warns of; none is used.
sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != "pygal"]

_STYLE = Style(
    background="transparent",
    plot_background="transparent",
    foreground="currentColor",
    foreground_strong="currentColor",
    foreground_subtle="currentColor",
    colors=("#0072b2",),
    opacity="1",
    font_family="system-ui, sans-serif",
    label_font_size=16,
    major_label_font_size=16,
)


def bars(title: str, values: Sequence[tuple[str, float | None]], most: float | None) -> str:
    """Return labelled values as SVG up to `most`, or up to the highest, without scripts, comments and chance."""
    chart = pygal.Bar(
        style=_STYLE,
        js=[],
        disable_xml_declaration=True,
        show_legend=False,
        width=400,
        height=260,
        margin_right=44,
        max_scale=6,
        range=(0, most) if most else None,
        include_x_axis=True,
        x_labels_major_count=4,
        show_minor_x_labels=False,
        truncate_label=-1,
    )
    chart.uuid = re.sub(r"\W+", "-", title.lower())
    chart.x_labels = [label for label, _ in values]
    chart.add(title, [value for _, value in values])
    svg = str(chart.render(is_unicode=True))
    return re.sub(r"<!--.*?-->|<script.*?</script>|<script[^>]*/>", "", svg, flags=re.DOTALL)
