import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach.audio.ring import Ring


@settings(max_examples=60, deadline=None)
@given(steps=st.lists(st.tuples(st.booleans(), st.integers(0, 12)), max_size=60))
def test_a_ring_gives_back_what_fitted_in_order_and_no_more(steps: list[tuple[bool, int]]) -> None:
    ring = Ring(np.int16, 8)
    waiting: list[int] = []
    numbered = 1
    for is_put, count in steps:
        if is_put:
            pcm = np.arange(numbered, numbered + count, dtype=np.int16)
            fitted = ring.put(pcm)
            assert fitted == min(count, 8 - len(waiting))
            waiting += pcm[:fitted].tolist()
            numbered += count
        else:
            out = np.zeros(count, np.int16)
            taken = ring.take(out)
            assert out.tolist() == waiting[:taken] + [0] * (count - taken)
            assert taken == min(count, len(waiting))
            del waiting[:taken]
        assert (ring.filled, ring.room) == (len(waiting), 8 - len(waiting))
