"""The pages about providers say what their folders do."""

from pathlib import Path

from typer.testing import CliRunner

from gladhand.apidocs.provider_pages import INDEX, pages
from gladhand.cli.main import build
from gladhand.integrations.hosting.registry import providers
from gladhand.resources.registry import REGISTRY

ROOT = Path(__file__).resolve().parents[3]


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(build(["docs"]), ["docs", *arguments])
    return result.exit_code, result.output


def test_the_pages_are_up_to_date() -> None:
    code, told = run("--check", str(ROOT / "docs" / "providers"))
    assert (code, told) == (0, ""), told


def test_every_provider_has_a_page_and_stands_in_the_index() -> None:
    made = pages(providers().values())
    assert set(made) == {INDEX, *(f"{name}.md" for name in providers())}
    assert all(f"({name}.md)" in made[INDEX] for name in providers())


def test_the_columns_of_the_index_are_the_same_whichever_provider_comes_first() -> None:
    (heads,) = [line for line in pages(providers().values())[INDEX].splitlines() if line.startswith("| provider |")]
    columns = heads.strip("| ").split(" | ")[1:]
    assert columns == [name.value for name in REGISTRY if name.value in columns]


def test_a_page_tells_of_names_limits_values_and_clearing() -> None:
    page = pages([providers()["catena_simulator"]])["catena_simulator.md"]
    assert "| `notes` | `remarks` | read, created, updated | cleared with `null` | at most 4,096 characters" in page
    assert "`ACTIVE` is `in_service`" in page
    assert "### Values of vehicle.engine_type" in page
    assert "| `GASOLINE` | `petrol` |" in page
    assert "The hub assumes that Motive's list of logs" in pages([providers()["motive"]])["motive.md"]


def test_a_page_that_is_stale_missing_or_too_many_is_noticed_and_put_right(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    assert run(str(folder))[0] == 0
    assert run("--check", str(folder))[0] == 0
    (folder / "gone.md").write_text("old")
    (folder / INDEX).write_text("changed")
    (folder / "catena_simulator.md").unlink()
    code, told = run("--check", str(folder))
    assert code == 1
    assert "README.md, catena_simulator.md, gone.md" in told
    assert run(str(folder))[0] == 0
    assert run("--check", str(folder))[0] == 0
