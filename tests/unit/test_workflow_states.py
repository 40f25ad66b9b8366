"""The table of states, compared with one written by hand: what may be done, and what follows."""

import pytest

from sso_log.errors import IllegalTransition
from sso_log.workflow.states import STEPS, Action, Status, step

# From each status (down) each action (across) leads to; a dot is refused.
WRITTEN = """
            save      submit     withdraw   approve   return    reopen    void
draft       draft     submitted  withdrawn  .         .         .         .
submitted   .         submitted  withdrawn  approved  returned  .         void
returned    returned  submitted  withdrawn  .         .         .         void
approved    .         .          .          .         .         reopened  void
reopened    reopened  submitted  .          .         .         .         void
withdrawn   .         .          .          .         .         .         .
void        .         .          .          .         .         .         .
"""
HEADER, *LINES = (line.split() for line in WRITTEN.strip().splitlines())
CELLS = {
    (line[0], action): to for line in LINES for action, to in zip(HEADER, line[1:], strict=True)
}


def test_the_written_table_has_every_status_and_every_action() -> None:
    assert [line[0] for line in LINES] == [status.value for status in Status]
    assert set(HEADER) == {action.value for action in Action}
    assert {(one.value, other.value) for one, other in STEPS} <= set(CELLS)


@pytest.mark.parametrize(("status", "action"), CELLS)
def test_an_action_leads_where_the_written_table_says(status: str, action: str) -> None:
    to = CELLS[status, action]
    if to == ".":
        with pytest.raises(IllegalTransition):
            step(Status(status), Action(action))
    else:
        assert step(Status(status), Action(action)).to == to
