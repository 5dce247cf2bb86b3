"""The progress as a page: nothing to fetch, a table behind each chart, the same for the same history."""

import re
from html.parser import HTMLParser

from voicecoach.core.exercise import Variation
from voicecoach.core.progress import FIRST
from voicecoach.core.schedule import Day
from voicecoach.history.listing import Outline
from voicecoach.history.outlook import Outlook
from voicecoach.history.page import CHARTS, SHOWN, progress_page

AHEAD = Outlook(decision=FIRST, days=(), is_rest_day=False, weeks_kept=3, streak=2)
VOID = {"meta", "link", "img", "br", "hr", "input"}


def outline(number: int) -> Outline:
    floor = None if number == 1 else 0.75
    return Outline(
        day=Day(739_922 + 2 * number), variation=Variation("bent_knee"), attempted=30, perfect=number % 30, floor=floor
    )


def page(sessions: int, person: str = "me") -> str:
    return progress_page(person, [outline(number) for number in range(sessions)], AHEAD)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_a_page_is_whole_and_fetches_nothing() -> None:
    text = page(5)
    tags = Tags()
    tags.feed(text)
    assert tags.open == []
    assert not {"script", "link", "img", "iframe"} & set(tags.found)
    assert set(re.findall(r"https?://[^\"' <]+", text)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }


def test_each_chart_has_a_table_with_its_figures() -> None:
    text = page(3)
    assert text.count("<svg") == text.count("<table>") == len(CHARTS)
    assert text.count("<tr><th scope=row>") == 3 * len(CHARTS)
    assert "<td>bent knee</td><td>not measured</td>" in text


def test_only_the_latest_sessions_are_drawn() -> None:
    assert page(SHOWN + 5).count("<tr><th scope=row>") == SHOWN * len(CHARTS)
    assert f"{SHOWN + 5} sessions" in page(SHOWN + 5)


def test_the_same_history_gives_the_same_page_and_a_name_is_only_text() -> None:
    assert page(4) == page(4)
    assert "<b>" not in page(1, "<b>")
    assert "<svg" in page(0)
