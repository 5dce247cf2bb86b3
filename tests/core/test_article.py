"""The table of the article: it is fresh, names only what is there, and leaves no section out."""

import tomllib
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
FACTS = tomllib.loads((ROOT / "scripts/article.toml").read_text(encoding="utf-8"))
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
