"""The audition as a timed story: what is asked, what counts as the answer, what comes of it."""

from collections.abc import Iterator

import pytest

from tests.core.story import LENGTHS, TEXTS
from voicecoach.core import script
from voicecoach.core.audition import (
    DOUBT,
    LONGEST_WAIT,
    MOST_SILENCES,
    PATIENCE,
    SETTLING,
    Audition,
    EventOfAudition,
    Step,
)
from voicecoach.core.commands import COMMAND_OF, RULE_OF, RULES, Command
from voicecoach.core.effects import Say
from voicecoach.core.events import ClockReached, Interrupted, SpeechBegan, SpeechEnded, Started
from voicecoach.core.tryout import Answered, Prompt, Result, first_phrasings, plain_phrasings
from voicecoach.core.units import Seconds

BACK = Prompt(command=Command.BACK_ARCHED, phrase="back arched")
SKIP = Prompt(command=Command.SKIP, phrase="skip")


class Talk:
    """Drive an audition to its end and keep what it said."""

    def __init__(self, *prompts: Prompt, may_keep: bool | None = False) -> None:
        self.audition = Audition(LENGTHS, prompts, may_keep=may_keep)
        self.said: list[str] = []
        self.tell(Started(at=Seconds(0.0)))

    def tell(self, event: EventOfAudition) -> None:
        self.said += [effect.cue for effect in self.audition.handle(event) if isinstance(effect, Say)]

    def answer(self, text: str, *, after: float = 0.5, is_believed: bool = True) -> None:
        """Say something so long after the request has ended; it is understood 0.5 s later."""
        spoken_at = self.audition.ends_at + after
        self.tell(heard(text, spoken_at, is_believed=is_believed))

    def wait(self) -> None:
        """Let the time come for which it waits."""
        assert self.audition.deadline is not None
        self.tell(ClockReached(at=self.audition.deadline))

    def exchange(self, *texts: str) -> None:
        for text in texts:
            if text:
                self.answer(text)
            self.wait()

    @property
    def results(self) -> list[Result]:
        return [each.result for each in self.audition.tries]


def heard(text: str, spoken_at: float, *, is_believed: bool = True) -> Answered:
    command = COMMAND_OF.get(text)
    return Answered(
        at=Seconds(spoken_at + 0.5),
        spoken_at=Seconds(spoken_at),
        text=text,
        command=command,
        score=5.0 if command else None,
        is_believed=is_believed and command is not None,
        sound=0,
    )


def test_it_asks_for_each_command_in_one_round_and_then_in_another() -> None:
    talk = Talk(BACK, SKIP)
    talk.exchange("back arched", "skip", "back arched", "skip")
    requests = [cue for cue in talk.said if cue.startswith("phrase.")]
    assert requests == ["phrase.back_arched", "phrase.skip"] * 2
    assert talk.said.index("tune.again") > talk.said.index("phrase.skip")


def test_without_prompts_it_asks_for_the_first_phrasing_of_every_command_at_most_thirty() -> None:
    assert [(prompt.command, prompt.phrase) for prompt in first_phrasings()] == [
        (command, rule.phrasings[0])
        for command, rule in RULE_OF.items()
        if rule.phrasings and not (rule.sets or rule.topics)
    ]
    assert len(first_phrasings()) <= 30


def test_who_was_understood_each_time_is_asked_for_no_other_wording() -> None:
    talk = Talk(BACK)
    talk.exchange("back arched", "back arched")
    assert talk.audition.step is Step.DONE
    assert "tune.others" not in talk.said
    assert talk.said[-6:] == ["tune.understood", "number.1", "tune.of", "number.1", "tune.not_kept", "tune.table"]


def test_a_confused_command_is_tried_in_its_other_wordings_and_the_one_that_was_understood_is_advised() -> None:
    talk = Talk(SKIP)
    talk.exchange("stop", "skip", "stop", "skip it", "skip that")
    (finding,) = talk.audition.findings
    assert [cue for cue in talk.said if cue.startswith("phrase.")][2:] == [
        "phrase.skip_this",
        "phrase.skip_it",
        "phrase.skip_that",
        "phrase.skip",
        "phrase.skip_it",
    ]
    assert finding.confusions == (Command.STOP,)
    assert finding.advice == "skip it"
    assert talk.said[-6:-2] == ["tune.instead_of", "phrase.skip", "tune.better", "phrase.skip_it"]


def test_where_no_wording_was_understood_none_is_advised() -> None:
    talk = Talk(SKIP)
    talk.exchange("skip", "ship", "ship", "ship", "ship")
    (finding,) = talk.audition.findings
    assert finding.advice is None
    assert talk.said[-4:-2] == ["tune.trouble", "phrase.skip"]


@pytest.mark.parametrize(
    ("text", "is_believed", "result"),
    [
        ("skip", True, Result.UNDERSTOOD),
        ("skip", False, Result.UNSURE),
        ("stop", False, Result.CONFUSED),
        ("ship", True, Result.NOT_UNDERSTOOD),
    ],
)
def test_a_try_goes_as_it_was_heard(text: str, is_believed: bool, result: Result) -> None:
    talk = Talk(SKIP)
    talk.answer(text, is_believed=is_believed)
    talk.wait()
    assert talk.results == [result]


