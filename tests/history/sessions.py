"""Sessions as journals in a folder, made once from told stories."""

from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path

from tests.core.story import LENGTHS, Story
from voicecoach.core.journal import Header
from voicecoach.core.machine import Phase
from voicecoach.history.journals import JournalFile

FIRST_DAY = datetime(2026, 11, 2, 18, 30, tzinfo=timezone(timedelta(hours=1)))
"""A Monday."""


@cache
def arched() -> Story:
    """A session whose second rep was voided while it ran, and whose fourth afterwards."""
    story = Story().run_to(Phase.DESCEND, rep=2, set_number=1)
    story.say("back arched", after=0.8, began=0.3)
    story.run_to(Phase.DESCEND, rep=1, set_number=2).run_to(Phase.BETWEEN_REPS)
    story.say("rep failed", after=0.6, began=0.2)
    return story.finish()


@cache
def hurt() -> Story:
    """A session that stopped for pain in its second rep."""
    story = Story().run_to(Phase.DESCEND, rep=2)
    story.say("it hurts", after=0.5)
    story.say("no", after=9.0)
    return story.finish()


def keep(folder: Path, story: Story, *, days: int = 0, person: str = "me", lines: int | None = None) -> Path:
    """Write a story as the journal of a session some days after the first one; only some lines of it if told."""
    moment = FIRST_DAY + timedelta(days=days)
    return keep_as(folder / f"{moment:%Y-%m-%d-%H%M%S}.jsonl", story, moment, person=person, lines=lines)


def keep_as(path: Path, story: Story, moment: datetime, *, person: str = "me", lines: int | None = None) -> Path:
    header = Header(
        package="0",
        routine=story.routine,
        cues="c",
        model="m",
        cue_lengths=LENGTHS,
        standing=story.standing,
        memory=story.memory,
        person=person,
        began=moment.isoformat(),
    )
    journal = JournalFile(path, header)
    for turn in story.turns[:lines]:
        journal.write(turn)
    journal.close()
    return path
