"""A report as Markdown, for people."""

from collections.abc import Iterable, Iterator, Sequence

from voicecoach.bench.acceptance import Acceptance
from voicecoach.bench.condition import ROOM_SNR
from voicecoach.bench.false_accepts import FalseAccepts
from voicecoach.bench.hearing_targets import hearing_targets
from voicecoach.bench.interval import Rate, Share
from voicecoach.bench.latency import Latency
from voicecoach.bench.report import Comparison, Provenance, Report, Voices
from voicecoach.bench.target import target_lines

Row = Sequence[str]

MOST_FILES = 60
"""False accepts that are listed one by one."""


def as_markdown(report: Report) -> str:
    """Return the report as one document."""
    return "\n".join(_lines(report)) + "\n"


def table(head: Row, rows: Iterable[Row]) -> Iterator[str]:
    """Return a table, line by line, with an empty line behind it; all columns but the first are aligned right."""
    yield f"| {' | '.join(head)} |"
    yield f"|---|{'---:|' * (len(head) - 1)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)
    yield ""


def percent(share: Share) -> str:
    """Return a share with its interval."""
    if share.value is None:
        return "-"
    low, high = share.interval
    return f"{share.value:.1%} ({100 * low:.1f} to {100 * high:.1f})"


def rate(each: Rate) -> str:
    """Return a rate with its interval."""
    low, high = each.interval
    return "-" if each.value is None or high is None else f"{each.value:.2f} ({low:.2f} to {high:.2f})"


def counted(rates: Iterable[tuple[str, Rate]]) -> str:
    """Return how many there were of each kind."""
    return ", ".join(f"{name} {one.count}" for name, one in rates)


def _lines(report: Report) -> Iterator[str]:
    yield "# How well the coach hears"
    yield ""
    yield from _provenance(report.provenance, report.counts)
    yield from target_lines(hearing_targets(report))
    yield from _people(report)
    yield from _false_accepts("False accepts", report.false_accepts)
    yield from _each_false_accept(report.false_accepts)
    if report.synthetic:
        yield from _voices(report.synthetic)
    yield from _comparison(report.comparison)
    yield from _computing(report)


def _provenance(source: Provenance, counts: dict[str, int]) -> Iterator[str]:
    held_out = "only speakers kept from training and calibrating" if source.only_held_out else "all speakers"
    yield f"voicecoach {source.program}, model `{source.model}` ({source.model_sha256[:16]}),"
    yield f"corpus `{source.corpus}` ({source.corpus_sha256[:16]}), 1 in {source.every}, seed {source.seed}."
    yield f"Recorded people: {held_out} (split by the hash of the speaker's name)."
    yield "Nobody knows who speaks in `assistant` and `wake-words`: there each recording counts as a speaker."
    if source.left_out:
        yield f"{source.left_out} recordings of other speakers were left out; `--all-speakers` hears them too."
    yield "In brackets: 95 % intervals (Wilson for shares, Byar for rates)."
    yield ""
    yield from table(("list", "recordings"), ((name, str(count)) for name, count in counts.items()))


def _people(report: Report) -> Iterator[str]:
    people = report.people
    yield "## Commands by recorded people, in the grammar of a whole session"
    yield ""
    yield from _accepted("said", (*people.each, people.total))
    yield "### Words that are no commands and must lead to none"
    yield ""
    yield from _accepted("said", (*report.others.each, report.others.total), without="missed")
    yield "### What was heard for what was said"
    yield ""
    rows = ((each.said, each.heard, str(each.count)) for each in report.confusions)
    yield from table(("said", "heard", "times"), rows)
    yield "### By signal-to-noise ratio: the active level of the speech over the noise's RMS"
    yield ""
    yield from _accepted("ratio", people.by_snr)
    yield from _accepted("noise and ratio", people.by_noise)
    yield "### By room: recorded impulse responses; distances are simulated, the tail as loud at any of them"
    yield ""
    yield from _accepted("room", people.by_room)
    yield "### Time from the end of the word to the command, on the sample clock"
    yield ""
    yield from _latencies(people.latency)


