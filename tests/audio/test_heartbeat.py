from voicecoach.audio.heartbeat import Heartbeat


class Watch:
    """A watch that is set by hand."""

    now = 10.0

    def __call__(self) -> float:
        return self.now


def looked_at_for(heartbeat: Heartbeat, watch: Watch, eighths: int) -> list[bool]:
    looks = []
    for _ in range(eighths):
        watch.now += 0.125
        looks.append(heartbeat.is_alive())
    return looks


def test_a_device_that_is_silent_for_a_second_is_gone() -> None:
    watch = Watch()
    assert looked_at_for(Heartbeat(watch), watch, 9) == [True] * 7 + [False] * 2


def test_a_device_that_calls_back_is_there() -> None:
    watch = Watch()
    heartbeat = Heartbeat(watch)
    for _ in range(30):
        heartbeat.beat()
        assert looked_at_for(heartbeat, watch, 1) == [True]


def test_after_a_standstill_of_the_program_the_device_has_time_to_come_back() -> None:
    watch = Watch()
    heartbeat = Heartbeat(watch)
    watch.now += 600
    assert looked_at_for(heartbeat, watch, 7) == [True] * 7
    assert not looked_at_for(heartbeat, watch, 2)[-1]
