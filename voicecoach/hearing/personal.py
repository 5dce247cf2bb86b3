"""A person's own thresholds: the measured ones, moved a little by how surely this person was understood."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from voicecoach.core.commands import RULE_OF, Cost
from voicecoach.core.person import MOST_LOOSENED, NEVER_LOOSENED, Profile
from voicecoach.core.tryout import Result, Try
from voicecoach.hearing.models import model_hash
from voicecoach.hearing.recogniser import VoskRecogniser
from voicecoach.hearing.threshold_file import thresholds_for
from voicecoach.hearing.thresholds import BY_CONFIDENCE, Thresholds

SLACK = 0.1
"""How far a person's threshold lies below the worst of their answers, and above what they were taken for wrongly."""

_DIGITS = 4


def corrections(tries: Sequence[Try], thresholds: Thresholds) -> Mapping[Cost, float]:
    """Return what is added to each least score so that this person's answers pass, 0 or less.

    A threshold is never raised: what is said calmly here comes out of breath in a session. It goes no lower than
    `floor` allows, nor so low that a wrong command which was heard here would pass. For a model that nothing was
    measured with, nothing is corrected: a confidence is no log odds.
    """
    return {cost: _correction(cost, tries, thresholds) for cost in Cost}


def floor(cost: Cost, thresholds: Thresholds) -> float:
    """Return the least score that a person's threshold may have.

    None is lower than that of safety, whose mistakes cost a moment only: it is the most permissive one of which the
    false accepts were measured. Safety itself may go lower by what any may, since a stop that is missed hurts.
    """
    measured = thresholds.least_score[cost]
    if cost in NEVER_LOOSENED or thresholds.weights == BY_CONFIDENCE.weights:
        return measured
    lowest = measured - MOST_LOOSENED
    return lowest if cost is Cost.SAFETY else min(measured, max(lowest, thresholds.least_score[Cost.SAFETY]))


def personal(thresholds: Thresholds, profile: Profile, model: str) -> Thresholds:
    """Return the thresholds for a person; as they are where the profile was made with another model."""
    if profile.model != model:
        return thresholds
    least = {
        cost: max(floor(cost, thresholds), score + min(0.0, profile.corrections.get(cost, 0.0)))
        for cost, score in thresholds.least_score.items()
    }
    in_talk = {cost: score + least[cost] - thresholds.least_score[cost] for cost, score in thresholds.in_talk.items()}
    return replace(thresholds, least_score=least, in_talk=in_talk)


def recogniser_for(model: Path, profile: Profile | None, people: Iterable[str] = ()) -> VoskRecogniser:
    """Load a model for a person, and for others who may say that it is them.

    Raises ModelMissing, ModelBroken and SettingsBroken.
    """
    decoys = profile.decoys if profile else ()
    return VoskRecogniser(model, _thresholds_of(model, profile), own_decoys=decoys, people=people)


def turned_to(profile: Profile | None, recogniser: VoskRecogniser, model: Path) -> VoskRecogniser:
    """Return a recogniser of the same model for another person; raises SettingsBroken."""
    return recogniser.in_the_way_of(_thresholds_of(model, profile), profile.decoys if profile else ())


def _thresholds_of(model: Path, profile: Profile | None) -> Thresholds:
    digest = model_hash(model)
    thresholds = thresholds_for(digest)
    return personal(thresholds, profile, digest) if profile else thresholds


def _correction(cost: Cost, tries: Sequence[Try], thresholds: Thresholds) -> float:
    measured = thresholds.least_score[cost]
    right = _scores(tries, (Result.UNDERSTOOD, Result.UNSURE), cost)
    if not right:
        return 0.0
    wrong = [score for score in _scores(tries, (Result.CONFUSED,), cost) if score < measured]
    wanted = max(min(right) - SLACK, floor(cost, thresholds), *(score + SLACK for score in wrong))
    return round(min(0.0, wanted - measured), _DIGITS)


def _scores(tries: Iterable[Try], results: tuple[Result, ...], cost: Cost) -> list[float]:
    """Return the scores of what was heard as a command of this cost."""
    answers = (each.answer for each in tries if each.result in results)
    return [
        answer.score
        for answer in answers
        if answer and answer.command and answer.score is not None and RULE_OF[answer.command].cost is cost
    ]
