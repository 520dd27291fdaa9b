"""Rules that the linter cannot hold. Each is shown to bite on a made-up line."""

import ast
import re

import pytest

from tests.house.source import modules, parse

# Where a state may be written by hand, and why.
STATE_WRITERS = {
    "audit/transitions.py": "the one door",
    "outbox/relay.py": "claims and marks of delivery: no act of a person, moved under a lease",
}
# Where a task is put on the broker by hand, and why.
TASK_SENDERS = {
    "dialogue_portal/drills/beats.py": "a broker that delivers every tick again",
    "dialogue_portal/drills/kill_worker.py": "the naive way that a drill has to find guilty",
}
CLOCK_READERS = {"regulation/clock.py": "the only reader of the clock"}
_CLOCK_CALLS = re.compile(
    r"^(datetime\.(datetime\.)?(now|utcnow|today)|date\.today|(django\.utils\.)?timezone\.(now|localtime|localdate)"
    r"|time\.time|time\.localtime|time\.gmtime)$"
)


def state_writes(trees: dict[str, ast.Module]) -> list[str]:
    """Assignments to ``.state`` and updates or creations that set it."""
    found = []
    for path, tree in trees.items():
        for node in ast.walk(tree):
            targets = getattr(node, "targets", None) or [getattr(node, "target", None)]
            if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign) and any(
                isinstance(part, ast.Attribute) and part.attr == "state"
                for target in targets
                if target is not None
                for part in ast.walk(target)
            ):
                found.append(f"{path}:{node.lineno}")
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _sets_state(node):
                found.append(f"{path}:{node.lineno}")
    return sorted(found)


def _sets_state(call: ast.Call) -> bool:
    if call.func.attr in {"update", "create", "update_or_create", "get_or_create", "aupdate"}:
        # A row of history may copy the state that another row is in.
        return any(
            keyword.arg == "state" and not ast.unparse(keyword.value).endswith(".state")
            for keyword in call.keywords
        )
    return call.func.attr in {"bulk_update", "save_if_current", "setattr"} and any(
        isinstance(part, ast.Constant) and part.value == "state"
        for argument in call.args
        for part in ast.walk(argument)
    )


def clock_reads(trees: dict[str, ast.Module]) -> list[str]:
    """Calls that ask the machine for the time."""
    return [
        f"{path}:{node.lineno}"
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _CLOCK_CALLS.match(ast.unparse(node.func)) and not _converts(node)
    ]


def _converts(call: ast.Call) -> bool:
    """``localtime(moment)`` brings a moment that is known into our zone; only without one it reads the clock."""
    return bool(call.args) and ast.unparse(call.func).endswith(("localtime", "localdate", "gmtime"))


def tasks_sent(trees: dict[str, ast.Module]) -> list[str]:
    """Calls that put a message on the broker."""
    return [
        f"{path}:{node.lineno}"
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"delay", "apply_async", "send_task", "delay_on_commit", "on_commit"}
    ]


def undocumented(trees: dict[str, ast.Module]) -> list[str]:
    """Modules and public functions without a docstring. Overrides in classes speak through their base."""
    found = []
    for path, tree in trees.items():
        if tree.body and ast.get_docstring(tree) is None:
            found.append(path)
        found += [
            f"{path}:{node.name}"
            for node in tree.body
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            and not node.name.startswith("_")
            and ast.get_docstring(node) is None
        ]
    return found


def signals(trees: dict[str, ast.Module]) -> list[str]:
    """Receivers: what happens because of something is called, not signalled."""
    return [
        f"{path}:{node.lineno}"
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if (
            isinstance(node, ast.Call)
            and ast.unparse(node.func).endswith(("_save.connect", "_delete.connect", "receiver"))
        )
    ]


def test_states_are_written_through_the_one_door():
    assert [place for place in state_writes(modules()) if place.partition(":")[0] not in STATE_WRITERS] == []


def test_the_clock_has_one_reader():
    assert [place for place in clock_reads(modules()) if place.partition(":")[0] not in CLOCK_READERS] == []


def test_no_one_sends_a_task_to_the_broker():
    assert [place for place in tasks_sent(modules()) if place.partition(":")[0] not in TASK_SENDERS] == []


def test_every_module_and_public_function_says_what_it_is():
    assert undocumented(modules()) == []


def test_nothing_happens_by_signal():
    assert signals(modules()) == []


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        (state_writes, "session.state = 'held'"),
        (state_writes, "session.state, other = 'held', 1"),
        (state_writes, "Session.objects.filter(pk=1).update(state='held')"),
        (state_writes, "Session.objects.create(state='held')"),
        (state_writes, "Session.objects.bulk_update(rows, ['state'])"),
        (state_writes, "save_if_current(session, ['state'])".replace("save_if", "versions.save_if")),
        (clock_reads, "datetime.now()"),
        (clock_reads, "datetime.datetime.now(tz=UTC)"),
        (clock_reads, "date.today()"),
        (clock_reads, "timezone.now()"),
        (clock_reads, "time.time()"),
        (tasks_sent, "relay.delay()"),
        (tasks_sent, "transaction.on_commit(send)"),
        (undocumented, "'''A module.'''\ndef schedule(session): ..."),
        (undocumented, "x = 1"),
        (signals, "post_save.connect(send)"),
        (signals, "'''M.'''\nreceiver(post_save)(send)"),
    ],
)
def test_each_rule_bites(rule, line):
    assert len(rule(parse(line))) == 1


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        (state_writes, "if session.state == S.HELD: pass"),
        (state_writes, "Session.objects.filter(state='held').update(place='x')"),
        (state_writes, "Reply.objects.create(state=registration.state)"),
        (clock_reads, "clock.today()"),
        (clock_reads, "timezone.localtime(session.starts_at)"),
        (undocumented, "'''A module.'''\ndef _hidden(): ..."),
        (signals, "button.connect(x)"),
    ],
)
def test_each_rule_lets_the_innocent_through(rule, line):
    assert rule(parse(line)) == []
