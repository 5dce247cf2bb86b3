"""What a command leaves behind in the session: the table that tells which mistakes of the ears last."""

from enum import StrEnum

from voicecoach.core.commands import Command


class Consequence(StrEnum):
    """What obeying a command does to the session, from much to little."""

    ENDS = "ends"
    """It ends the session, at once or after a question; or the session goes on gentler at best."""
    CHANGES = "changes"
    """What is done, counted or kept afterwards is not what it was."""
    PASSES = "passes"
    """It is over in a moment: an answer, a pause, another loudness."""

    @property
    def lasts(self) -> bool:
        """Say whether it ends or changes the session."""
        return self is not Consequence.PASSES


CONSEQUENCE_OF: dict[Command, Consequence] = {
    # Dizziness ends the session at once; pain and doming do so when nobody answers, else all goes on gentler.
    Command.DIZZY: Consequence.ENDS,
    Command.IT_HURTS: Consequence.ENDS,
    Command.DOMING: Consequence.ENDS,
    Command.END_WORKOUT: Consequence.ENDS,
    # It closes the session in favour of another person's.
    Command.PERSON: Consequence.ENDS,
    # What is worked at.
    Command.SKIP: Consequence.CHANGES,
    Command.GO_TO_SET: Consequence.CHANGES,
    Command.EASIER: Consequence.CHANGES,
    Command.HARDER: Consequence.CHANGES,
    Command.SIDE: Consequence.CHANGES,
    Command.SLOWER: Consequence.CHANGES,
    Command.FASTER: Consequence.CHANGES,
    Command.MARK_FLOOR: Consequence.CHANGES,
    # What is counted.
    Command.REP_FAILED: Consequence.CHANGES,
    Command.BACK_ARCHED: Consequence.CHANGES,
    Command.UNDO: Consequence.CHANGES,
    Command.PLANK_DOWN: Consequence.CHANGES,
    # What is kept for what comes later.
    Command.BREATHING: Consequence.CHANGES,
    Command.CUES: Consequence.CHANGES,
    Command.MISTAKE: Consequence.CHANGES,
    # A pause, which one word ends.
    Command.STOP: Consequence.PASSES,
    Command.PAUSE: Consequence.PASSES,
    Command.HELP: Consequence.PASSES,
    Command.RESUME: Consequence.PASSES,
    # A rest that is longer or shorter.
    Command.MORE_REST: Consequence.PASSES,
    Command.START_NOW: Consequence.PASSES,
    # An answer means something only while the coach asks.
    Command.YES: Consequence.PASSES,
    Command.NO: Consequence.PASSES,
    Command.LEGS_UP: Consequence.PASSES,
    # Something is said, or said at another loudness.
    Command.REPEAT: Consequence.PASSES,
    Command.LOUDER: Consequence.PASSES,
    Command.QUIETER: Consequence.PASSES,
    Command.HOW_MANY: Consequence.PASSES,
    Command.WHATS_LEFT: Consequence.PASSES,
    Command.WHY: Consequence.PASSES,
    Command.QUESTION: Consequence.PASSES,
}
