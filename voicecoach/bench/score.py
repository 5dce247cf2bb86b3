"""How strongly an utterance looks like a command: the one number that the operating curve moves a threshold along."""

from voicecoach.hearing.utterance import Utterance, Verdict


def score(utterance: Utterance) -> float | None:
    """Return how sure a command is by its evidence, or nothing for what no threshold would let pass.

    That is everything but a command from end to end, the coach's own voice, and what is too faint over it.
    """
    if not utterance.phrase or utterance.verdict in (Verdict.COACH, Verdict.FAINT):
        return None
    return utterance.score
