import pytest

from voicecoach.hearing.recogniser import VoskRecogniser
from voicecoach.shipped import compact_model


@pytest.fixture(scope="session")
def recogniser() -> VoskRecogniser:
    """The shipped model, loaded once."""
    return VoskRecogniser(compact_model())
