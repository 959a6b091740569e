"""House rules that no other checker knows. Prints what breaks them, with the place, and fails."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeGuard

ROOT = Path(__file__).resolve().parent.parent

LONGEST_MODULE = 250
#: Modules of one noun that is longer than that, each with the reason why a reader would lose by a split.
LONGER_MODULES = {
    "src/gladhand/config/settings.py": "the one list of what an operator can set",
    "src/gladhand/sdk/field_map.py": "a field map and the changes that it prepares, which refer to each other",
    "src/gladhand/sdk/credential_kinds.py": "the one list of the contract's kinds of credentials, in its order",
}
#: Of a function that code calls; a route or a command is called by its framework, by names.
MOST_POSITIONAL = 5
MARKS = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
VAGUE_NAMES = {"manager", "handler", "helper", "helpers", "util", "utils", "data", "info", "misc", "common"}
# A resource of the contract has this name.
CONTRACT_NAMES = {"fleet_info"}
# Words of our own where the field has one; the glossary has the field's. A vehicle departs from the lane of a road.
OLD_WORDS = re.compile(
    r"\b(purses?|bells?|pumps?|lots?|lanes?(?!\W+departure)|rehears\w*|misbehav\w+|levers?)\b", re.IGNORECASE
)
# Words for which the field has others, in what src defines: functions, parameters, classes, fields, constants, modules.
OWN_WORDS = re.compile(
    r"bells?|border|hear|heard|lanes?|levers?|lots?|misbehaviour|news|pace|parked|pumps?|purses?|reach|rehearsal|said|settled"
    r"|shown|starter|tells?|told|turns?|wanted|wish(es)?"
)
#: Names of others that have such a word, each with whose it is.
NAMES_OF_OTHERS = {
    "tell": "a method of files",
}
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
# The contract's values are named as they are spelled.
CONTRACT_VALUES = Path("src/gladhand/resources/enums")
# The table of log lines in the documents is made from the constants.
LITERAL_LINE = re.compile(r"\blog(?:ger\(\))?\.(?:debug|info|warning|error|exception|critical)\(\s*f?[\"']([^\"']+)")
DEFINITION = re.compile(r"\s*(async def|def|class) ")
# A function is named by what it does or returns. These words stand for any result.
BARE_NAME = re.compile(
    r"^\s*(?:async def|def) (_?(?:shown|listed|made|told|said|news|heard|asked|wanted|given|gone|who|one))\("
)
# Nothing is stored in a module: a process has what is built at its start, and hands it down.
MODULE_STATE = re.compile(
    r"^\w+(?:: [^=]+)? = (?:\{\}|\[\]|(?:set|dict|list|deque|Counter|OrderedDict|Weak\w+)\(\)|defaultdict\()"
)
# SQL is written in lower case. A statement begins with a verb, also inside of parentheses; parts of one join tables.
SQL = re.compile(
    r"(?:^|\()\s*(?:select\s.*\bfrom\b|insert\s+into\b|delete\s+from\b|update\s+\S+\s.*\bset\b|with\s+\w+(?:\s\(.*?\))?\s+as\b)"
    r"|\bjoin\s+[\w{}]+\s+\w+\s+(?:on|using)\b",
    re.DOTALL,
)
#: Modules with SQL that is of no noun, each with what it is of.
SQL_ELSEWHERE = {
    "src/gladhand/config/database_checks.py": "asks the server about itself",
    "src/gladhand/core/db.py": "asks the server whether it stores rows",
    "src/gladhand/core/migrate.py": "reads the migrations that have run, before there is a schema",
    "src/gladhand/local/embedded_postgres.py": "creates the database",
    "src/gladhand/simulator/storage.py": "is the storage of the simulator, in SQLite",
}
#: What a query does, which is the first word of its name. What puts parts of SQL together has a noun for a name.
QUERY_VERBS = {
    "get": "reads one, raises if there is none",
    "find": "reads one or None",
    "list": "reads several",
    "stream": "reads as many as there are, a part at a time",
    "count": "counts",
    "is": "asks",
    "has": "asks",
    "insert": "adds",
    "update": "changes",
    "upsert": "adds or changes",
    "start": "sends a statement whose answer is received later",
    "copy": "adds by COPY",
    "move": "adds to one table what it deletes from another",
    "delete": "deletes, or marks as deleted",
    "remove": "marks records as no longer at the provider",
    "lock": "locks rows until the transaction ends",
    "claim": "takes what only one may have, with a lease or for good",
    "extend": "prolongs a lease or a term",
    "release": "gives up a claim",
    "finish": "stores what came of what was claimed or started",
    "accept": "a state of its noun",
    "activate": "a state of its noun",
    "end": "a state of its noun",
    "replay": "a state of its noun",
    "revoke": "a state of its noun",
    "suspend": "a state of its noun",
    "create": "creates tables",
    "detach": "takes a partition out of its table",
    "compact": "rewrites a partition",
    "drop": "drops tables",
    "notify": "wakes up those who listen",
}
CONSTANT_NAME = re.compile(r"_?[A-Z][A-Z0-9_]*")
CLASS = re.compile(r"^class (\w+)", re.MULTILINE)
# The generated clients are distributions of their own, with the contract's names.
NAMES_ELSEWHERE = "clients"
# A reason follows the code of what is silenced, after a dash or a second hash.
SILENCED = re.compile(r"#\s*(noqa\b|type:\s*ignore|pragma:)(?P<rest>.*)")
REASONED = re.compile(r"^(:\s*[A-Z]+\d+(\s*,\s*[A-Z]+\d+)*|\[[a-z, -]+\])\s*[-#]\s*\S+")
# Locks and configuration name packages, never where to fetch them: the reader's machine decides that.
DOWNLOADS = re.compile(
    r'"resolved": *"https?://|(--|^)(extra-)?index-url|^--find-links|^registry *=|@ *https?://|url *= *"https?://[^"]*\.(whl|tar\.gz)"'
)
LOCKS = re.compile(r"^(requirements/.*|.*\.(lock|toml|cfg|ini)|package-lock\.json|\.npmrc|pip\.conf)$")


def tracked() -> list[Path]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [Path(name) for name in listed.splitlines() if (ROOT / name).is_file()]


def in_source(path: Path, lines: list[str]) -> Iterator[str]:
    is_listed = path.as_posix() in LONGER_MODULES
    if path.suffix == ".py" and (len(lines) > LONGEST_MODULE) is not is_listed:
        if is_listed:
            yield f"{path}: {len(lines)} lines; take it out of LONGER_MODULES"
        else:
            yield f"{path}: {len(lines)} lines; give its second noun a module, or say in LONGER_MODULES why not"
    if path.stem not in CONTRACT_NAMES and VAGUE_NAMES & set(path.stem.split("_")):
        yield f"{path}: says nothing about what is inside; name it by its noun or role"
    for number, line in enumerate(lines, 1):
        if found := MARKS.search(line):
            yield f"{path}:{number}: left-over mark {found[0]}"
        if found := BARE_NAME.match(line):
            yield f"{path}:{number}: {found[1]} does not say what the function returns"
        if MODULE_STATE.match(line):
            yield f"{path}:{number}: state in a module; give it to what is built at the start"


def in_python(path: Path, lines: list[str]) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        if (found := SILENCED.search(line)) and not REASONED.match(found["rest"]):
            yield f"{path}:{number}: a silenced check names its code and says why on its line"
        # Names are read word by word where they are defined; the contract's own values may have such words.
        if found := OLD_WORDS.search(line.replace("_", " ") if DEFINITION.match(line) else line):
            yield f"{path}:{number}: {found[0]} is a word of our own; use the field's"


def words_of_our_own(path: Path, text: str) -> Iterator[str]:
    for number, name in ((0, path.stem), *defined(ast.parse(text))):
        if name not in NAMES_OF_OTHERS and (
            own := list(filter(OWN_WORDS.fullmatch, map(str.lower, WORD.findall(name))))
        ):
            yield f"{path}:{number}: {name}: {', '.join(own)} is a word of our own; use the field's"


def defined(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """What a module defines: functions and their parameters, classes and their fields, constants."""
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            yield node.lineno, node.arg
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.lineno, node.name
        if isinstance(node, ast.Module | ast.ClassDef):
            for part in node.body:
                targets = part.targets if isinstance(part, ast.Assign) else [getattr(part, "target", None)]
                yield from ((part.lineno, each.id) for each in targets if isinstance(each, ast.Name))


def is_sql_module(path: Path) -> bool:
    return path.stem == "queries" or path.stem.endswith("_queries")


def sql_in_source(path: Path, text: str) -> Iterator[str]:
    """SQL stands in the queries of its noun, and is put together in one way."""
    tree = ast.parse(text)
    statements = [each for each in ast.walk(tree) if is_sql(each)]
    may_have_sql = is_sql_module(path) or path.as_posix() in SQL_ELSEWHERE
    if path.as_posix() in SQL_ELSEWHERE and not statements:
        yield f"{path}: has no SQL any more; take it out of SQL_ELSEWHERE"
    for node in statements:
        if not may_have_sql:
            yield f"{path}:{node.lineno}: SQL stands in a queries module of its noun"
    if is_sql_module(path):
        yield from sql_that_varies(path, tree, statements)
        yield from verbs_of_queries(path, tree)


def verbs_of_queries(path: Path, tree: ast.Module) -> Iterator[str]:
    # A part of other queries of its module has the name of what it reads.
    public = [each for each in tree.body if isinstance(each, ast.AsyncFunctionDef) and not each.name.startswith("_")]
    for node in public:
        if node.name.partition("_")[0] not in QUERY_VERBS:
            yield f"{path}:{node.lineno}: {node.name} begins with no verb of queries ({', '.join(QUERY_VERBS)})"


def sql_that_varies(path: Path, tree: ast.Module, statements: Iterable[ast.Constant | ast.JoinedStr]) -> Iterator[str]:
    functions = [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)]
    # What a function that returns constant text gets is constant text, as mypy sees to.
    constant = {
        id(part)
        for function in functions
        if function.returns is not None and ast.unparse(function.returns) == "LiteralString"
        for part in ast.walk(function)
    }
    calls = [each for each in ast.walk(tree) if isinstance(each, ast.Call)]
    for call in calls:
        if ast.unparse(call.func) == "sql.SQL" and isinstance(call.args[0], ast.JoinedStr):
            yield f"{path}:{call.lineno}: an f-string in sql.SQL; give the part to format()"
    for node in statements:
        if isinstance(node, ast.JoinedStr) and id(node) not in constant:
            for part in node.values:
                if isinstance(part, ast.FormattedValue) and not is_constant(part.value):
                    yield f"{path}:{node.lineno}: {ast.unparse(part.value)} varies; compose with psycopg.sql"


def is_sql(node: ast.AST) -> TypeGuard[ast.Constant | ast.JoinedStr]:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and SQL.search(node.value) is not None
    if isinstance(node, ast.JoinedStr):
        parts = [str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values]
        return SQL.search("".join(parts)) is not None
    return False


def is_constant(value: ast.expr) -> bool:
    """A constant, or a function of constant text."""
    match value:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return CONSTANT_NAME.fullmatch(name) is not None
        case ast.Call(func=ast.Name(), args=arguments):
            return all(isinstance(each, ast.Constant) or is_constant(each) for each in arguments)
        case _:
            return False


def log_lines_without_constant() -> Iterator[str]:
    for path in tracked():
        if path.parts[0] == "src" and path.suffix == ".py":
            for name in LITERAL_LINE.findall((ROOT / path).read_text()):
                yield f"{path}: log line {name} is a text; make it a constant of type LogEvent"


def in_lock(path: Path, lines: list[str]) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        if DOWNLOADS.search(line):
            yield f"{path}:{number}: a lock or configuration file carries a download address"


def calls_hard_to_read(path: Path, text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if (
            not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            or node.decorator_list
            or node.name == "command"
        ):
            continue
        positional = [each for each in (*node.args.posonlyargs, *node.args.args) if each.arg not in ("self", "cls")]
        if len(positional) > MOST_POSITIONAL:
            yield f"{path}:{node.lineno}: {node.name} takes {len(positional)} arguments by position; name some"


def class_names_used_twice() -> Iterator[str]:
    """A class name stands for one thing, in the tests as well."""
    homes: dict[str, Path] = {}
    for path in tracked():
        if path.parts[0] == NAMES_ELSEWHERE or path.suffix != ".py":
            continue
        for name in CLASS.findall((ROOT / path).read_text()):
            if name in homes:
                yield f"{path}: class {name} is also in {homes[name]}"
            homes[name] = path


def listed_in_vain() -> Iterator[str]:
    for listed, names in (("LONGER_MODULES", LONGER_MODULES), ("SQL_ELSEWHERE", SQL_ELSEWHERE)):
        for name in names:
            if not (ROOT / name).is_file():
                yield f"{name}: there is no such module; take it out of {listed}"


def broken() -> Iterator[str]:
    yield from listed_in_vain()
    yield from class_names_used_twice()
    yield from log_lines_without_constant()
    for path in tracked():
        in_src, is_python, is_lock = path.parts[0] == "src", path.suffix == ".py", LOCKS.match(path.as_posix())
        if not (in_src or is_python or is_lock):
            continue
        try:
            lines = (ROOT / path).read_text().splitlines()
        except UnicodeDecodeError:  # a picture or the like
            continue
        if in_src:
            yield from in_source(path, lines)
            if is_python:
                yield from calls_hard_to_read(path, "\n".join(lines))
                yield from sql_in_source(path, "\n".join(lines))
                if CONTRACT_VALUES not in path.parents and not path.stem.startswith("test_"):
                    yield from words_of_our_own(path, "\n".join(lines))
        if is_python and path != Path(__file__).resolve().relative_to(ROOT):
            yield from in_python(path, lines)
        if is_lock:
            yield from in_lock(path, lines)


if __name__ == "__main__":
    findings = list(broken())
    print("\n".join(findings) or "House rules: kept")
    sys.exit(bool(findings))
