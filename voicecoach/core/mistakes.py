"""The mistakes of the article: how a person reports one, and of which the coach reminds next.

The remedy of a mistake is the cue `remedy.` and its name, the reminder of it `remind.` and its name.
"""

from collections.abc import Iterable, Sequence

NECK = "neck"
"""The one that is felt as strain: the rep in which it is reported is broken off."""

MISTAKES: dict[str, tuple[str, ...]] = {
    "breath": ("i'm holding my breath",),
    "swinging": ("i'm swinging", "i am swinging"),
    NECK: ("my neck hurts", "my neck is straining"),
    "ribs": ("my ribs are flaring",),
    "hips": ("i feel it in my hips",),
}
"""Phrasings by the name of the mistake (article, "Common Mistakes" and "Why Your Hip Flexors …")."""

MISTAKE_OF: dict[str, str] = {phrasing: name for name, phrasings in MISTAKES.items() for phrasing in phrasings}

EVERY = 3
"""Reps from one reminder to the next, so that a set of ten holds three."""


AT_THE_BAR = ("grip", "swinging", "breath")
"""What there is to be reminded of in a hanging leg raise."""


LYING = (NECK, "ribs", "hips")
"""Mistakes whose remedy lays or presses something against the floor; at the bar they have another one."""


def next_reminder(reported: Sequence[str], said: Sequence[str], in_set: int, among: Iterable[str]) -> str | None:
    """Return of which mistake to remind: the one reported most often, then the one that was named longest ago.

    `in_set` of the reminders `said` belong to the set that runs; none of them comes twice in a set.
    """
    heard_of = said[len(said) - in_set :]
    left = [name for name in among if name not in heard_of]
    return max(left, key=lambda name: (reported.count(name), -said.count(name)), default=None)
