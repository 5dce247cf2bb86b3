from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from voicecoach.audio.echo_canceller import KalmanCanceller
from voicecoach.core.commands import Command, Cost
from voicecoach.core.units import RATE, Samples, samples
from voicecoach.hearing.attempt import DIP, FEED, SETTLED, TRAILING_ANY
from voicecoach.hearing.gate import ATTACK, RELEASE
from voicecoach.hearing.level import mic_level
from voicecoach.hearing.listener import PRE_ROLL, Closed, Listener, Observation, Opened
from voicecoach.hearing.recogniser import Recogniser, VoskRecogniser
from voicecoach.hearing.segment import ONSET
from voicecoach.hearing.thresholds import BY_CONFIDENCE, Weights
from voicecoach.hearing.utterance import Utterance, Verdict
from voicecoach.hearing.voice import Anything
from voicecoach.ports import InputPcm, OutputPcm

from .fake_recogniser import Answer, FakeDecoding, FakeRecogniser, spoken, voice_for
from .sounds import SILENT_REFERENCE, Sound, frames, noise, pcm, placed, recorded

AT = RATE


def observe(
    recogniser: Recogniser, sound: Sound, start: int = 0, *, reference: OutputPcm | None = None
) -> list[tuple[int, Observation]]:
    """Return every observation with the sample at which it was made; `reference` is what the coach plays, if any."""
    listener = Listener(recogniser, voice_for(recogniser))
    return [
        (frame.start + frame.pcm.size, observation)
        for frame in frames(sound, start)
        for observation in listener.step(
            frame, SILENT_REFERENCE if reference is None else reference[frame.start - start :][: frame.pcm.size]
        )
    ]


def utterances(observed: Sequence[tuple[int, Observation]]) -> list[Utterance]:
    return [found for _, found in observed if isinstance(found, Utterance)]


def burst(seconds: float) -> Sound:
    return placed(noise(seconds, -20.0), AT, 3 * RATE)


def test_a_burst_opens_is_judged_and_closes() -> None:
    observed = [type(found) for _, found in observe(FakeRecogniser(spoken("yes")), burst(0.5))]
    assert observed == [Opened, Utterance, Closed]


def test_the_opening_is_placed_on_the_first_loud_frame() -> None:
    observed = observe(FakeRecogniser(), burst(0.5), start=100_000)
    assert observed[0][1] == Opened(at=Samples(AT + 100_000))


def test_the_recogniser_gets_the_sound_from_before_the_first_loud_frame() -> None:
    fake = FakeRecogniser()
    observe(fake, burst(0.5))
    loud = 25
    assert fake.begun[0].samples == (PRE_ROLL + loud + RELEASE) * 320


