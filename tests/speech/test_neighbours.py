"""No two cues together sound like a command: what the script composes, and what sessions say one after the other."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import permutations, product
from random import Random

import pytest

from tests.core.story import SHORT, TEXTS, USUAL, Story
from voicecoach.core import calls, script
from voicecoach.core.commands import MEANING_OF, RULE_OF, Command, Cost
from voicecoach.core.effects import Hush, Reason, Say
from voicecoach.core.events import Heard
from voicecoach.core.exercise import Variation
from voicecoach.core.kind import Side
from voicecoach.core.machine import Phase
from voicecoach.core.rest import MORE_REST
from voicecoach.core.routine import Breathing
from voicecoach.core.script import Utterance
from voicecoach.core.units import RATE, CueId, Samples, on_grid
from voicecoach.core.verbosity import Verbosity
from voicecoach.hearing.lexicon import read_lexicon
from voicecoach.shipped import compact_model, cue_folder
from voicecoach.speech.catalogue import Catalogue, CueText, load_catalogue
from voicecoach.speech.lint import Kind, lint, words_of
from voicecoach.speech.pronunciations import load_pronunciations
from voicecoach.speech.sound_lint import SoundLint

NEAR = 0.3
"""Silence, in seconds, over which the recogniser may take two cues for one utterance."""
MOST_WORDS = 5
"""Words of the longest command phrase."""
BANK = json.loads((cue_folder("en") / "manifest.json").read_text(encoding="utf-8"))["cues"]
LENGTHS = {CueId(cue): Samples(entry["samples"]) for cue, entry in BANK.items()}
BEATS = {CueId(cue): Samples(entry["beat"]) for cue, entry in BANK.items() if entry.get("beat") is not None}
SAID_AT_ANY_TIME = sorted(
    phrase
    for phrase, meaning in MEANING_OF.items()
    if meaning.command not in (Command.END_WORKOUT, Command.STOP) and RULE_OF[meaning.command].cost is not Cost.SAFETY
)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(cue_folder("en"))


@pytest.fixture(scope="module")
def ear() -> SoundLint:
    return SoundLint({**load_pronunciations(cue_folder("en")), **read_lexicon(compact_model())})


def heard(story: Story) -> list[tuple[CueId, float, float]]:
    """Return the cues that sounded, each with its begin and its end."""
    said: list[tuple[CueId, float, float]] = []
    for turn in story.turns:
        for effect in turn.effects:
            if isinstance(effect, Hush):
                said = [(cue, at, min(end, effect.at)) for cue, at, end in said if at < effect.at]
            elif isinstance(effect, Say) and effect.cue in TEXTS:
                said.append((effect.cue, effect.at, effect.at + LENGTHS[effect.cue] / RATE))
    return sorted(said, key=lambda one: one[1])


def chains(story: Story) -> Iterator[Utterance]:
    """Return what was said without a pause between that tells the cues apart."""
    chain: list[CueId] = []
    ended = 0.0
    for cue, at, end in heard(story):
        if chain and at - ended > NEAR:
            yield tuple(chain)
            chain = []
        chain.append(cue)
        ended = end
    yield tuple(chain)


def windows(cues: Utterance) -> Iterator[Utterance]:
    """Return every run of cues over whose borders a command could be heard."""
    for begin in range(len(cues) - 1):
        between = 0
        for end in range(begin + 2, len(cues) + 1):
            yield cues[begin:end]
            between += len(words_of(TEXTS[cues[end - 1]]))
            if between >= MOST_WORDS:
                break


def joined(cues: Utterance, catalogue: Catalogue) -> CueText:
    """Return what would be heard of cues, as one text; of the first and the last as much as a command reaches."""
    first, *between, last = ([*words_of(catalogue[cue].text)] for cue in cues)
    words = [*first[-MOST_WORDS:], *(word for inner in between for word in inner), *last[:MOST_WORDS]]
    names = tuple(name for cue in cues for name in catalogue[cue].names)
    return CueText(text=" ".join(words), names=names)


def faults(utterances: Iterable[Utterance], catalogue: Catalogue, ear: SoundLint) -> set[str]:
    """Return where cues together sound like a command that none of them names."""
    texts = {CueId(" + ".join(run)): joined(run, catalogue) for cues in utterances for run in windows(cues)}
    found = (*lint(texts), *ear.findings(texts))
    alike = [one for one in found if one.kind in (Kind.CONTAINS, Kind.RESEMBLES, Kind.SOUNDS_LIKE)]
    return {f"{one.cue}: {one.words!r} {one.kind.value} {one.phrase!r}" for one in alike}


NUMBERS = range(121)


EVERY_MISTAKE = {cue.split(".")[1] for cue in TEXTS if cue.startswith("remind.")}
DECISIONS = [
    script.line(cue, when)
    for cue in TEXTS
    if cue.startswith("because.")
    for when in ("decision.today", "decision.later")
]


def composed() -> Iterator[Utterance]:
    """Return what the script puts together of parts."""
    for number in NUMBERS:
        yield from (script.rest_left(number), script.tally(number))
        yield from (script.plank_held(number), script.broken_off(number), script.floor(number / 100))
        yield from (script.floor_raised(number / 100), (*script.line("plank.intro"), *script.number(number)))
        yield (*script.number(number), *script.line("plank.seconds"))
        yield (*script.line("reset.intro"), *script.number(number), *script.line("reset.cat_cows"))
        yield from (script.voided(Reason.ARCHED, number, was_credited=True), script.set_ends(number, 90))
        yield (*script.line("undo.done"), *script.number(number))
        yield from (script.set_begins(1, 3, number), script.set_begins(2, 3, number), script.set_ends(3, number))
        yield from (script.whats_left(number, 0, has_plank=True), script.whats_left(number, 2, has_plank=True))
        yield from (script.result(number, 30), script.result(6, number))
        for mistake in EVERY_MISTAKE:
            yield from ((*script.number(number), CueId(f"remind.{mistake}{wording}")) for wording in ("", ".2", ".3"))
    for question in (cue for cue in TEXTS if cue.rpartition(".")[2] in ("ask", "ask_45", "ask_90", "closed")):
        yield from ((CueId("misheard"), question), (CueId("confirm.kept"), question))
    yield from (script.rest_added(round(meaning.amount or MORE_REST)) for meaning in MEANING_OF.values())
    for first, second in product(range(1, 11), repeat=2):
        yield from (script.set_begins(first, second, 8), script.set_goes_on(first, second))
    may_be_offered = [command for command in Command if RULE_OF[command].cost is not Cost.SAFETY]
    yield from (script.did_you_say(likelier, other) for likelier, other in permutations(may_be_offered, 2))
    for variation in Variation:
        yield from (script.change("easier", variation), script.change("harder", variation))
        yield script.confirmation(_asked(Command.HARDER), variation)
        yield from ((*because, script.name_of(variation)) for because in DECISIONS)
    yield from ((*because, *script.line("decision.sets", "number.12", "set.reps_again")) for because in DECISIONS)
    yield from (script.on_side(side) + calls.in_rep("lift", level) for side in Side for level in Verbosity)


def _asked(command: Command) -> Heard:
    return Heard(at=on_grid(0.0), spoken_at=on_grid(0.0), command=command, text=command.value)


def clean() -> Iterator[Story]:
    """Return a session of each kind, told in each way, in which nothing goes wrong."""
    for variation, level, breathing in product(Variation, Verbosity, Breathing):
        routine = replace(SHORT, variation=variation, verbosity=level, breathing=breathing, asks_sitting=True)
        yield Story(routine, lengths=LENGTHS, beats=BEATS).finish()


def chatty(seed: int) -> Story:
    """Return a session in which a person says all sorts of things, some while the coach speaks."""
    chance = Random(seed)  # noqa: S311 - the same walk each time
    kind, level = chance.choice(list(Variation)), chance.choice(list(Verbosity))
    steady = {**USUAL, "lift.ask_45": chance.choice(["yes", "no"]), "tension.ask": chance.choice(["yes", "no"])}
    story = Story(replace(SHORT, variation=kind, verbosity=level), steady, lengths=LENGTHS, beats=BEATS)
    phase = chance.choice(WALKED)
    story.run_until(lambda: story.session.is_over or story.phase is phase)
    for _ in range(SAYINGS):
        if story.session.is_over:
            break
        phrase = chance.choice(PAINS if chance.random() < RARELY else SAID_AT_ANY_TIME)
        story.say(phrase, after=chance.choice(WAITS))
    return story.finish()


WALKED = (Phase.READY_CHECK, Phase.TENSION_CHECK, Phase.TEST_LIFT, Phase.BETWEEN_REPS, Phase.REST, Phase.PLANK)
PAINS = [phrase for phrase, meaning in MEANING_OF.items() if RULE_OF[meaning.command].cost is Cost.SAFETY]
RARELY = 0.03
SAYINGS = 40
WAITS = (0.1, 0.4, 1.0, 2.0, 5.0)
"""Seconds from one saying to the next."""
WALKS = 400


def test_what_the_script_composes_sounds_like_no_command(catalogue: Catalogue, ear: SoundLint) -> None:
    assert sorted(faults(composed(), catalogue, ear)) == []


def test_what_sessions_say_one_after_the_other_sounds_like_no_command(catalogue: Catalogue, ear: SoundLint) -> None:
    stories = [*clean(), *map(chatty, range(WALKS))]
    said = {chain for story in stories for chain in chains(story)}
    assert sorted(faults(said, catalogue, ear)) == []


def test_a_command_over_the_border_of_two_cues_is_found(ear: SoundLint) -> None:
    catalogue = load_catalogue(cue_folder("en"))
    assert faults([(CueId("side.left"), CueId("count.1"), CueId("tempo.2"))], catalogue, ear) == set()
    assert faults([(CueId("command.repeat"), CueId("command.start_now"))], catalogue, ear) == set()
    planted = (CueId("opening.long_break"), CueId("void.arched.2"))
    assert faults([planted], catalogue, ear) == {
        "opening.long_break + void.arched.2: 'while the back' sounds like 'why the back'"
    }
