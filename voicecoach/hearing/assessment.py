"""What decoded words amount to: a command that the evidence bears out, or why it is none."""

from dataclasses import dataclass, replace

from voicecoach.core.commands import RULE_OF, Command, Cost, Meaning
from voicecoach.core.units import Samples
from voicecoach.hearing.evidence import Evidence
from voicecoach.hearing.parse import Parsed, parse
from voicecoach.hearing.recogniser import Recogniser
from voicecoach.hearing.second_look import CONTEXT, rival_of, weigh
from voicecoach.hearing.segment import Segment
from voicecoach.hearing.talk import TALKING
from voicecoach.hearing.utterance import Utterance, Verdict
from voicecoach.hearing.veto import Veto
from voicecoach.hearing.word import UNKNOWN, Spoken, Word, text_of

SPEECH = 15
"""Loud frames that make unknown words plausible speech: 0.3 s."""

_Place = tuple[str, Samples, Samples, Samples, bool]  # of a command, how far it was seen, whether it ends other speech


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """Words placed on the clock, what they amount to, and why."""

    words: tuple[Word, ...]
    parsed: Parsed
    evidence: Evidence | None = None
    rival: Command | None = None
    """Another command that may be meant instead."""

    @property
    def is_accepted(self) -> bool:
        """Say whether they are a command to act on."""
        return self.parsed.verdict is Verdict.ACCEPTED


class Assessor:
    """Judge what was decoded in one segment: parse, then veto, then a second look; the cheap before the dear."""

    def __init__(self, recogniser: Recogniser, veto: Veto) -> None:
        self._recogniser = recogniser
        self._veto = veto
        self._judgements: dict[_Place, tuple[Verdict, Evidence, Command | None]] = {}

    def assess(self, spoken: tuple[Spoken, ...], segment: Segment) -> Assessed:
        """Return what the words of a segment amount to; raises HearingFailed when the recogniser breaks."""
        words = tuple(_placed(word, segment) for word in spoken)
        parsed = parse(words, self._recogniser.grammar.decoys, self._recogniser.grammar.meanings)
        if parsed.verdict is not Verdict.ACCEPTED or parsed.meaning is None:
            return Assessed(words=words, parsed=parsed)
        fault = self._veto.fault(parsed.words, is_urgent=_is_safety(parsed.meaning.command))
        if fault is not None:
            return Assessed(words=words, parsed=replace(parsed, verdict=fault))
        return self._judged(words, parsed, parsed.meaning, segment)

    def _judged(self, words: tuple[Word, ...], parsed: Parsed, meaning: Meaning, segment: Segment) -> Assessed:
        """Judge a command by a second look; not again where the same words were found at the same place before.

        Where one that was refused is found again with more sound after it, up to what a second look takes, it is judged
        anew: at first there may be half of that.
        """
        end = parsed.words[-1].end
        seen = Samples(min(end + CONTEXT, segment.end))
        place = (text_of(parsed.words), parsed.words[0].start, end, seen, parsed.ends_talk)
        if place not in self._judgements:
            self._judgements[place] = self._looked_at_again(parsed, meaning, segment)
        verdict, evidence, rival = self._judgements[place]
        return Assessed(words=words, parsed=replace(parsed, verdict=verdict), evidence=evidence, rival=rival)

    def _looked_at_again(
        self, parsed: Parsed, meaning: Meaning, segment: Segment
    ) -> tuple[Verdict, Evidence, Command | None]:
        talk = max(segment.talk, TALKING) if parsed.ends_talk else segment.talk
        evidence = weigh(segment, parsed.words, meaning, self._recogniser, talk=talk)
        fault = self._recogniser.thresholds.judge(evidence, RULE_OF[meaning.command].cost)
        open_below = self._recogniser.thresholds.open_below(evidence, fault)
        rival = None if open_below is None else self._rival(parsed.words, meaning, segment, open_below)
        return fault or (Verdict.ACCEPTED if rival is None else Verdict.UNSURE), evidence, rival

    def _rival(self, words: tuple[Word, ...], meaning: Meaning, segment: Segment, open_below: float) -> Command | None:
        """Return another command that may be meant instead; alarms and stops are never asked about."""
        if _is_safety(meaning.command):
            return None
        rival = rival_of(segment, words, meaning, self._recogniser)
        is_near = rival is not None and rival.distance < open_below and not _is_safety(rival.command)
        return rival.command if rival is not None and is_near else None

    def utterance(self, assessed: Assessed, segment: Segment) -> Utterance:
        """Return an assessment as what the pipeline reports."""
        words = assessed.parsed.words or assessed.words
        evidence = assessed.evidence
        return Utterance(
            start=words[0].start if words else segment.voice_start,
            end=words[-1].end if words else segment.voice_end,
            text=text_of(assessed.words),
            phrase=text_of(assessed.parsed.words),
            meaning=assessed.parsed.meaning,
            verdict=assessed.parsed.verdict,
            is_speech=_is_speech(assessed, segment),
            evidence=evidence,
            rival=assessed.rival,
            score=None if evidence is None else self._recogniser.thresholds.score(evidence),
        )


def _is_safety(command: Command) -> bool:
    return RULE_OF[command].cost is Cost.SAFETY


def _placed(spoken: Spoken, segment: Segment) -> Word:
    start, end = segment.place(spoken.start), segment.place(spoken.end)
    return Word(
        text=spoken.text,
        start=start,
        end=end,
        confidence=spoken.confidence,
        over_coach=segment.has_echo(start, end),
        excess=segment.excess(start, end),
    )


def _is_speech(assessed: Assessed, segment: Segment) -> bool:
    if assessed.parsed.verdict is Verdict.COACH or all(word.is_echo for word in assessed.words):
        return False
    has_words = any(word.text != UNKNOWN for word in assessed.words)
    return segment.loud >= SPEECH or (has_words and assessed.parsed.verdict is not Verdict.FAINT)