def over_the_coach(fake: FakeRecogniser, person: float, seconds: float = 0.5) -> list[tuple[int, Observation]]:
    """Observe a person of so many decibels, 5 s from the start, over a coach whose echo is at -46."""
    coach = noise(6.0, -20.0, seed=3)
    coach[: RATE // 2] = coach[2 * RATE : 3 * RATE] = 0.0
    sound = noise(6.0, -70.0) + 0.05 * coach
    sound[5 * RATE :][: round(seconds * RATE)] += noise(seconds, person, seed=2)
    return observe(fake, sound, reference=coach.astype(np.float32))


def test_a_first_consonant_fainter_than_the_echo_is_kept_and_the_echo_before_it_lowered() -> None:
    fake = FakeRecogniser()
    over_the_coach(fake, -20.0)
    heard = np.concatenate(fake.begun[0].heard)[: PRE_ROLL * 320].astype(np.int16).reshape(PRE_ROLL, 320)
    assert [bool(mic_level(frame) > -50.0) for frame in heard] == [False] * (PRE_ROLL - ONSET) + [True] * ONSET


@pytest.mark.parametrize(
    ("phrase", "person", "verdict"),
    [
        ("yes", -20.0, Verdict.ACCEPTED),
        ("yes", -38.0, Verdict.FAINT),
        ("stop", -38.0, Verdict.ACCEPTED),
    ],
)
def test_over_the_coach_only_what_is_urgent_may_be_faint(phrase: str, person: float, verdict: Verdict) -> None:
    found = utterances(over_the_coach(FakeRecogniser(spoken(phrase, start=PRE_ROLL * 320)), person))
    assert found[0].verdict is verdict


@pytest.mark.parametrize(("seconds", "is_speech"), [(0.2, False), (0.5, True)])
def test_what_is_faint_over_the_coach_is_speech_when_it_lasts(seconds: float, is_speech: bool) -> None:
    found = utterances(over_the_coach(FakeRecogniser(spoken("yes", start=PRE_ROLL * 320, word=3_200)), -38.0, seconds))
    assert (found[0].verdict, found[0].is_speech) == (Verdict.FAINT, is_speech)


def test_a_word_lies_on_the_session_clock() -> None:
    (found,) = utterances(observe(FakeRecogniser(spoken("yes", start=PRE_ROLL * 320)), burst(0.4), start=100_000))
    assert found.start == 100_000 + AT


def test_a_safety_command_is_reported_in_the_first_dip_and_only_once() -> None:
    observed = observe(FakeRecogniser(spoken("stop")), burst(0.5))
    assert [found.command for found in utterances(observed)] == [Command.STOP]
    assert observed[1][0] == AT + RATE // 2 + DIP * 320


def test_a_complete_command_is_reported_once_the_sound_has_settled_and_only_once() -> None:
    observed = observe(FakeRecogniser(spoken("yes")), burst(0.5))
    assert [(at, found.command) for at, found in observed if isinstance(found, Utterance)] == [
        (AT + RATE // 2 + SETTLED * 320, Command.YES)
    ]
    assert [type(found) for _, found in observed] == [Opened, Utterance, Closed]


def test_a_phrase_that_may_become_another_command_waits_for_the_gate_to_close() -> None:
    observed = observe(FakeRecogniser(spoken("how many")), burst(0.5))
    assert observed[1][0] == AT + RATE // 2 + RELEASE * 320


def test_what_is_said_after_a_settled_command_is_heard_on_its_own() -> None:
    gap = placed(noise(0.3, -20.0), AT, 4 * RATE)
    gap[AT + samples(0.58) : AT + samples(0.88)] += noise(0.3, -20.0, seed=2)
    observed = observe(FakeRecogniser(spoken("yes")), gap)
    assert [found.command for found in utterances(observed)] == [Command.YES, Command.YES]


def test_a_word_that_begins_before_the_last_command_was_reported_is_heard_from_its_beginning() -> None:
    offset = 8_000
    first, second, *_ = utterances(observe(FakeRecogniser(spoken("yes", start=offset)), burst(1.9)))
    assert second.start == first.end + offset


def peak_of_a_later_word(breath: float | None) -> int:
    """Return the greatest sample that the recogniser gets of two quiet words with a breath, in dB, between them."""
    sound = placed(noise(0.5, -52.0), AT, 5 * RATE)
    if breath is not None:
        sound[AT + samples(2.0) : AT + samples(2.4)] += noise(0.4, breath, seed=3)
    sound[AT + samples(2.5) : AT + samples(3.0)] += noise(0.5, -52.0, seed=2)
    fake = FakeRecogniser(spoken("yes"))
    observe(fake, sound)
    return max(int(np.abs(heard.astype(int)).max()) for decoding in fake.begun for heard in decoding.heard)


def test_a_person_far_away_is_made_louder_once_understood_whether_or_not_they_breathe() -> None:
    untouched = int(np.abs(pcm(noise(0.5, -52.0, seed=2)).astype(int)).max())
    assert peak_of_a_later_word(None) > 2 * untouched
    assert peak_of_a_later_word(-61.0) == pytest.approx(peak_of_a_later_word(None), rel=0.1)


def test_a_safety_command_needs_no_dip_once_its_partial_result_stands_still() -> None:
    observed = observe(FakeRecogniser(spoken("stop", start=8_000, word=4_800)), burst(1.5))
    assert [found.command for found in utterances(observed)] == [Command.STOP]
    segment_start = AT - PRE_ROLL * 320
    assert 4_800 // 2 <= observed[1][0] - (segment_start + 12_800) <= 4_800


def test_a_safety_command_is_only_looked_at_once_its_partial_result_has_held_for_a_second_feed() -> None:
    late = FakeRecogniser(spoken("stop", start=8_000, word=1_600))
    late.lag = 4_800  # its word has long been followed by silence then
    observed = observe(late, burst(1.5))
    assert [found.command for found in utterances(observed)] == [Command.STOP]
    first, feed = (PRE_ROLL + ATTACK + 1) * 320, FEED * 320
    shown = next(fed for fed in range(first, RATE, feed) if fed > 8_000 + late.lag)
    assert late.begun[1].samples == shown + feed


def test_another_command_comes_from_a_partial_result_that_has_stood_still_in_noise() -> None:
    observed = observe(FakeRecogniser(spoken("yes", start=8_000, word=4_800)), burst(1.5))
    segment_start = AT - PRE_ROLL * 320
    assert TRAILING_ANY <= observed[1][0] - (segment_start + 12_800) <= TRAILING_ANY + samples(0.3)


def test_a_command_that_fits_no_better_than_any_sounds_is_rejected_and_says_so() -> None:
    wants_margin = replace(BY_CONFIDENCE, weights=Weights(margin=1.0, lead=0.0, distance=0.0, confidence=0.0))
    observed = observe(FakeRecogniser(spoken("yes"), thresholds=wants_margin, margin=0.0), burst(0.5))
    (found,) = utterances(observed)
    assert (found.command, found.verdict, found.is_speech) == (Command.YES, Verdict.UNSURE, True)


class Strayed(FakeRecogniser):
    """One that finds no way to hear what it heard before."""

    def cost(self, pcm: InputPcm, phrases: Sequence[str]) -> float | None:
        assert super().cost(pcm, phrases) is not None
        return None


def test_a_command_that_cannot_be_heard_again_is_rejected() -> None:
    wants_margin = replace(BY_CONFIDENCE, weights=Weights(margin=1.0, lead=0.0, distance=0.0, confidence=0.0))
    (found,) = utterances(observe(Strayed(spoken("yes"), thresholds=wants_margin), burst(0.5)))
    assert found.verdict is Verdict.UNSURE


def test_nothing_is_weighed_where_no_command_was_found() -> None:
    fake = FakeRecogniser(spoken("[unk]"))
    observe(fake, burst(0.5))
    assert fake.weighed == []


@pytest.mark.parametrize(
    ("counting", "least", "decodings"),
    [
        ((0.0, 0.0, 0.0), 1.0, 0),
        ((1.0, 0.0, 0.0), 1.0, 2),
        ((1.0, 1.0, 0.0), 1.0, 3),
        ((1.0, 1.0, 1.0), 2.0, 4),
        pytest.param((1.0, 1.0, 1.0), -9.0, 3, id="clear without the whole vocabulary"),
    ],
)
def test_only_evidence_that_counts_is_decoded(
    counting: tuple[float, float, float], least: float, decodings: int
) -> None:
    margin, lead, distance = counting
    weights = Weights(margin=margin, lead=lead, distance=distance, confidence=1.0)
    least_score = dict.fromkeys(Cost, least)
    fake = FakeRecogniser(spoken("yes"), thresholds=replace(BY_CONFIDENCE, weights=weights, least_score=least_score))
    (found,) = utterances(observe(fake, burst(0.5)))
    assert (found.is_accepted, len(fake.weighed)) == (True, decodings)


@pytest.mark.parametrize(
    ("answer", "decodings"),
    [
        pytest.param("yes", 1 + 1 + 1, id="the segment, one look, and what comes after the command"),
        pytest.param("[unk]", 1 + 2, id="the segment, and two looks: a command may lack its last consonant at first"),
    ],
)
def test_a_pause_is_looked_at_until_a_command_is_found(answer: str, decodings: int) -> None:
    fake = FakeRecogniser(spoken(answer))
    fake.lag = 2 * RATE
    observe(fake, burst(0.5))
    assert len(fake.begun) == decodings


class SlowRecogniser(FakeRecogniser):
    """One that finds its words only where so much of the pause after them is decoded too."""

    def begin(self) -> FakeDecoding:
        answer, least = self._answer, (PRE_ROLL + 25 + SETTLED) * 320

        class Slow(FakeDecoding):
            def finish(self) -> Answer:
                return super().finish() if self.samples >= least else ()

        self.begun.append(Slow(answer, None, 2 * RATE))
        return self.begun[-1]


@pytest.mark.parametrize("phrase", ["stop", "yes"])
def test_a_command_that_the_first_look_at_a_pause_misses_is_found_by_the_second(phrase: str) -> None:
    observed = observe(SlowRecogniser(spoken(phrase)), burst(0.5))
    assert [(at, found.phrase) for at, found in observed if isinstance(found, Utterance)] == [
        (AT + RATE // 2 + SETTLED * 320, phrase)
    ]


UNSURE = replace(BY_CONFIDENCE, weights=Weights(margin=1.0, lead=0.0, distance=0.0, confidence=0.0))


@pytest.mark.parametrize(
    ("answer", "weighings"),
    [
        pytest.param(spoken("yes", start=4_000), 1, id="all that a second look takes was there the first time"),
        pytest.param(spoken("yes", start=10_000, word=3_200), 2, id="there was more of it at the second look"),
    ],
)
def test_words_found_again_are_weighed_again_where_more_is_heard_after_them(answer: Answer, weighings: int) -> None:
    fake = FakeRecogniser(answer, thresholds=UNSURE, margin=0.0)
    (found,) = utterances(observe(fake, burst(0.5)))
    assert found.verdict is Verdict.UNSURE
    assert len(fake.weighed) == 4 * weighings  # forced and any sounds; another command, and forced again to compare


def test_a_pause_that_the_recogniser_finds_ends_an_utterance_in_noise() -> None:
    observed = observe(FakeRecogniser(spoken("yes"), pause_at=16_000), burst(1.5))
    assert [type(found) for _, found in observed[:2]] == [Opened, Utterance]
    assert observed[1][0] < AT + RATE


def test_a_short_noise_without_words_is_no_speech() -> None:
    assert [found.is_speech for found in utterances(observe(FakeRecogniser(), burst(0.1)))] == [False]


@pytest.mark.parametrize(("seconds", "is_speech"), [(0.2, False), (0.4, True)])
def test_unknown_words_are_speech_when_they_last(seconds: float, is_speech: bool) -> None:
    observed = observe(FakeRecogniser(spoken("[unk]")), burst(seconds))
    assert [found.is_speech for found in utterances(observed)] == [is_speech]


def test_speech_that_is_cut_off_by_the_end_is_judged_by_finish() -> None:
    listener = Listener(FakeRecogniser(spoken("yes")), Anything())
    for frame in frames(burst(1.0)[: AT + RATE // 2]):
        listener.step(frame, SILENT_REFERENCE)
    assert [type(found) for found in listener.finish()] == [Utterance, Closed]
    assert listener.finish() == ()


@pytest.mark.parametrize(
    ("name", "command", "reaction"),
    [
        ("stop-espeak", Command.STOP, 0.25),
        ("it-hurts-espeak", Command.IT_HURTS, 0.25),
        ("back-arched-flite", Command.BACK_ARCHED, 0.45),
        ("pause-flite", Command.PAUSE, 0.45),
        ("that-one-was-good-espeak", Command.UNDO, 0.45),
    ],
)
def test_a_spoken_command_is_understood_in_time(
    recogniser: VoskRecogniser, name: str, command: Command, reaction: float
) -> None:
    sound = recorded(name)
    observed = observe(recogniser, placed(sound, AT, 3 * RATE))
    (found,) = utterances(observed)
    assert (found.command, found.verdict) == (command, Verdict.ACCEPTED)
    assert found.start == pytest.approx(AT, abs=samples(0.06))
    heard_at = next(at for at, other in observed if other is found)
    assert heard_at - (AT + sound.size) <= samples(reaction)


@pytest.mark.product
def test_other_words_are_no_command(recogniser: VoskRecogniser) -> None:
    found = utterances(observe(recogniser, placed(recorded("other-words-flite"), AT, 5 * RATE)))
    assert [utterance.is_accepted for utterance in found] == [False]
    assert found[0].is_speech


@pytest.mark.product
def test_stop_inside_other_words_is_no_command(recogniser: VoskRecogniser) -> None:
    other, stop = recorded("other-words-flite"), recorded("stop-espeak")
    talk = np.concatenate([other[: RATE // 1], stop, other[RATE:]])
    found = utterances(observe(recogniser, placed(talk, AT, 6 * RATE)))
    assert not any(utterance.is_accepted for utterance in found)


def test_a_phrase_that_the_coach_is_saying_is_vetoed() -> None:
    listener = Listener(FakeRecogniser(spoken("stop")), Anything())
    listener.veto.note_playing("your stop point", samples(0.0), samples(3.0))
    loud = np.full(320, 0.03, np.float32)  # -30 dB; the microphone has -20 dB
    found = [
        observation
        for frame in frames(burst(0.5))
        for observation in listener.step(frame, loud if frame.start >= AT else SILENT_REFERENCE)
        if isinstance(observation, Utterance)
    ]
    assert [(utterance.verdict, utterance.is_speech) for utterance in found] == [(Verdict.COACH, False)]


@pytest.mark.product
def test_a_person_is_heard_over_the_coach(recogniser: VoskRecogniser) -> None:
    coach = np.tile(recorded("other-words-flite"), 4)
    sound = placed(coach * 0.05, 0, coach.size)
    at = coach.size - 2 * RATE
    stop = recorded("stop-espeak")
    sound[at : at + stop.size] += stop * 0.6
    listener, canceller = Listener(recogniser), KalmanCanceller()
    reference = coach.astype(np.float32)
    observed: list[Observation] = []
    for frame in frames(sound):
        played = reference[frame.start : frame.start + 320]
        observed += listener.step(replace(frame, pcm=canceller.clean(frame.pcm, played)), played)
    (opened, *_) = [found for found in observed if isinstance(found, Opened)]
    assert opened.at == pytest.approx(at, abs=samples(0.2))
    assert [found.command for found in observed if isinstance(found, Utterance)] == [Command.STOP]


@pytest.mark.product
def test_a_command_is_not_swallowed_by_the_echo_around_it(recogniser: VoskRecogniser) -> None:
    coach = np.tile(recorded("other-words-flite"), 4)
    sound, at, pause = placed(coach * 0.04, 0, coach.size), samples(7.8), recorded("pause-flite")
    sound[at : at + pause.size] += pause * 0.6
    listener = Listener(recogniser)
    reference = coach.astype(np.float32)
    observed = [
        observation
        for frame in frames(sound)
        for observation in listener.step(frame, reference[frame.start : frame.start + 320])
    ]
    assert [found.text for found in observed if isinstance(found, Utterance)] == ["pause"]


@pytest.mark.product
def test_the_same_sound_gives_the_same_observations(recogniser: VoskRecogniser) -> None:
    sound = placed(recorded("it-hurts-espeak"), AT, 3 * RATE)
    assert observe(recogniser, sound) == observe(recogniser, sound)


@pytest.mark.parametrize(
    ("before", "pause", "is_accepted"),
    [
        pytest.param("[unk] [unk] [unk] [unk] [unk]", 0.8, False, id="in the midst of talk"),
        pytest.param("[unk]", 0.8, True, id="after a word"),
        pytest.param("[unk] [unk] [unk] [unk] [unk]", 2.0, True, id="after a pause"),
    ],
)
def test_a_command_must_be_surer_while_somebody_talks(before: str, pause: float, *, is_accepted: bool) -> None:
    strict = replace(BY_CONFIDENCE, in_talk=dict.fromkeys(Cost, 2.0))
    listener = Listener(FakeRecogniser(spoken(before), thresholds=strict), Anything())
    talk, command = placed(noise(1.5, -20.0), RATE, int((2.5 + pause) * RATE)), placed(noise(0.5, -20.0), 0, RATE)
    heard = [*frames(talk), *frames(command, talk.size)]
    found: list[Observation] = []
    for frame in heard:
        if frame.start == talk.size:
            listener.turn_to(FakeRecogniser(spoken("yes"), thresholds=strict))
        found += listener.step(frame, SILENT_REFERENCE)
    assert [utterance.is_accepted for utterance in utterances([(0, each) for each in found])] == [False, is_accepted]


@pytest.mark.parametrize(("text", "is_accepted"), [("stop", True), ("off stop", False)])
def test_a_stop_that_other_speech_ends_in_must_be_as_sure_as_in_talk(text: str, *, is_accepted: bool) -> None:
    strict = replace(BY_CONFIDENCE, in_talk=dict.fromkeys(Cost, 2.0))
    (found, *_) = utterances(observe(FakeRecogniser(spoken(text), thresholds=strict), burst(0.9)))
    assert (found.command, found.is_accepted) == (Command.STOP, is_accepted)
