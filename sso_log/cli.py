"""The `sso-log` command: each slice brings its own commands, and this puts them together.

Exit 0 done, 1 failed with one clear sentence on stderr, 2 wrong usage.
"""

import importlib
import importlib.util
import sys

import click
from flask import Flask
from flask.cli import FlaskGroup

from sso_log import __version__, create_app
from sso_log.config import BadSettings
from sso_log.errors import DomainError, Invalid

COMMANDS = (
    "sso_log.reference.commands", "sso_log.admin.commands", "sso_log.audit.commands",
    "sso_log.auth.commands", "sso_log.operations.commands", "sso_log.importers.commands",
    "sso_log.summaries.commands", "sso_log.demo.commands",
)


class SsoLog(FlaskGroup):
    """A command group whose refusals are one sentence, whatever the command."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; turn what people may be told into a sentence and exit 1."""
        try:
            return super().invoke(ctx)
        except Invalid as error:
            sentences = [text for texts in error.errors.values() for text in texts]
            raise click.ClickException(" ".join(sentences) or error.sentence) from error
        except DomainError as error:
            raise click.ClickException(error.sentence) from error
        except BadSettings as error:
            raise click.ClickException(str(error)) from error


def _create_app() -> Flask:
    return create_app()


@click.group(
    cls=SsoLog,
    create_app=_create_app,
    add_default_commands=False,
    add_version_option=False,
    load_dotenv=False,
)
@click.version_option(__version__, prog_name="sso-log")
def main() -> None:
    """SSO Log: engagements, diversions and abstractions of schools officers."""


for _name in COMMANDS:
    try:
        _found = importlib.util.find_spec(_name) is not None
    except ModuleNotFoundError:
        _found = False
    if _found:
        for _command in importlib.import_module(_name).commands:
            main.add_command(_command)


if __name__ == "__main__":
    sys.exit(main())
