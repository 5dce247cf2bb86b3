"""What the coach has learnt of one person's voice."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import log

from voicecoach.core.commands import Cost

MOST_LOOSENED = log(2.0)
"""By how much a person's threshold may be lower than the measured one: scores are log odds, so what is believed then
was at most half as likely to have been said."""

NEVER_LOOSENED = (Cost.GRAVE,)
"""What ends the session or adds load is believed of nobody more easily."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One person's own thresholds and decoys."""

    name: str
    model: str
    """The hash of the model that listened; the corrections say nothing of any other."""
    corrections: Mapping[Cost, float] = field(hash=False)
    """Added to the least score of a cost; from minus `MOST_LOOSENED` to 0."""
    decoys: tuple[str, ...] = ()
    """Words that this person's commands were taken for, and that are none."""
