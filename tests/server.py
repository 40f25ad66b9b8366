"""A server that can be killed in an instant and is up again in another.

A parent imports the application once, and forks a child that builds it and serves it; the child
is what is killed. Killing says nothing to it: what was not on the disk is gone.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """The parent process, and the child that serves."""

    def __init__(self, environment: dict[str, str], port: int) -> None:
        self.port = port
        self.child = 0
        self.parent = subprocess.Popen(
            [sys.executable, "-m", "tests.server", str(port)],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def start(self) -> None:
        """Fork a server and wait until it answers."""
        assert self.parent.stdin is not None and self.parent.stdout is not None
        self.parent.stdin.write("start\n")
        self.parent.stdin.flush()
        self.child = int(self.parent.stdout.readline())
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port)):
                return
            time.sleep(0.01)
        raise AssertionError("the server did not come up")

    def kill(self) -> None:
        """kill -9, and wait until it is gone."""
        assert self.parent.stdin is not None and self.parent.stdout is not None
        os.kill(self.child, signal.SIGKILL)
        self.parent.stdin.write("wait\n")
        self.parent.stdin.flush()
        assert self.parent.stdout.readline() == "gone\n"

    def close(self) -> None:
        """End both."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.child, signal.SIGKILL)
        self.parent.kill()
        self.parent.wait()


def serve(port: int) -> None:
    """The child: build the application from the environment and serve it."""
    import waitress

    from sso_log import create_app

    waitress.serve(create_app(), host="127.0.0.1", port=port, threads=4)


def say(line: str) -> None:
    """One line to the process that started this one."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(port: int) -> None:
    """The parent: fork or wait, as the lines on standard input say."""
    import sso_log.cli  # everything is imported before the first fork

    assert sso_log.cli
    child = 0
    for line in sys.stdin:
        if line == "start\n":
            child = os.fork()
            if child == 0:
                serve(port)
            say(str(child))
        else:
            os.waitpid(child, 0)
            say("gone")


if __name__ == "__main__":
    main(int(sys.argv[1]))
