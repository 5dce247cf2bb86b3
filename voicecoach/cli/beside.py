"""Every command besides `coach`: a session does without them, and without the time that it takes to load them."""

import typer

from voicecoach.cli import (
    bench,
    crash_bench,
    cues,
    devices,
    doctor,
    exchange,
    forget,
    hear,
    history,
    history_bench,
    live_bench,
    models,
    profile,
    progress,
    rehearse,
    replay,
    sound_bench,
    tune,
)
from voicecoach.core.commands import RULES


def add_commands(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command("replay")(replay.replay)
    app.command("rehearse")(rehearse.rehearse)
    app.command("hear")(hear.hear)
    app.command("tune")(tune.tune)
    app.command("profile")(profile.profile)
    app.command("forget")(forget.forget)
    app.command("devices")(devices.devices)
    app.command("doctor")(doctor.doctor)
    app.command("why")(progress.why)
    app.command("plan")(progress.plan)
    app.command("progress")(progress.progress)
    app.command("export")(exchange.export)
    app.command("import")(exchange.import_)
    app.command("commands")(list_commands)
    app.add_typer(history.app, name="history", help="The sessions that are remembered; `rebuild` makes them anew.")
    app.add_typer(_benches(), name="bench", help="Report cards, measured on recordings.")
    app.add_typer(models.app, name="models", help="The recogniser's models: list them, get the official one.")
    app.add_typer(cues.app, name="cues", help="The coach's voice: list, check, render, export.")


def _benches() -> typer.Typer:
    benches = bench.app
    benches.command("history")(history_bench.bench_history)
    benches.command("sound")(sound_bench.bench_sound)
    benches.command("live")(live_bench.bench_live)
    benches.command("crashes")(crash_bench.bench_crashes)
    return benches


def list_commands() -> None:
    """List everything that can be said to the coach."""
    for rule in RULES:
        said = rule.phrasings or ("this is NAME, of everybody who is known here; `voicecoach profile` tells",)
        typer.echo(f"{rule.command.value:13} {', '.join(said)}")
