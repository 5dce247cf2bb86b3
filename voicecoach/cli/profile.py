"""The command `profile`: how a person trains, shown and changed, and whether they can be named by voice."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated

import typer

from voicecoach.core.errors import PersonUnknown, SettingsBroken
from voicecoach.core.habits import Habits
from voicecoach.hearing.models import find_model
from voicecoach.hearing.people import naming_of, unknown_words
from voicecoach.hearing.recogniser import VoskRecogniser
from voicecoach.home.habits import changed, fields_of, read_habits, write_habits
from voicecoach.home.profiles import DEFAULT, FILE, folder_of, people_folder
from voicecoach.planning import known_people

OPEN = {
    "variation": "not known yet",
    "wants": "what the history asks for",
    "floor": "not known yet",
    "tempo": "as usual",
    "breathing": "as usual",
    "verbosity": "fewer words the more sessions",
    "voice": "the usual one",
}
"""What decides where a value is open."""


def profile(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="The person, as given to --person.")] = DEFAULT,
    *,
    changes: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="Change a value; 'auto' leaves it open. May be repeated."),
    ] = None,
    model: Annotated[str, typer.Option("--model", help="The model that is to know the name.")] = "auto",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show how a person trains, or change it; variation is what they want in the next session."""
    people = people_folder()
    habits = read_habits(name, people)
    if changes:
        habits = changed(habits, _pairs(changes), name, people)
        write_habits(habits, name, people)
    others = known_people()
    if name not in (*others, DEFAULT):
        raise PersonUnknown(f"no person {name!r}; there is {', '.join(others) or 'nobody yet'}; --set makes one")
    missing = unknown_words(name, VoskRecogniser(find_model(model)).knows)
    if as_json:
        typer.echo(json.dumps(_as_fields(name, habits, others, missing), indent=2))
    else:
        typer.echo("\n".join(_lines(name, habits, others, missing)))


def _pairs(changes: Iterable[str]) -> Mapping[str, str]:
    pairs = [change.partition("=") for change in changes]
    for key, sign, _ in pairs:
        if not sign:
            raise SettingsBroken(f"--set {key}: write a key, an equals sign and a value, as in volume=-4")
    return {key.strip(): value for key, _, value in pairs}


def _as_fields(name: str, habits: Habits, people: Sequence[str], missing: Sequence[str]) -> dict[str, object]:
    return {
        "person": name,
        **fields_of(habits),
        "is_tuned": _is_tuned(name),
        "can_be_named": not missing,
        "words_that_the_model_lacks": missing,
        "people": people,
    }


def _lines(name: str, habits: Habits, people: Sequence[str], missing: Sequence[str]) -> Iterator[str]:
    yield f"{'person':10} {name}"
    for key, value in fields_of(habits).items():
        yield f"{key:10} {OPEN[key] if value is None else _shown(key, value)}"
    yield f"{'tuned':10} {'yes' if _is_tuned(name) else f'no; learn this voice: voicecoach tune --person {name}'}"
    yield f"{'by voice':10} {naming_of(name, missing)}"
    if others := [other for other in people if other != name]:
        yield f"{'others':10} {', '.join(others)}"


def _shown(key: str, value: str | float) -> str:
    match key:
        case "floor":
            return f"{float(value):.0%} down"
        case "volume":
            return f"{float(value):+g} dB"
        case _:
            return str(value)


def _is_tuned(name: str) -> bool:
    return (folder_of(name, people_folder()) / FILE).is_file()
