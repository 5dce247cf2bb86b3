"""The process that pyttsx3 runs in: one voice, one rate, one list of texts.

Works around pyttsx3 2.99: only the last text queued before `runAndWait` is rendered, so each gets its own;
the first `runAndWait` returns after 10 ms, whether or not the text is rendered, so the end is waited for;
`EspeakDriver.stop` cancels the parameters set before a text; a rate changed within a process is at times
ignored, so a process has one; an unknown voice is swallowed, so the voice is read back.
"""

import json
import sys
from threading import Event

NO_ENGINE = 3
"""Exit code: pyttsx3 finds no speech engine on this machine."""

UNKNOWN_VOICE = 4
"""Exit code: the engine has no such voice; standard error says which."""


def main() -> int:
    """Render what the JSON on standard input asks for: `voice`, `words_a_minute`, `files` as [text, path] pairs."""
    request = json.load(sys.stdin)
    try:
        import pyttsx3  # noqa: PLC0415 - its absence is an answer of this process

        engine = pyttsx3.init()
    except (ImportError, OSError, RuntimeError) as failure:
        sys.stderr.write(f"{failure}\n")
        return NO_ENGINE
    espeak = sys.modules.get("pyttsx3.drivers.espeak")
    if espeak is not None:
        espeak.EspeakDriver.stop = lambda _driver: None
    rendered = Event()
    engine.connect("finished-utterance", lambda **_facts: rendered.set())
    engine.setProperty("voice", request["voice"])
    engine.setProperty("rate", request["words_a_minute"])
    for text, path in request["files"]:
        rendered.clear()
        engine.save_to_file(text, path)
        engine.runAndWait()
        if espeak is not None:
            rendered.wait()  # the parent ends this process where it waits in vain
    return _voice_fault(str(request["voice"]), str(engine.getProperty("voice")))


def _voice_fault(asked: str, got: str) -> int:
    if asked.lower().partition("+")[0] == got.lower().partition("+")[0]:
        return 0
    sys.stderr.write(f"the speech engine has no voice {asked!r}; `espeak-ng --voices` lists them in the column File\n")
    return UNKNOWN_VOICE


if __name__ == "__main__":
    sys.exit(main())
