"""What a person can ask at any time: each question with its phrasings; its answer is the cue `answer.` and its name.

The answer's words, and the section of the article that they come from, stand in the catalogue of cues. A question
more is one line here and one cue there.
"""

QUESTIONS: dict[str, tuple[str, ...]] = {
    "why_back": ("why the back", "why press my back"),
    "feel": ("what should i feel", "how should it feel"),
    "muscles": ("which muscles", "which muscles work"),
    "why_slow": ("why so slow", "why slowly"),
    "how_often": ("how often", "how often should i train"),
    "only_perfect": ("why only perfect reps", "why did it not count"),
    "floor": ("what is the floor", "what is my floor"),
    "hands": ("what about my hands", "what do my hands do"),
    "bed": ("can i do it on a bed", "can i do it in bed"),
    "mat": ("do i need a mat", "is a towel good enough"),
    "doming": ("what is doming", "what does doming mean"),
    "breathing": ("how do i breathe", "do i breathe in or out"),
    "tension_check": ("what is a tension check", "why the tension check"),
    "how_deep": ("how deep should i go", "how close to the floor"),
    "knees": ("can i bend my knees", "should my legs be straight"),
    "how_high": ("how high should i lift", "how high should i go"),
    "moving_up": ("when do i move up", "when can i add weight"),
    "hips": ("what about my hips", "why do i feel my hips"),
    "dead_bug": ("what is a dead bug", "how does the dead bug go"),
    "one_leg": ("why one leg", "why only one leg"),
    "hanging": ("what about hanging", "can i hang from a bar"),
    "shoes": ("can i wear shoes", "should i wear shoes"),
    "sitting": ("what about sitting", "does sitting matter"),
    "cat_cow": ("why the cat cow", "should i warm up first"),
    "plank": ("why the last exercise", "what is the last exercise for"),
}
"""Phrasings by the name of the question; no phrasing holds a word that the hearing weighs against commands."""

TOPIC_OF: dict[str, str] = {phrasing: topic for topic, phrasings in QUESTIONS.items() for phrasing in phrasings}
