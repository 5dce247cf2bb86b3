"""The command `devices`: which microphones and speakers there are."""

import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from voicecoach.audio.devices import SoundDevice, choose, sound_devices
from voicecoach.core.events import Device


def devices(
    *, as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list, one object a device.")] = False
) -> None:
    """List the sound devices; any part of a name chooses one for --input or --output."""
    found = sound_devices()
    if as_json:
        typer.echo(json.dumps([asdict(device) for device in found], indent=2))
    elif found:
        Console().print(_table(found))
    for direction in Device:
        choose(found, None, direction)


def _table(found: tuple[SoundDevice, ...]) -> Table:
    table = Table("", "name", "system", "in", "out", "Hz", "default")
    for device in found:
        defaults = [direction.value for direction in Device if device.is_default(direction)]
        table.add_row(
            str(device.index),
            device.name,
            device.hostapi,
            str(device.inputs),
            str(device.outputs),
            str(device.rate),
            ", ".join(defaults),
        )
    return table
