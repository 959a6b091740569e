"""`gladhand worker`."""

from gladhand import worker
from gladhand.cli import context
from gladhand.config import keys
from gladhand.core.db import Database
from gladhand.local import installation


def command() -> None:
    """Run the worker: writes to providers, reads, webhooks and recurring tasks."""
    settings = context.settings()
    with installation.migrated_database_url(settings) as url:
        database = Database(url, max_size=settings.database_connections, name="gladhand-worker")
        keyring = keys.keyring(settings)
        context.run_until_stopped(lambda stopping: worker.work(settings, database, keyring, stopping))
