"""The report card of the coffee orders."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from voicecoach import __version__
from voicecoach.bench.examination import SEED, Advance
from voicecoach.bench.interval import Share
from voicecoach.bench.markdown import percent, table
from voicecoach.bench.order_taking import SNRS, Taken, Waiter, order_takes, take_orders, words_lacking
from voicecoach.bench.orders import read_orders, sentences
from voicecoach.core.errors import CorpusBroken
from voicecoach.hearing.models import model_hash
from voicecoach.hearing.recording import SOUNDS

CLEAN = "clean"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderExamination:
    """What is to be measured."""

    folder: Path
    noise: Path | None
    """A folder of noises, or nothing for clean recordings alone."""
    model: Path
    every: int = 1
    jobs: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """How many orders were understood in one noise at one ratio."""

    noise: str
    snr: int | None
    share: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderReport:
    """The command acceptance rate: orders of which every slot is right."""

    program: str
    model: str
    model_sha256: str
    every: int
    seed: int
    orders: int
    lacking: tuple[str, ...]
    """Words of the menu that the model does not know."""
    accepted: tuple[Accepted, ...]


def examine_orders(examination: OrderExamination, advance: Advance) -> tuple[OrderReport, tuple[Taken, ...]]:
    """Hear every order, clean and in each noise; raises CorpusBroken, SoundFileBroken, ModelMissing, ModelBroken."""
    orders, menu = read_orders(examination.folder)
    orders = orders[:: examination.every]
    grammar = json.dumps(sentences(menu, SEED))
    waiter = Waiter(model=examination.model, menu=menu, grammar=grammar)
    takes = tuple(order_takes(orders, _noises(examination.noise), SEED))
    taken: list[Taken] = []
    for one in take_orders(takes, waiter, examination.jobs):
        taken.append(one)
        advance(len(taken), len(takes))
    report = OrderReport(
        program=__version__,
        model=examination.model.name,
        model_sha256=model_hash(examination.model),
        every=examination.every,
        seed=SEED,
        orders=len(orders),
        lacking=words_lacking(waiter),
        accepted=_accepted(taken),
    )
    return report, tuple(taken)


def orders_as_markdown(report: OrderReport) -> str:
    """Return the report as one document."""
    lacking = ", ".join(report.lacking) or "none"
    lines = (
        "# Coffee orders understood",
        "",
        f"voicecoach {report.program}, model `{report.model}` ({report.model_sha256[:16]}), {report.orders} recorded",
        f"orders of Picovoice's speech-to-intent benchmark (one in {report.every}), seed {report.seed}.",
        "Accepted: every slot right. Ratios by the loudest windows of 2048 samples, as that benchmark mixes;",
        "of each noise the second half: the first half of those that come with the corpus was trained on.",
        f"Words of the menu that the model lacks: {lacking}.",
        "",
        *table(("signal-to-noise ratio", "accepted"), _rows(report.accepted)),
        *table(("noise", *(f"{snr} dB" for snr in SNRS)), _by_noise(report.accepted)),
    )
    return "\n".join(lines)


def order_line(taken: Taken) -> str:
    """Return what was heard of an order as a line of `orders.jsonl`."""
    fields = {
        "file": taken.take.order.file.name,
        "noise": taken.take.noise.stem if taken.take.noise else None,
        "snr": taken.take.snr,
        "slots": dict(taken.take.order.slots),
        "text": taken.text,
        "right": taken.is_right,
    }
    return json.dumps(fields, ensure_ascii=False)


def _accepted(taken: Sequence[Taken]) -> tuple[Accepted, ...]:
    groups: dict[tuple[str, int | None], list[bool]] = {}
    for one in taken:
        noise = one.take.noise.stem if one.take.noise else CLEAN
        groups.setdefault((noise, one.take.snr), []).append(one.is_right)
    return tuple(
        Accepted(noise=noise, snr=snr, share=Share(count=sum(group), of=len(group)))
        for (noise, snr), group in groups.items()
    )


def _rows(accepted: Sequence[Accepted]) -> Iterator[tuple[str, str]]:
    """Return the acceptance of clean orders, then of each ratio over all noises."""
    for snr in (None, *SNRS):
        shares = [each.share for each in accepted if each.snr == snr]
        if shares:
            whole = Share(count=sum(share.count for share in shares), of=sum(share.of for share in shares))
            yield (CLEAN if snr is None else f"{snr} dB"), percent(whole)


def _by_noise(accepted: Sequence[Accepted]) -> Iterator[tuple[str, ...]]:
    for noise in dict.fromkeys(each.noise for each in accepted if each.noise != CLEAN):
        yield noise, *(percent(each.share) for each in accepted if each.noise == noise)


def _noises(folder: Path | None) -> tuple[Path, ...]:
    if folder is None:
        return ()
    found = tuple(sorted(file for file in folder.glob("*") if file.suffix.lower() in SOUNDS))
    if not found:
        raise CorpusBroken(f"no sound file in {folder}; --noise must name a folder of noises")
    return found