def test_what_was_begun_before_the_request_had_ended_is_no_answer() -> None:
    talk = Talk(SKIP)
    talk.answer("stop", after=-0.6)
    talk.answer("skip", after=-0.4)
    talk.wait()
    assert talk.results == [Result.UNDERSTOOD]


def test_the_next_request_waits_until_an_answer_is_over() -> None:
    talk = Talk(SKIP)
    end = talk.audition.ends_at
    talk.tell(SpeechBegan(at=Seconds(end + 3.9)))
    assert talk.audition.deadline == pytest.approx(end + 3.9 + 9)
    talk.tell(heard("skip", end + 4.0))
    talk.tell(SpeechEnded(at=Seconds(end + 5.0)))
    assert talk.audition.deadline == pytest.approx(end + 5.0 + SETTLING)


def test_a_doubtful_first_hearing_gives_way_to_a_believed_one_of_the_same_breath() -> None:
    talk = Talk(SKIP)
    end = talk.audition.ends_at
    talk.tell(SpeechBegan(at=Seconds(end + 0.5)))
    talk.tell(heard("stop", end + 0.5, is_believed=False))
    assert talk.audition.deadline == pytest.approx(end + 1.0 + DOUBT)
    talk.tell(heard("skip", end + 1.0))
    talk.wait()
    assert talk.results == [Result.UNDERSTOOD]


def test_what_a_session_would_have_acted_on_first_counts() -> None:
    talk = Talk(SKIP)
    talk.answer("stop")
    talk.answer("skip", after=1.0)
    talk.wait()
    assert talk.results == [Result.CONFUSED]


def test_a_room_that_is_never_quiet_does_not_hold_it_up() -> None:
    talk = Talk(SKIP)
    end = talk.audition.ends_at
    for tenth in range(250):
        talk.tell(SpeechBegan(at=Seconds(end + tenth / 10)))
    assert talk.audition.deadline is not None
    assert talk.audition.deadline <= end + 25


def test_noise_alone_makes_a_request_wait_twenty_seconds_at_most() -> None:
    talk = Talk(SKIP)
    end = talk.audition.ends_at
    talk.tell(SpeechBegan(at=Seconds(end + 15)))
    assert talk.audition.deadline == pytest.approx(end + LONGEST_WAIT)


def test_four_silences_in_a_row_end_it_and_nothing_may_be_kept() -> None:
    talk = Talk(BACK, SKIP, may_keep=True)
    talk.exchange("back arched", *[""] * MOST_SILENCES)
    assert (talk.audition.step, talk.audition.may_keep) == (Step.LEFT, False)
    assert talk.said[-1] == "tune.silent"


def test_a_silent_request_is_given_up_after_its_time() -> None:
    talk = Talk(SKIP)
    assert talk.audition.deadline == pytest.approx(talk.audition.ends_at + PATIENCE)
    talk.exchange("", "skip")
    assert talk.results == [Result.SILENT, Result.UNDERSTOOD]


@pytest.mark.parametrize(
    ("answers", "may_keep"),
    [(("yes",), True), (("no",), False), (("ship", "yes"), True), (("", ""), False), (("stop", "stop"), False)],
)
def test_recordings_may_be_kept_only_after_a_clear_yes(answers: tuple[str, ...], may_keep: bool) -> None:
    talk = Talk(SKIP, may_keep=None)
    talk.exchange("skip", "skip")
    assert talk.said[-1] == "tune.keep"
    talk.exchange(*answers)
    assert (talk.audition.step, talk.audition.may_keep) == (Step.DONE, may_keep)
    assert talk.said[-2:] == ["tune.kept" if may_keep else "tune.not_kept", "tune.table"]


def test_a_doubtful_yes_keeps_nothing() -> None:
    talk = Talk(SKIP, may_keep=None)
    talk.exchange("skip", "skip")
    for _ in range(2):
        talk.answer("yes", is_believed=False)
        talk.wait()
    assert talk.audition.may_keep is False


def test_an_interruption_leaves_it_and_nothing_comes_after() -> None:
    talk = Talk(SKIP, may_keep=True)
    talk.tell(Interrupted(at=Seconds(5.0)))
    talk.tell(heard("skip", 6.0))
    assert (talk.audition.step, talk.audition.may_keep, talk.audition.tries) == (Step.LEFT, False, ())


def events() -> Iterator[EventOfAudition]:
    yield Started(at=Seconds(0.0))
    for number in range(1, 400):
        at = Seconds(number * 0.7)
        match number % 4:
            case 0:
                yield SpeechBegan(at=at)
            case 1:
                yield heard(("skip", "stop", "ship", "back arched")[number % 3], at)
            case 2:
                yield SpeechEnded(at=at)
            case _:
                yield ClockReached(at=at)


def test_the_same_events_have_the_same_effects() -> None:
    first, second = Audition(LENGTHS), Audition(LENGTHS)
    assert [first.handle(event) for event in events()] == [second.handle(event) for event in events()]
    assert first.tries


def test_every_wording_without_a_number_or_a_topic_has_a_cue_that_says_it() -> None:
    plain = [text for rule in RULES for text in plain_phrasings(rule)]
    said = {text: TEXTS[script.phrase(text)].lower().rstrip(".") for text in plain}
    assert said == {text: text for text in plain}
    numbered = {text for rule in RULES for text in (*rule.amounts, *rule.sets, *rule.topics)}
    assert set(COMMAND_OF) - set(plain) == numbered
