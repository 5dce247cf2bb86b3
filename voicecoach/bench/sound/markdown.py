"""The report of `bench sound` as Markdown, for people."""

from collections.abc import Iterator

from voicecoach.bench.markdown import percent, rate, table
from voicecoach.bench.sound.report import BargeIn, SoundReport
from voicecoach.bench.sound.stream import AHEAD
from voicecoach.bench.sound.targets import sound_targets
from voicecoach.bench.target import target_lines
from voicecoach.core.units import RATE


def as_markdown(report: SoundReport) -> str:
    """Return the report as one document."""
    return "\n".join(_lines(report)).rstrip() + "\n"


def _lines(report: SoundReport) -> Iterator[str]:
    yield "# How well the coach talks and listens at the same time"
    yield ""
    yield f"voicecoach {report.version}, model `{report.model[:16]}`, seed {report.seed}, 1 in {report.every}."
    yield "Rooms, leaks and what the coach says are synthetic, the recogniser and the program are the real ones;"
    yield "all times are on the sample clock, taken from what leaves the speaker. As on a real device, the ears are"
    yield f"{1000 * AHEAD // RATE} ms behind what is rendered. In brackets: 95 % intervals."
    yield ""
    yield from target_lines(sound_targets(report))
    if report.own_voice:
        yield from _own_voice(report)
    if report.barge_in:
        yield from _barge_in(report)
    if report.breath:
        yield from _breath(report)


def _own_voice(report: SoundReport) -> Iterator[str]:
    yield "## The coach's own voice"
    yield ""
    yield "Sessions with a person who says anything, typed, so that nothing in the microphone is a command. Half the"
    yield "rooms have a speaker that clips, half a microphone whose clock is 60 ppm fast."
    yield ""
    head = ("leak", "sessions", "hours", "coach sounding, h", "commands accepted", "an hour", "ducks an hour")
    yield from table(
        head,
        (
            (
                "all" if one.leak is None else f"{one.leak:g} dB",
                str(one.sessions),
                f"{one.hours:.2f}",
                f"{one.spoken.hours:.2f}",
                str(one.spoken.count),
                rate(one.spoken),
                rate(one.ducks),
            )
            for one in report.own_voice
        ),
    )
    yield from (f"- seed {one.seed}, {one.at:.1f} s: {one.phrase}" for one in report.own_voice_accepted)
    yield ""


def _barge_in(report: SoundReport) -> Iterator[str]:
    yield '## "Stop" over the coach\'s speech'
    yield ""
    yield "The person has -30 dBFS at the microphone; the echo is so much louder or softer. Obeyed: of those words"
    yield "that were obeyed when the coach was silent."
    yield from (f"{words}." for words in dict.fromkeys(map(_sample, report.barge_in)))
    yield "Where there are fewer takes than words, takes are said again, which the intervals do not know: they are too"
    yield "narrow then. What was asked for is measured in linear rooms whose clocks agree. Clocks 60 ppm apart, which"
    yield "the program's own counter of frames follows, and a speaker that clips have rows of their own, with the level"
    yield "that the echo would have without clipping."
    yield ""
    head = (
        "voices", "person over echo", "speaker and microphone", "in silence", "obeyed", "another command", "ducked",
        "onset to duck, median / p95", "end to silence, median / p95",
    )  # fmt: skip
    yield from table(head, map(_barge_in_row, report.barge_in))


def _sample(one: BargeIn) -> str:
    return f"The {one.in_silence.of} {one.voices} words are {one.takes} takes of {one.speakers} speakers"


def _barge_in_row(one: BargeIn) -> tuple[str, ...]:
    return (
        one.voices,
        f"{one.ratio:g} dB",
        one.setting.value,
        percent(one.in_silence),
        percent(one.obeyed),
        percent(one.wrong),
        percent(one.ducked),
        _times(one.to_duck),
        _times(one.to_silence),
    )


def _times(both: tuple[float | None, float | None]) -> str:
    return " / ".join("-" if one is None else f"{1000 * one:.0f} ms" for one in both)


def _breath(report: SoundReport) -> Iterator[str]:
    yield "## Breath and noise"
    yield ""
    yield from table(
        ("noise", "minutes", "commands accepted", "ducks a minute"),
        ((one.noise, f"{one.minutes:.1f}", str(one.accepted), f"{one.ducks_a_minute:.2f}") for one in report.breath),
    )
