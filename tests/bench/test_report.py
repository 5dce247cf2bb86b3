from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from voicecoach.bench.acceptance import acceptance
from voicecoach.bench.chart import LEFT, RIGHT, chart
from voicecoach.bench.clip import Kind
from voicecoach.bench.condition import Condition
from voicecoach.bench.curve import Curve, Point
from voicecoach.bench.encoding import as_json
from voicecoach.bench.examination import write_files
from voicecoach.bench.markdown import as_markdown
from voicecoach.bench.outcome import as_line
from voicecoach.bench.report import Comparison, Provenance, Report, computing, report
from voicecoach.core.errors import StorageFull

from .outcomes import heard, noise, said, talk

GOLDEN = Path(__file__).parent / "golden"
OUTCOMES = (
    said("stop", heard("stop", 2.5, at=1.2)),
    said("stop", heard("stop", 2.0), where=noise("bike", 12.0)),
    said("stop", where=noise("bike", 0.0)),
    said("stop", heard("stop", 1.5), where=Condition(distance=3.0)),
    said("no", heard("no", 0.5, accepted=False)),
    said("no", heard("no", 1.75, at=1.4)),
    said("go", heard("no", 1.0)),
    said("left"),
    talk("reading", "he told me to stop it", heard("stop it", 2.25), heard("pause", 1.25)),
    talk("wake-words", "jarvis"),
    talk("noise", ""),
    said("back arched", heard("back arched", 3.0), kind=Kind.SYNTHETIC),
    said("back arched", where=Condition(noise=Path("bike.flac"), snr=noise("bike", 12.0).snr, distance=2.0),
         kind=Kind.SYNTHETIC),
)  # fmt: skip


def made() -> Report:
    provenance = Provenance(
        program="1.2.3",
        model="toy",
        model_sha256="0123456789abcdef" * 4,
        corpus="hand-made",
        corpus_sha256="fedcba9876543210" * 4,
        only_held_out=True,
        left_out=7,
        every=1,
        seed=1,
    )
    comparison = Comparison(
        name="PocketSphinx",
        skipped="the package pocketsphinx is not installed",
        people=acceptance("commands", ()),
        others=acceptance("words that are no commands", ()),
        false_accepts=(),
        computing=computing(()),
    )
    return report(provenance, OUTCOMES, comparison)


def rendered() -> dict[str, str]:
    each = made()
    lines = "".join(f"{as_line(outcome)}\n" for outcome in OUTCOMES)
    return {
        "report.md": as_markdown(each),
        "report.json": as_json(each),
        "operating-curve.svg": chart(each.curves),
        "attempts.jsonl": lines,
    }


@pytest.mark.parametrize("name", ["report.md", "report.json", "operating-curve.svg", "attempts.jsonl"])
def test_the_report_is_the_golden_one(name: str, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update-golden"):
        (GOLDEN / name).write_text(rendered()[name], encoding="utf-8")
    assert rendered()[name] == (GOLDEN / name).read_text(encoding="utf-8")


def test_people_and_synthetic_voices_are_in_no_figure_together() -> None:
    figures = made()
    assert figures.people.total.right.of == 3
    assert figures.synthetic is not None
    assert figures.synthetic.total.right.of == 1
    assert all("synthetic" not in each.name for each in figures.false_accepts)


def test_a_speaker_in_two_accents_is_one() -> None:
    labels = ("espeak-ng-en-us+m8", "espeak-ng-en-gb+m8", "espeak-ng-en-us+f5", "flite-rms")
    spoken = [said("back arched", heard("back arched"), kind=Kind.SYNTHETIC) for _ in labels]
    takes = [
        replace(one, take=replace(one.take, clip=replace(one.take.clip, voice=label)))
        for one, label in zip(spoken, labels, strict=True)
    ]
    each = report(made().provenance, takes, made().comparison)
    assert each.synthetic is not None
    assert (each.synthetic.voices, each.synthetic.speakers) == (4, 3)
    assert "They are 3 speakers, some of whom speak in several accents." in as_markdown(each)


def test_the_chart_has_a_described_curve_for_each_list_within_its_axes() -> None:
    points = tuple(Point(threshold=each / 10, missed=each / 20, an_hour=400.0 / (each + 1)) for each in range(20))
    curves = tuple(Curve(name=name, points=points, default=points[5]) for name in ("reading", "wake-words"))
    picture = fromstring(chart(curves))  # noqa: S314 - our own picture
    space = {"svg": "http://www.w3.org/2000/svg"}
    lines = picture.findall(".//svg:polyline", space)
    across = [float(place.split(",")[0]) for line in lines for place in (line.get("points") or "").split()]
    assert len(lines) == 2
    assert (min(across) > LEFT, max(across)) == (True, RIGHT)
    assert "wake-words: 25.0% missed at 66.67 an hour" in (picture.findtext("svg:desc", "", space))


def test_a_report_without_anybody_talking_still_has_a_chart() -> None:
    assert "<polyline" not in chart(())


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageFull, match=r"cannot be written to .*file"):
        write_files({"report.md": ""}, tmp_path / "file")
