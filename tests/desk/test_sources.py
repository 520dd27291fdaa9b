"""The queue is made of what the apps ask and of the ledger, and of nothing else."""

import ast
from importlib import import_module
from importlib.util import find_spec

from dialogue_portal.desk import sources
from duties import queries as duties
from tests.house.source import APPS, modules


def _asking_modules() -> list[str]:
    """The queries of each app, its other modules of the first floor and those of the desk that name a ``work_for``."""
    found = [f"{app}.queries" for app in APPS[1:] if find_spec(f"{app}.queries")]
    for path, tree in modules().items():
        names = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        on_first_floor = path.count("/") == 1 or path.startswith("dialogue_portal/desk/")
        if on_first_floor and "work_for" in names:
            found.append(path.removesuffix(".py").replace("/", "."))
    return found


def test_every_app_that_asks_something_of_a_seat_is_asked():
    asking = {getattr(import_module(name), "work_for", None) for name in _asking_modules()} - {None}
    assert asking == {*sources.APPS, duties.work_for}
    assert len(asking) >= 3
