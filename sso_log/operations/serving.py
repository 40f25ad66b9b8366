"""Serving the application with waitress: one process, a pool of threads."""

import gc

import click
import waitress
from flask import Flask

from sso_log.config import Settings


def serve(app: Flask, settings: Settings, host: str, port: int, threads: int = 8) -> None:
    """Serve until stopped. Raises ClickException when the address cannot be listened on."""
    # What is loaded by now stays for good: the collector need not look at it at every turn.
    gc.collect()
    gc.freeze()
    try:
        waitress.serve(
            app,
            host=host,
            port=port,
            threads=threads,
            ident=None,
            # With proxies in front, the application itself counts back through them.
            clear_untrusted_proxy_headers=not settings.proxies,
        )
    except OSError as error:
        raise click.ClickException(
            f"Cannot listen on {host}:{port}: {error.strerror}. Choose another port, for example "
            "with SSO_LOG_PORT."
        ) from error
