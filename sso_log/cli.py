"""The `sso-log` command: each slice brings its own commands, and this puts them together.

Exit 0 done, 1 failed with one clear sentence on stderr, 2 wrong usage. A command that needs the
application is wrapped in `with_appcontext`; help and wrong usage never read the settings.
"""

import importlib.util
import sys
from typing import Any

import click
import sqlalchemy as sa
from flask.cli import ScriptInfo

from sso_log import __version__, create_app
from sso_log.admin.commands import commands as admin
from sso_log.audit.commands import commands as audit
from sso_log.auth.commands import commands as auth
from sso_log.config import BadSettings
from sso_log.entries.commands import commands as entries
from sso_log.errors import DomainError, Invalid
from sso_log.importers.commands import commands as importers
from sso_log.operations.commands import commands as operations
from sso_log.reference.commands import commands as reference
from sso_log.summaries.commands import commands as summaries

NO_DEMO = (
    "This installation was built without the demo force. It comes with the source: run “make run” "
    "there, or install a wheel that was built without SSO_LOG_WITHOUT_DEMO."
)


def sentence_of(error: DomainError) -> str:
    """What to tell somebody at a console: the sentences of each field, or the one there is."""
    if isinstance(error, Invalid):
        sentences = [text for texts in error.errors.values() for text in texts]
        return " ".join(sentences) or error.sentence
    return error.sentence


def _database_sentence(error: sa.exc.DBAPIError) -> str:
    """What the engine said, on one line: a console cannot do anything with a traceback."""
    message = " ".join(str(error.orig).split()).rstrip(".")
    return f"The database does not answer as it should ({message}). Run “sso-log check”."


class SsoLog(click.Group):
    """A command group whose refusals are one sentence, whatever the command."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; turn what people may be told into a sentence and exit 1."""
        try:
            return super().invoke(ctx)
        except DomainError as error:
            raise click.ClickException(sentence_of(error)) from error
        except BadSettings as error:
            raise click.ClickException(str(error)) from error
        except sa.exc.ArgumentError as error:
            raise click.ClickException("SSO_LOG_DATABASE_URL is not a database URL.") from error
        except (sa.exc.OperationalError, sa.exc.ProgrammingError) as error:
            raise click.ClickException(_database_sentence(error)) from error
        except OSError as error:
            if error.filename is None:
                raise
            raise click.ClickException(f"{error.filename}: {error.strerror}.") from error

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run with an application that is only built when a command asks for it."""
        extra.setdefault("obj", ScriptInfo(create_app=create_app))
        return super().main(*args, **extra)


@click.group(cls=SsoLog)
@click.version_option(__version__, prog_name="sso-log")
def main() -> None:
    """SSO Log: engagements, diversions and abstractions of schools officers."""


@click.command("demo", context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def no_demo(words: tuple[str, ...]) -> None:
    """Not in this installation: the demo force is an optional part of the wheel."""
    raise click.ClickException(NO_DEMO)


def demo_commands() -> tuple[click.Command, ...]:
    """The commands of the demo, which a wheel may have been built without."""
    if importlib.util.find_spec("sso_log.demo") is None:
        return (no_demo,)
    from sso_log.demo.commands import commands

    return commands


for _command in (
    *demo_commands(),
    *operations,
    *reference,
    *admin,
    *entries,
    *importers,
    *summaries,
    *auth,
    *audit,
):
    main.add_command(_command)


if __name__ == "__main__":
    sys.exit(main())
