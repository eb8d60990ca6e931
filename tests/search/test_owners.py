"""The best of several vectors of one entry."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kg.search.owners import Owners


@given(st.lists(st.lists(st.sampled_from([-0.5, 0.0, 0.25, 0.5]), max_size=4), min_size=1, max_size=8))
def test_the_best_of_each_entry_and_its_place_are_those_that_a_loop_finds(groups: list[list[float]]) -> None:
    owners = Owners(np.array([n for n, values in enumerate(groups) for _ in values], np.int32), len(groups))
    values = np.array([v for group in groups for v in group], np.float32)
    assert owners.owning.tolist() == [bool(group) for group in groups]
    assert owners.best(values).tolist() == [max(group, default=0.0) for group in groups]
    last = [max((v, n) for n, v in enumerate(group))[1] if group else -1 for group in groups]
    assert owners.places(values).tolist() == last
