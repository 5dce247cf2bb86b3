import json

import pytest

from tests.audio.fake_streams import DEVICE
from voicecoach.audio.devices import SoundDevice
from voicecoach.cli import devices as command
from voicecoach.core.errors import DeviceMissing


def listing(monkeypatch: pytest.MonkeyPatch, *found: SoundDevice) -> None:
    monkeypatch.setattr(command, "sound_devices", lambda: found)


def test_devices_are_listed_in_a_table(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    listing(monkeypatch, DEVICE)
    command.devices()
    assert "fake" in capsys.readouterr().out


def test_devices_are_listed_as_json(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    listing(monkeypatch, DEVICE)
    command.devices(as_json=True)
    (device,) = json.loads(capsys.readouterr().out)
    assert (device["index"], device["name"], device["is_default_output"]) == (7, "fake", True)


def test_without_a_device_the_list_is_empty_and_the_command_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    listing(monkeypatch)
    with pytest.raises(DeviceMissing, match="no sound device can be the microphone"):
        command.devices(as_json=True)
    assert json.loads(capsys.readouterr().out) == []
