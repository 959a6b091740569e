"""`make release` on a repository with the files of this one."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from tests.node import ROOT

pytestmark = [pytest.mark.release, pytest.mark.needs("git", "ssh-keygen", "tar"), pytest.mark.timeout(300)]
_ITEMS = (
    *("pyproject.toml", "README.md", "CHANGELOG.md", "SECURITY.md", "CONTRIBUTING.md", "LICENSE", ".gitignore"),
    *("src", "docs", "tools", "requirements", "clients/python", "deploy"),
)


def run(folder: Path, *command: str | Path) -> subprocess.CompletedProcess[str]:
    # The user's settings of git, such as a key that signs commits, are not part of this.
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=200
    )


def commit(folder: Path) -> None:
    author = ("-c", "user.name=A", "-c", "user.email=a@example.com")
    for command in (("git", "init", "-q"), ("git", "add", "-A"), ("git", *author, "commit", "-qm", "one")):
        done = run(folder, *command)
        assert done.returncode == 0, done.stderr


def release(folder: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return run(folder, sys.executable, "-m", "tools.release", *arguments)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "one"
    for item in _ITEMS:
        source, target = ROOT / item, folder / item
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
        else:
            shutil.copy(source, target)
    commit(folder)
    return folder


def test_a_release_is_signed_and_another_clone_makes_the_same_bytes(repository: Path, tmp_path: Path) -> None:
    keys, signers, out, again = (tmp_path / name for name in ("key", "signers", "out", "again"))
    made = run(tmp_path, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", keys)
    assert made.returncode == 0, made.stderr
    signers.write_text("gladhand " + keys.with_suffix(".pub").read_text())

    done = release(repository, "--dry-run", "--key", keys, "--signers", signers, "--out", out)

    assert done.returncode == 0, done.stderr
    files = {each.name: each.read_bytes() for each in out.iterdir()}
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert version is not None
    hub = f"gladhand-{version[1]}"
    assert {f"{hub}.tar.gz", f"{hub}-py3-none-any.whl", f"{hub}.cdx.json", "NOTES.md", "SHA256SUMS.sig"} < files.keys()
    assert len([name for name in files if name.startswith("gladhand_client-")]) == 2

    listed = {line[66:]: line[:64] for line in files["SHA256SUMS"].decode().splitlines()}
    signed = files.keys() - {"SHA256SUMS", "SHA256SUMS.sig"}
    assert listed == {name: hashlib.sha256(files[name]).hexdigest() for name in signed}

    # As SECURITY.md says it.
    [check] = re.findall(r"```sh\n(ssh-keygen.*?)```", (ROOT / "SECURITY.md").read_text(), re.DOTALL)
    shutil.copy(signers, out / "allowed_signers")
    checked = run(out, "sh", "-ec", check)
    assert (checked.returncode, checked.stdout.count(": OK")) == (0, len(signed)), checked.stderr
    for changed in (f"{hub}.tar.gz", "SHA256SUMS"):
        (out / changed).write_bytes(files[changed] + b"\n")
        assert run(out, "sh", "-ec", check).returncode != 0
        (out / changed).write_bytes(files[changed])

    # What a clone of the repository has that is not committed, and who may read its files, changes nothing.
    other = tmp_path / "two"
    run(tmp_path, "git", "clone", "-q", repository, other)
    (other / "src/gladhand/left_behind.py").write_text("")
    (other / "src/gladhand/__init__.py").chmod(0o600)
    unsigned = release(other, "--dry-run", "--out", again)
    assert unsigned.returncode == 0, unsigned.stderr
    assert "not signed" in unsigned.stdout
    assert {each.name: each.read_bytes() for each in again.iterdir()} == {
        name: content for name, content in files.items() if name != "SHA256SUMS.sig"
    }

    with zipfile.ZipFile(out / f"{hub}-py3-none-any.whl") as wheel:
        packed = {name for name in wheel.namelist() if name.startswith("gladhand/")}
    tracked = run(repository, "git", "ls-files", "src/gladhand").stdout.split()
    assert packed == {name.removeprefix("src/") for name in tracked}

    bill = json.loads(files[f"{hub}.cdx.json"])
    locked = re.findall(
        r"^([a-z0-9.-]+)(?:\[.*\])?==(\S+)", (ROOT / "requirements/runtime.txt").read_text(), re.MULTILINE
    )
    assert sorted((each["name"], each["version"]) for each in bill["components"]) == sorted(locked)
    assert all(each["externalReferences"][0]["hashes"] for each in bill["components"])
    licences = {
        each["name"]: [part["license"] for part in each["licenses"] if "license" in part] for each in bill["components"]
    }
    assert all(each["licenses"] for each in bill["components"])
    assert [each["id"] for each in licences["fastapi"]] == ["MIT"]


def test_what_is_not_ready_is_refused(repository: Path, tmp_path: Path) -> None:
    # Without a section of the version there are no notes.
    changelog = repository / "CHANGELOG.md"
    changelog.write_text("# Changelog\n\n## [Unreleased]\n\n- A line.\n")
    dirty = release(repository, "--out", tmp_path / "dirty")
    commit(repository)
    without_notes = release(repository, "--out", tmp_path / "without-notes")
    (repository / "src/gladhand/__init__.py").write_text('__version__ = "9.9.9"\n')
    commit(repository)
    other_version = release(repository, "--dry-run", "--out", tmp_path / "other-version")

    assert (dirty.returncode, without_notes.returncode, other_version.returncode) == (1, 1, 1)
    assert "no commit has" in dirty.stderr
    assert "no section" in without_notes.stderr
    assert "src/gladhand/__init__.py" in other_version.stderr


def test_a_key_that_users_do_not_have_signs_nothing(repository: Path, tmp_path: Path) -> None:
    for name in ("ours", "other"):
        made = run(tmp_path, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / name)
        assert made.returncode == 0, made.stderr
    signers, out = tmp_path / "signers", tmp_path / "out"
    signers.write_text("gladhand " + (tmp_path / "other.pub").read_text())

    done = release(repository, "--dry-run", "--key", tmp_path / "ours", "--signers", signers, "--out", out)

    assert done.returncode == 1
    assert "does not have the public key" in done.stderr
    assert list(out.iterdir()) == []
