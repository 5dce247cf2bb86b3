"""How strongly an utterance looks like a command: the one number that the operating curve moves a threshold along."""

from voicecoach.hearing.utterance import Utterance, Verdict


def score(utterance: Utterance) -> float | None:
    """Return how sure a command is by its evidence, or nothing for what no threshold would let pass.

    That is everything but a command from end to end, and the coach's own voice.
    """
    if not utterance.phrase or utterance.verdict is Verdict.COACH:
        return None
    return utterance.score
