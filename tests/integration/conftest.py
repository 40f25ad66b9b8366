"""What only the tests against a served installation share: one of them, with a force in it."""

from collections.abc import Iterator

import pytest

from tests.outside import Site


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A new installation on SQLite, furnished with the command and served on a free port."""
    installed = Site(tmp_path_factory.mktemp("installation"))
    installed.furnish()
    installed.serve()
    yield installed
    installed.stop()
