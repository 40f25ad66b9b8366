"""The command `sso-log rebuild`: makes what is derived from its sources again."""

import click
from flask.cli import with_appcontext

from sso_log.auth.identity import SYSTEM
from sso_log.db import writing
from sso_log.entries.recount import PARTS, rebuild


@click.command("rebuild")
@click.option(
    "--what",
    "names",
    multiple=True,
    type=click.Choice(sorted(PARTS)),
    help="Only this part; may be given more than once.",
)
@with_appcontext
def rebuild_command(names: tuple[str, ...]) -> None:
    """Make stored rows again from what they follow from: days of abstractions, columns."""
    from rich.console import Console
    from rich.progress import Progress, TimeElapsedColumn

    names = names or tuple(PARTS)
    columns = (*Progress.get_default_columns()[:3], TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar, writing():
        task = bar.add_task("Rebuilding", total=len(names))
        changed = rebuild(
            SYSTEM, names, lambda words: bar.update(task, description=f"Rebuilding {words}")
        )
        bar.update(task, completed=len(names))
    for name, count in changed.items():
        click.echo(f"{PARTS[name].words.capitalize()}: {count:,} put right.")


commands = (rebuild_command,)