def _accepted(what: str, rows: Iterable[Acceptance], *, without: str = "") -> Iterator[str]:
    columns = [name for name in ("right", "wrong", "missed") if name != without]
    shares = (
        (each, {"right": each.right, "wrong": each.wrong, "missed": each.missed}) for each in rows if each.right.of
    )
    yield from table(
        (what, "takes", *columns),
        ((each.name, str(each.right.of), *(percent(of[name]) for name in columns)) for each, of in shares),
    )


def _latencies(rows: Iterable[Latency]) -> Iterator[str]:
    yield from table(
        ("commands", "understood", "median", "95 % within"),
        ((each.name, str(each.count), _seconds(each.median), _seconds(each.p95)) for each in rows),
    )


def _seconds(value: float | None) -> str:
    return "-" if value is None else f"{1000 * value:.0f} ms"


def _false_accepts(title: str, lists: Sequence[FalseAccepts]) -> Iterator[str]:
    yield f"## {title}"
    yield ""
    yield "Commands an hour that nobody gave; those that the transcript really holds are counted apart."
    yield "*Lasting* are those that end the session (as dizziness does) or change what it does, counts or keeps."
    yield ""
    yield from table(
        ("list", "hours", "all", "lasting", "by consequence", "by cost", "really said"),
        (
            (
                each.name,
                f"{each.all.hours:.2f}",
                rate(each.all),
                rate(each.lasting),
                counted(each.by_consequence.items()),
                counted(each.by_cost.items()),
                str(each.really_said),
            )
            for each in lists
        ),
    )


def _each_false_accept(lists: Sequence[FalseAccepts]) -> Iterator[str]:
    rows = tuple({(one.file, one.command.value, one.text): None for each in lists for one in each.each})
    if rows:
        yield from table(("recording", "command", "heard"), rows[:MOST_FILES])
    if len(rows) > MOST_FILES:
        yield f"And {len(rows) - MOST_FILES} more, in `report.json`."
        yield ""


def _voices(synthetic: Voices) -> Iterator[str]:
    yield f"## Commands of several words by {synthetic.voices} synthetic voices unseen in training"
    yield ""
    if synthetic.speakers < synthetic.voices:
        yield f"They are {synthetic.speakers} speakers, some of whom speak in several accents."
    yield f"Not people. In rooms with noise at {ROOM_SNR:g} dB, each noise in turn; distances are simulated."
    yield ""
    yield from _accepted("where", (synthetic.total, synthetic.in_rooms, *synthetic.by_room))
    yield from _accepted("command, in rooms", synthetic.each)
    yield from _accepted("voice, in rooms", synthetic.by_voice)
    yield from _latencies((synthetic.latency,))


def _comparison(other: Comparison) -> Iterator[str]:
    if other.skipped:
        yield f"## {other.name}, for comparison"
        yield ""
        yield f"Not measured: {other.skipped}."
        yield ""
        return
    yield from _false_accepts(f"{other.name}, for comparison: the same gate and phrases", other.false_accepts)
    yield from _accepted("recorded people, clean", (other.people, other.others))
    yield f"Computing: {other.computing.real_time:.3f} times real time."
    yield ""


def _computing(report: Report) -> Iterator[str]:
    cost = report.computing
    yield "## Computing"
    yield ""
    yield (
        f"{cost.real_time:.4f} times real time on one core, gate and decoding: "
        f"{cost.cpu_seconds:.1f} s for {cost.sound_seconds / 3600:.2f} h of sound, added silence apart."
    )
    yield ""
    yield "The operating curves are in `operating-curve.svg`, every take is a line of `attempts.jsonl`."
    yield "The scores in both leave out what the whole vocabulary makes of a command that is clear without it."
