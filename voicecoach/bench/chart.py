"""The operating curves as a picture in SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from voicecoach.bench.curve import Curve, Point

WIDTH, HEIGHT = 760, 480
LEFT, RIGHT, TOP, BOTTOM = 70, 530, 50, 420
"""Where the axes lie; the legend is to the right of them."""

COLOURS = ("#000000", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
"""Told apart by most eyes (Okabe and Ito 2008, Color Universal Design), in the order of the curves."""

DASHES = ("", "7 3", "2 3", "9 3 2 3", "12 4", "4 2", "1 2")

_ZERO_WIDTH = 0.1  # false accepts an hour below which the axis is even rather than logarithmic
_FONT = "system-ui, sans-serif"


@dataclass(frozen=True, slots=True, kw_only=True)
class Axes:
    """Where figures come to lie."""

    most_an_hour: float

    def place(self, point: Point) -> tuple[float, float]:
        """Return where a point is drawn."""
        return self.across(point.an_hour), self.up(point.missed)

    def across(self, an_hour: float) -> float:
        """Return how far to the right false accepts an hour lie; the axis is logarithmic but holds zero."""
        whole = log10(1 + self.most_an_hour / _ZERO_WIDTH)
        return round(LEFT + (RIGHT - LEFT) * log10(1 + an_hour / _ZERO_WIDTH) / whole, 1)

    def up(self, missed: float) -> float:
        """Return how far down a share of misses lies."""
        return round(BOTTOM - (BOTTOM - TOP) * missed, 1)

    @property
    def ticks(self) -> tuple[float, ...]:
        """Return the false accepts an hour that are marked on the axis."""
        return tuple(tick for tick in (0, 0.1, 0.5, 1, 10, 100, 1000) if tick <= self.most_an_hour)


def chart(curves: Sequence[Curve]) -> str:
    """Return a picture of the curves: misses over false accepts an hour, the default thresholds as dots."""
    most = max((point.an_hour for each in curves for point in (*each.points, each.default)), default=1.0)
    axes = Axes(most_an_hour=max(1.0, most))
    picture = Element(
        "svg", xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {WIDTH} {HEIGHT}", role="img",
        attrib={"font-family": _FONT, "font-size": "12", "fill": "#222222"},
    )  # fmt: skip
    SubElement(picture, "title").text = "Missed commands against false accepts"
    SubElement(picture, "desc").text = _description(curves)
    SubElement(picture, "rect", width=str(WIDTH), height=str(HEIGHT), fill="#ffffff")
    _draw_axes(picture, axes)
    for number, each in enumerate(curves):
        _draw_curve(picture, axes, each, number)
    _text(picture, RIGHT + 20, TOP + 12 + 22 * len(curves), "dots: the default thresholds")
    indent(picture)
    return tostring(picture, encoding="unicode") + "\n"


def _description(curves: Sequence[Curve]) -> str:
    defaults = "; ".join(
        f"{each.name}: {each.default.missed:.1%} missed at {each.default.an_hour:.2f} an hour" for each in curves
    )
    return (
        "Each curve shows, for one list of people talking, how the share of recorded commands that are missed trades "
        "against false accepts an hour as one threshold of evidence moves. A dot shows the default thresholds. "
        f"{defaults}"
    )


def _draw_axes(picture: Element, axes: Axes) -> None:
    _text(picture, LEFT, 28, "Missed commands against false accepts, as the threshold moves", size=15)
    for tick in axes.ticks:
        x = axes.across(tick)
        _line(picture, (x, TOP), (x, BOTTOM), "#dddddd")
        _text(picture, x, BOTTOM + 18, f"{tick:g}", anchor="middle")
    for tenth in range(0, 11, 2):
        y = axes.up(tenth / 10)
        _line(picture, (LEFT, y), (RIGHT, y), "#dddddd")
        _text(picture, LEFT - 8, y + 4, f"{tenth * 10} %", anchor="end")
    _line(picture, (LEFT, BOTTOM), (RIGHT, BOTTOM), "#222222")
    _line(picture, (LEFT, TOP), (LEFT, BOTTOM), "#222222")
    _text(picture, (LEFT + RIGHT) / 2, BOTTOM + 42, "false accepts an hour", anchor="middle")
    upright = _text(picture, 0, 0, "recorded commands missed", anchor="middle")
    upright.set("transform", f"translate(20 {(TOP + BOTTOM) / 2:g}) rotate(-90)")


def _draw_curve(picture: Element, axes: Axes, each: Curve, number: int) -> None:
    colour, dash = COLOURS[number % len(COLOURS)], DASHES[number % len(DASHES)]
    group = SubElement(picture, "g", stroke=colour, fill="none", attrib={"stroke-width": "2"})
    SubElement(group, "title").text = each.name
    places = " ".join(f"{x:g},{y:g}" for x, y in map(axes.place, each.points))
    SubElement(group, "polyline", points=places, attrib={"stroke-dasharray": dash or "none"})
    x, y = axes.place(each.default)
    SubElement(group, "circle", cx=f"{x:g}", cy=f"{y:g}", r="5", fill=colour)
    row = TOP + 12 + 22 * number
    key = SubElement(group, "path", d=f"M{RIGHT + 20} {row - 4} h30")
    key.set("stroke-dasharray", dash or "none")
    _text(picture, RIGHT + 58, row, each.name)


def _line(picture: Element, start: tuple[float, float], end: tuple[float, float], colour: str) -> None:
    (x1, y1), (x2, y2) = start, end
    SubElement(picture, "line", x1=f"{x1:g}", y1=f"{y1:g}", x2=f"{x2:g}", y2=f"{y2:g}", stroke=colour)


def _text(  # noqa: PLR0913 - where, what and how
    picture: Element, x: float, y: float, text: str, *, anchor: str = "start", size: int = 12
) -> Element:
    element = SubElement(picture, "text", x=f"{x:g}", y=f"{y:g}")
    element.set("text-anchor", anchor)
    element.set("font-size", str(size))
    element.text = text
    return element
