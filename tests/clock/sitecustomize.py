"""Moves the clock of a Python process that a test run starts: `tests/conftest.py` says by how much.

Python imports this module at its start, when the folder is on PYTHONPATH.
"""

import os
import time

AHEAD = "TESTS_CLOCK_AHEAD"

if AHEAD in os.environ:
    import time_machine

    time_machine.travel(time.time() + float(os.environ[AHEAD])).start()
