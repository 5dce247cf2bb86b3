"""The progress page in a real browser: nothing cut off on a phone, readable in the dark, printable."""

import json
import re
import shutil
import subprocess
from html import escape, unescape
from pathlib import Path
from typing import Any

import pytest

from tests.history.test_page import page

pytestmark = pytest.mark.product

PHONE = 360
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SESSIONS = 60
DARK = "--blink-settings=preferredColorScheme=0"

MEASURE = """
<script>
for (const details of document.querySelectorAll("details")) details.open = true;
const places = [];
for (const each of document.querySelectorAll("body *")) {
  if (each.closest(".scroll") || each.closest("defs, style, script, title, desc")) continue;
  const box = each.getBoundingClientRect(), frame = each.closest("svg")?.getBoundingClientRect();
  const right = Math.min(innerWidth, frame?.right ?? innerWidth), left = Math.max(0, frame?.left ?? 0);
  if (box.width && (box.right > right + 0.5 || box.left < left - 0.5))
    places.push(`${each.tagName} ${each.textContent.trim().slice(0, 30)} ${box.left} to ${box.right}`);
}
const letter = document.querySelector("svg text"), chart = letter.closest("svg");
const found = {
  width: innerWidth, scrolled: document.documentElement.scrollWidth, cut_off: places,
  letters: parseFloat(getComputedStyle(letter).fontSize) * chart.clientWidth / chart.viewBox.baseVal.width,
  ink: getComputedStyle(document.body).color, chart_ink: getComputedStyle(letter).fill,
};
document.body.textContent = JSON.stringify(found);
</script>
"""

FRAME = f"""<!doctype html><meta name="color-scheme" content="light dark">
<body><iframe width="{PHONE}" height="2000" style="border: 0" srcdoc="INNER"></iframe>
<script>
const frame = document.querySelector("iframe");
frame.onload = () => {{ document.body.textContent = frame.contentDocument.body.textContent; }};
</script></body>
"""


@pytest.fixture(scope="module")
def browser() -> str:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip(f"needs a browser: one of {', '.join(BROWSERS)}")
    return found


def look(browser: str, text: str, folder: Path, *options: str) -> str:
    """Open a page in a window of a phone's width and return what the browser prints."""
    file = folder / "page.html"
    file.write_text(text, encoding="utf-8")
    sized = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--window-size={PHONE},2000")
    command = (browser, *sized, f"--user-data-dir={folder / 'browser'}", *options, file.as_uri())
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout


def measured(browser: str, text: str, folder: Path, *options: str) -> dict[str, Any]:
    """Measure a page in a frame of a phone's width: a window of a browser may be too wide for that."""
    inner = escape(text.replace("</body>", f"{MEASURE}</body>"))
    dump = look(browser, FRAME.replace("INNER", inner), folder, "--dump-dom", *options)
    (body,) = re.findall(r"<body>(.*)</body>", dump, re.DOTALL)
    return dict(json.loads(unescape(body)))


@pytest.mark.parametrize("sessions", [1, 3, SESSIONS])
def test_nothing_is_cut_off_on_a_phone(browser: str, tmp_path: Path, sessions: int) -> None:
    found = measured(browser, page(sessions, "somebody-with-a-name-of-40-letters-in-all"), tmp_path)
    assert (found["width"], found["scrolled"], found["cut_off"]) == (PHONE, PHONE, [])


def test_a_page_that_is_too_wide_would_be_noticed(browser: str, tmp_path: Path) -> None:
    wide = page(3).replace("<h2>Next</h2>", '<h2 style="width: 500px">Next</h2>')
    assert [place for place in measured(browser, wide, tmp_path)["cut_off"] if place.startswith("H2 Next")]


def test_the_letters_of_a_chart_can_be_read_on_a_phone(browser: str, tmp_path: Path) -> None:
    assert measured(browser, page(SESSIONS), tmp_path)["letters"] >= 11


@pytest.mark.parametrize(
    ("options", "ink"), [((), "rgb(0, 0, 0)"), ((DARK,), "rgb(255, 255, 255)")], ids=["light", "dark"]
)
def test_page_and_charts_follow_the_colours_of_the_person(
    browser: str, tmp_path: Path, options: tuple[str, ...], ink: str
) -> None:
    found = measured(browser, page(SESSIONS), tmp_path, *options)
    assert (found["ink"], found["chart_ink"]) == (ink, ink)


def test_the_page_prints(browser: str, tmp_path: Path) -> None:
    look(browser, page(SESSIONS), tmp_path, f"--print-to-pdf={tmp_path / 'page.pdf'}")
    printed = (tmp_path / "page.pdf").read_bytes()
    assert printed.startswith(b"%PDF")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 3
