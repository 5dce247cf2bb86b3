import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach.core.commands import COMMAND_OF, Command, Meaning
from voicecoach.core.units import Decibels, Samples, Seconds
from voicecoach.hearing.parse import may_become_another, meanings_in, parse
from voicecoach.hearing.utterance import Verdict
from voicecoach.hearing.word import Word

DECOYS = frozenset({"off", "cup"})
STEP = 4_800


def words(line: str, gap: int = 0, confidence: float = 1.0, length: int = STEP) -> list[Word]:
    """Place words one after another; a word in <> is the coach's echo, `...` is a pause of 0.4 s."""
    placed, at = [], 16_000
    for text in line.split():
        if text == "...":
            at += 6_400
            continue
        is_echo = text.startswith("<")
        placed.append(
            Word(
                text=text.strip("<>"),
                start=Samples(at),
                end=Samples(at + length),
                confidence=confidence,
                over_coach=is_echo,
                excess=Decibels(0.0 if is_echo else 30.0),
            )
        )
        at += length + gap
    return placed


@pytest.mark.parametrize("phrase", COMMAND_OF)
def test_every_phrasing_is_its_command(phrase: str) -> None:
    parsed = parse(words(phrase), DECOYS)
    assert (parsed.verdict, parsed.command) == (Verdict.ACCEPTED, COMMAND_OF[phrase])


@pytest.mark.parametrize(
    ("line", "verdict", "command"),
    [
        ("", Verdict.NO_WORDS, None),
        ("[unk]", Verdict.NO_COMMAND, None),
        ("off", Verdict.NO_COMMAND, None),
        ("rep", Verdict.NO_COMMAND, None),
        ("stop stop stop", Verdict.ACCEPTED, Command.STOP),
        ("stop please stop", Verdict.ACCEPTED, Command.STOP),
        ("stop it hurts", Verdict.ACCEPTED, Command.IT_HURTS),
        ("no it did not", Verdict.ACCEPTED, Command.NO),
        ("yes no", Verdict.TWO_COMMANDS, None),
        ("stop [unk]", Verdict.MORE_THAN_A_COMMAND, Command.STOP),
        ("[unk] stop", Verdict.ACCEPTED, Command.STOP),
        ("go stop", Verdict.ACCEPTED, Command.STOP),
        ("no stop", Verdict.ACCEPTED, Command.STOP),
        ("stop no", Verdict.ACCEPTED, Command.STOP),
        ("[unk] my back hurts", Verdict.ACCEPTED, Command.IT_HURTS),
        ("[unk] yes", Verdict.MORE_THAN_A_COMMAND, Command.YES),
        ("stop now off", Verdict.MORE_THAN_A_COMMAND, Command.STOP),
        ("<[unk]> stop <[unk]>", Verdict.ACCEPTED, Command.STOP),
        ("<one> <rep> rep failed <that>", Verdict.ACCEPTED, Command.REP_FAILED),
        ("<slower> skip", Verdict.ACCEPTED, Command.SKIP),
        ("<no> stop <yes>", Verdict.ACCEPTED, Command.STOP),
        ("slower skip", Verdict.TWO_COMMANDS, None),
        ("[unk] ... rep failed", Verdict.ACCEPTED, Command.REP_FAILED),
        ("rep failed ... [unk] off", Verdict.ACCEPTED, Command.REP_FAILED),
        ("[unk] ... rep failed [unk]", Verdict.MORE_THAN_A_COMMAND, Command.REP_FAILED),
        ("what ... rep failed", Verdict.MORE_THAN_A_COMMAND, Command.REP_FAILED),
        ("thirty", Verdict.NO_COMMAND, None),
        ("two", Verdict.NO_COMMAND, None),
        ("two thirty more seconds", Verdict.MORE_THAN_A_COMMAND, Command.MORE_REST),
        ("thirty more reps", Verdict.NO_COMMAND, None),
        ("go to set", Verdict.NO_COMMAND, None),
        ("go to set two three", Verdict.MORE_THAN_A_COMMAND, Command.GO_TO_SET),
        ("go to set two go to set three", Verdict.TWO_COMMANDS, None),
        ("go to set two ten more seconds", Verdict.TWO_COMMANDS, None),
    ],
)
def test_only_a_whole_utterance_or_a_stop_at_its_end_is_a_command(
    line: str, verdict: Verdict, command: Command | None
) -> None:
    parsed = parse(words(line), DECOYS)
    assert (parsed.verdict, parsed.command) == (verdict, command)


@pytest.mark.parametrize(
    ("line", "meaning"),
    [
        ("go to set two", Meaning(command=Command.GO_TO_SET, set=2)),
        ("<set> go to set four <of>", Meaning(command=Command.GO_TO_SET, set=4)),
        ("thirty more seconds", Meaning(command=Command.MORE_REST, amount=Seconds(30.0))),
        ("more rest thirty more seconds", Meaning(command=Command.MORE_REST, amount=Seconds(30.0))),
        ("another minute one more minute", Meaning(command=Command.MORE_REST, amount=Seconds(60.0))),
        ("more rest", Meaning(command=Command.MORE_REST)),
    ],
)
def test_a_number_is_part_of_what_is_meant(line: str, meaning: Meaning) -> None:
    parsed = parse(words(line), DECOYS)
    assert (parsed.verdict, parsed.meaning) == (Verdict.ACCEPTED, meaning)


def test_what_is_set_aside_does_not_count_as_the_commands_words() -> None:
    parsed = parse(words("<[unk]> stop <[unk]>"), DECOYS)
    assert [word.start for word in parsed.words] == [16_000 + STEP]


@pytest.mark.parametrize(
    ("length", "verdict"),
    [
        pytest.param(800, Verdict.IMPLAUSIBLE_LENGTH, id="50 ms"),
        pytest.param(960, Verdict.ACCEPTED, id="60 ms"),
        pytest.param(24_000, Verdict.ACCEPTED, id="1.5 s"),
        pytest.param(24_160, Verdict.IMPLAUSIBLE_LENGTH, id="1.51 s"),
    ],
)
def test_a_word_must_have_a_plausible_length(length: int, verdict: Verdict) -> None:
    assert parse(words("yes", length=length), DECOYS).verdict is verdict


@pytest.mark.parametrize(
    ("phrase", "may"), [("how many", True), ("yes", False), ("stop", False), ("how many left", False)]
)
def test_a_phrase_may_become_another_command_only_where_the_table_says_so(phrase: str, may: bool) -> None:
    assert may_become_another(phrase) == may


@settings(max_examples=40)
@given(st.lists(st.sampled_from(sorted(COMMAND_OF)), min_size=1, max_size=4))
def test_phrases_in_a_row_are_always_taken_apart(phrases: list[str]) -> None:
    texts = tuple(" ".join(phrases).split())
    assert meanings_in(texts) != ()
    assert meanings_in((*texts, "off")) == ()


@pytest.mark.parametrize(
    ("line", "ends_talk"),
    [("stop", False), ("no stop", False), ("[unk] ... stop", False), ("[unk] stop", True), ("go stop", True)],
)
def test_a_stop_without_a_pause_before_it_is_told_apart(line: str, *, ends_talk: bool) -> None:
    assert parse(words(line), DECOYS).ends_talk is ends_talk
