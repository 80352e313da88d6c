"""Alembic's environment, shared by all services; kit.migrate hands over the connection and the metadata."""

from alembic import context

attributes = context.config.attributes
connection = attributes["connection"]
if connection is not None:
    context.configure(
        connection=connection,
        target_metadata=attributes["metadata"],
        compare_type=True,
        compare_server_default=False,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
