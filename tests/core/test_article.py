"""The table of the article: it is fresh, names only what is there and fits, and leaves no statement out."""

import tomllib
from collections.abc import Iterator
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

from voicecoach.core.commands import Command
from voicecoach.core.safety import ALARMS, respond

ROOT = Path(__file__).parents[2]
FACTS = tomllib.loads((ROOT / "scripts/article.toml").read_text(encoding="utf-8"))
STATEMENTS = tomllib.loads((Path(__file__).parent / "article_statements.toml").read_text(encoding="utf-8"))
Table = dict[str, dict[str, str]]
SECTIONS = 17
"""Those of the article: its opening, eight headings, one within them, six steps, and the closing paragraph."""


@pytest.fixture(scope="module")
def script() -> ModuleType:
    loader = SourceFileLoader("article_table", str(ROOT / "scripts/article_table"))
    spec = spec_from_loader("article_table", loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


def test_the_table_is_fresh(script: ModuleType) -> None:
    fresh = script.markdown(FACTS, script.sources())
    assert (ROOT / "ARTICLE.md").read_text(encoding="utf-8") == fresh


def test_nothing_in_it_is_absent_and_no_cue_has_a_section_of_its_own(script: ModuleType) -> None:
    assert list(script.faults(FACTS, script.sources())) == []


def test_every_section_says_something_and_every_fact_is_carried() -> None:
    assert len(FACTS) >= SECTIONS
    assert all(facts and all(facts.values()) for facts in FACTS.values())


@pytest.mark.parametrize(
    ("carriers", "fault"),
    [
        ("cue nothing.such", "there is no cue nothing.such"),
        ("phase hovering", "there is no phase hovering"),
        ("rule lazy", "there is no rule lazy"),
        ("cue rep.lift, command dance", "there is no command dance"),
    ],
)
def test_a_carrier_that_is_not_there_is_named(script: ModuleType, carriers: str, fault: str) -> None:
    (found,) = script.faults({"Opening": {"a fact": carriers}}, {"rep.lift": "Opening"})
    assert found == f"Opening: a fact: {fault}"


def test_a_cue_of_an_unknown_section_is_named(script: ModuleType) -> None:
    (found,) = script.faults({"Opening": {"a fact": "phase rest"}}, {"rep.lift": "Prologue"})
    assert found == "cue rep.lift: the article has no section 'Prologue'"


def test_a_cue_from_another_section_is_named(script: ModuleType) -> None:
    (found,) = script.faults({"Opening": {"a fact": "cue rep.lift"}, "Prologue": {}}, {"rep.lift": "Prologue"})
    assert found == "Opening: a fact: cue rep.lift has the source 'Prologue'"


def carriers_of(row: str) -> set[str]:
    return set(row.split(", "))


def misfits(facts: Table) -> Iterator[str]:
    """Tell which statement nothing fit carries, which row states nothing, and which alarm does not carry its words."""
    for section, statements in STATEMENTS.items():
        rows = [carriers_of(row) for row in facts.get(section, {}).values()]
        needs = {statement: carriers_of(carriers) for statement, carriers in statements.items()}
        yield from (f"{section}: {one}" for one, need in needs.items() if not any(need <= row for row in rows))
        for fact, row in facts.get(section, {}).items():
            if not any(need <= carriers_of(row) for need in needs.values()) and fact not in OURS:
                yield f"{section}: {fact}"
    for fact, row in (row for rows in facts.values() for row in rows.items()):
        heard = (alarm for alarm, said in SAID.items() if said & carriers_of(row))
        yield from (f"{fact}: {alarm}" for alarm in heard if f"command {alarm}" not in carriers_of(row))


OURS = ("After pain, less",)
"""What we add to the section it stands in."""
CLOSING = {"cue safety.ask", "cue safety.end"}
SAID = {
    alarm.value: {f"cue {cue}" for earlier in ((), (alarm,)) for cue in respond(alarm, earlier).cues} - CLOSING
    for alarm in ALARMS - {Command.DIZZY}
}
"""The words that each alarm has from the article, which says nothing of dizziness."""


def test_every_statement_of_the_article_is_carried_by_what_fits_and_each_alarm_by_its_command() -> None:
    assert len(STATEMENTS) == SECTIONS == len(FACTS)
    assert sorted(misfits(FACTS)) == []


DOMING = "Doming means that the deep core does not manage the pressure: cease, belly button in and up"
PINCH = "A pinch in the lower back means that the legs pull at the spine"


@pytest.mark.parametrize(
    ("section", "fact", "carriers"),
    [
        pytest.param("The Anatomy of the Core", DOMING, "phase done", id="doming carried by the end"),
        pytest.param("Opening", PINCH, "command louder", id="pain carried by the volume"),
        pytest.param("Environmental Factors", "Not on a bed", None, id="the bed left out"),
        pytest.param("Real-World Frequency", "Only perfect reps count", None, id="the perfect ones left out"),
        pytest.param("Integration", "Planks are fun", "phase plank", id="what the article does not say"),
        pytest.param("The Anatomy of the Core", DOMING, "cue safety.doming, cue answer.doming", id="an alarm unheard"),
    ],
)
def test_a_statement_that_is_left_out_or_carried_by_something_else_is_named(
    section: str, fact: str, carriers: str | None
) -> None:
    others = {one: row for one, row in FACTS[section].items() if one != fact}
    assert list(misfits({**FACTS, section: {**others, fact: carriers} if carriers else others}))
