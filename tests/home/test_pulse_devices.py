import pytest

from voicecoach.bench.sound_card import SoundCard, missing_programs
from voicecoach.core.events import Device
from voicecoach.home.pulse_devices import Behind, behind


def test_a_device_with_a_name_of_its_own_is_what_it_is() -> None:
    assert behind("USB Headset", 48_000, Device.SPEAKER) == Behind(name="USB Headset", rate=48_000)


def test_where_no_sound_server_answers_a_lent_name_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert behind("pipewire", 44_100, Device.MICROPHONE) == Behind(name="pipewire", rate=44_100)


@pytest.mark.live
def test_behind_the_default_stands_the_servers_own_device(monkeypatch: pytest.MonkeyPatch) -> None:
    if missing_programs():
        pytest.skip(f"no virtual sound card: {', '.join(missing_programs())} not installed")
    behind.cache_clear()
    with SoundCard() as card:
        for name, value in card.environment.items():
            monkeypatch.setenv(name, value)
        assert behind("default", 44_100, Device.SPEAKER) == Behind(name="default (vc_speaker)", rate=16_000)
    behind.cache_clear()
