"""Models of a service from the command line. DATABASE_URL names its database.

python -m kit.ml list     governance
python -m kit.ml train    governance document-field       a new version; its figures are printed
python -m kit.ml promote  governance document-field [3]   the newest, unless a number is given
python -m kit.ml rollback governance document-field
"""

import asyncio
import sys
from argparse import ArgumentParser, Namespace
from importlib import import_module
from os import environ
from uuid import UUID

from kit.db import Database
from kit.errors import Problem
from kit.ml import queries, runs, service
from kit.ml.model import Models
from kit.ml.tables import ModelTraining, ModelVersion
from kit.ml.training import train
from kit.page import Paging


async def main(asked: Namespace) -> int:
    models: Models = import_module(f"{asked.package}.models").MODELS
    database = Database(environ["DATABASE_URL"], pool_size=3, application_name="kit.ml")
    try:
        for name in [asked.name] if asked.name else models.names:
            models.get(name)
            if not await ACTIONS[asked.action](database, models, name, asked):
                return 1
    except Problem as problem:
        print(f"{problem.code} {problem.params or ''}".strip(), file=sys.stderr)
        return 1
    finally:
        await database.dispose()
    return 0


async def _list(database: Database, models: Models, name: str, _: Namespace) -> bool:
    del models
    async with database.session() as session:
        page = await queries.list_versions(session, name, Paging())
    print(name if page.items else f"{name}: no version")
    for version in page.items:
        print(_line(version))
    return True


async def _train(database: Database, models: Models, name: str, asked: Namespace) -> bool:
    training_id = asked.training
    if training_id is None:
        async with database.session() as session:
            training_id = (await runs.ask(session, name, by=runs.COMMAND)).id
    await train(database, models, name, training_id)
    async with database.session() as session:
        training = await session.get_one(ModelTraining, training_id)
    print(_line(training.version) if training.version else f"{name}: {training.status} {training.reason}")
    return training.status != "failed"


async def _promote(database: Database, models: Models, name: str, asked: Namespace) -> bool:
    async with database.session() as session:
        newest = (await queries.newest(session, [name])).get(name)
        number = asked.number or (newest.number if newest else 0)
        print(_line(await service.promote(session, models, name, number, by=runs.COMMAND)))
    return True


async def _rollback(database: Database, models: Models, name: str, _: Namespace) -> bool:
    async with database.session() as session:
        print(_line(await service.rollback(session, models, name, by=runs.COMMAND)))
    return True


def _line(version: ModelVersion) -> str:
    card = version.card
    measure = card["measure"]
    state = "in use" if version.in_use else "better than its baseline" if version.better else "not better: never used"
    figures = f"{measure} {card['metrics'][measure]} against {card['baseline'][measure]}"
    return f"  {version.name} {version.number}  {version.trained_at:%Y-%m-%d %H:%M}  {figures}  {state}"


ACTIONS = {"list": _list, "train": _train, "promote": _promote, "rollback": _rollback}


def arguments() -> Namespace:
    parser = ArgumentParser(prog="kit.ml", description=__doc__)
    parser.add_argument("action", choices=list(ACTIONS))
    parser.add_argument("package")
    parser.add_argument("name", nargs="?")
    parser.add_argument("number", nargs="?", type=int)
    parser.add_argument("--training", type=UUID, help="one that was asked for already")
    asked = parser.parse_args()
    if asked.action in ("promote", "rollback") and not asked.name:
        parser.error("which model?")
    return asked


if __name__ == "__main__":
    sys.exit(asyncio.run(main(arguments())))
