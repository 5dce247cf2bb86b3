"""What `tune` prints of an audition: what was understood, what was confused, and what to say instead."""

import json
from collections.abc import Sequence
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table

from voicecoach.core.person import Profile
from voicecoach.core.tryout import Finding, Try


def tell(findings: Sequence[Finding], profile: Profile, stored: Sequence[Path], *, in_json: bool) -> None:
    """Print what was found and what was stored, as a table or as JSON."""
    if in_json:
        typer.echo(json.dumps(_fields(findings, profile, stored), ensure_ascii=False, indent=1))
        return
    understood = sum(finding.is_understood for finding in findings)
    Console().print(_table(findings))
    typer.echo(f"{understood} of {len(findings)} commands understood both times; stored: {', '.join(map(str, stored))}")


def _table(findings: Sequence[Finding]) -> Table:
    table = Table("say", "heard", "confused with", "say instead")
    for finding in findings:
        results = ", ".join(each.result for each in finding.tries)
        table.add_row(
            finding.phrase,
            "understood" if finding.is_understood else results,
            ", ".join(finding.confusions),
            finding.advice or ("" if finding.is_understood else "nothing better was found"),
        )
    return table


def _fields(findings: Sequence[Finding], profile: Profile, stored: Sequence[Path]) -> dict[str, object]:
    return {
        "person": profile.name,
        "understood": sum(finding.is_understood for finding in findings),
        "commands": [_finding(finding) for finding in findings],
        "corrections": dict(profile.corrections),
        "decoys": profile.decoys,
        "stored": [str(path) for path in stored],
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "command": finding.command,
        "phrase": finding.phrase,
        "understood": finding.is_understood,
        "confused_with": finding.confusions,
        "say_instead": finding.advice,
        "tries": [_try(each) for each in finding.tries],
        "synonyms": [_try(each) for each in finding.synonyms],
    }


def _try(each: Try) -> dict[str, object]:
    answer = each.answer
    score = answer.score if answer else None
    return {
        "phrase": each.prompt.phrase,
        "result": each.result,
        "believed": bool(answer and answer.is_believed),
        "text": answer.text if answer else None,
        "score": None if score is None else round(score, 3),
    }
