import pytest

from voicecoach.audio.bluetooth import is_narrow, is_wireless


@pytest.mark.parametrize(
    ("name", "rate", "wireless", "narrow"),
    [
        pytest.param("Headset (WH-1000XM4 Hands-Free AG Audio)", 16_000, True, True, id="Windows, telephone"),
        pytest.param("Headphones (WH-1000XM4 Bluetooth)", 44_100, True, False, id="Windows, music"),
        pytest.param("AirPods Pro", 24_000, True, False, id="Mac, wide"),
        pytest.param("AirPods", 16_000, True, True, id="Mac, telephone"),
        pytest.param("bluez_source.AC_12_2F.headset_head_unit", 8_000, True, True, id="PulseAudio"),
        pytest.param("bluez_input.AC_12_2F.headset-head-unit", 48_000, True, True, id="PipeWire"),
        pytest.param("bluez_sink.AC_12_2F.a2dp_sink", 44_100, True, False, id="PulseAudio, music"),
        pytest.param("USB Headset", 16_000, False, False, id="a headset on a wire"),
        pytest.param("Built-in Microphone", 8_000, False, False, id="built in"),
    ],
)
def test_a_headset_is_known_by_its_name_and_rate(name: str, rate: int, *, wireless: bool, narrow: bool) -> None:
    assert is_wireless(name) is wireless
    assert is_narrow(name, rate) is narrow
