"""`make release`: writes what a release consists of into a folder, from the last commit alone.

python -m tools.release [--dry-run] [--key FILE] [--signers FILE] [--out FOLDER]

--dry-run    takes the notes of [Unreleased] where the changelog has no section of the version yet
--key        a private key of SSH that signs the checksums; without one they are not signed
--signers    the public keys with which users check signatures; `allowed_signers` in the root of the repository

The same commit gives the same bytes, with the same locked packages. Nothing is published, and no tag is set.
"""

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

_ROOT = Path(__file__).resolve().parents[1]
_DISTRIBUTIONS = (".", "clients/python")
_SUMS = "SHA256SUMS"
#: Whose key signs, and what for; `ssh-keygen -Y verify` names both.
_SIGNER, _NAMESPACE = "gladhand", "gladhand-release"


def main() -> None:
    asked = _arguments()
    if _printed("git", "status", "--porcelain", "--untracked-files=no"):
        sys.exit("release: there are changes that no commit has; commit them, or put them aside")
    out: Path = asked.out.resolve()
    if out.exists() and any(out.iterdir()):
        sys.exit(f"release: {out} is not empty")
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        if asked.key is not None:
            # A wrong key is refused before all the work.
            (probe := Path(name) / "probe").touch()
            _sign(probe, asked.key, asked.signers)
        tree = Path(name) / "tree"
        tree.mkdir()
        archive = subprocess.run(("git", "archive", "HEAD"), cwd=_ROOT, check=True, capture_output=True).stdout
        subprocess.run(("tar", "-x", "-C", str(tree)), input=archive, check=True)
        version = _version(tree)
        (out / "NOTES.md").write_text(_notes((tree / "CHANGELOG.md").read_text(), version, is_dry=asked.dry_run))
        environment = {**os.environ, "SOURCE_DATE_EPOCH": _printed("git", "log", "-1", "--format=%ct")}
        for distribution in _DISTRIBUTIONS:
            build = ("build", "--no-isolation", "--outdir", str(out), str(tree / distribution))
            _module(build, environment)
        shutil.copy(tree / "requirements/runtime.txt", out / f"gladhand-{version}-requirements.txt")
        _write_bill(tree, out / f"gladhand-{version}.cdx.json", environment)
    _write_sums(out)
    print(f"release: gladhand {version} from {_printed('git', 'rev-parse', 'HEAD')} in {out}")
    if asked.key is None:
        print("release: not signed, because no --key is given")
    else:
        _sign(out / _SUMS, asked.key, asked.signers)
        print(f"release: signed with {asked.key}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.release", description="Write what a release consists of.")
    parser.add_argument("--dry-run", action="store_true")
    parser.add_argument("--key", type=Path)
    parser.add_argument("--signers", type=Path, default=_ROOT / "allowed_signers")
    parser.add_argument("--out", type=Path, default=_ROOT / "dist/release")
    return parser.parse_args()


def _version(tree: Path) -> str:
    """The version of the project. What else has it must have the same: the program itself and its chart."""
    version: str = tomllib.loads((tree / "pyproject.toml").read_text())["project"]["version"]
    others = {
        "src/gladhand/__init__.py": f'__version__ = "{version}"\n',
        "deploy/helm/gladhand/Chart.yaml": f'appVersion: "{version}"\n',
    }
    wrong = [path for path, line in others.items() if line not in (tree / path).read_text()]
    if wrong:
        sys.exit(f"release: pyproject.toml has version {version}, but these files have another: {', '.join(wrong)}")
    return version


def _notes(changelog: str, version: str, *, is_dry: bool) -> str:
    """The version's section of the changelog, without its heading."""
    sections = re.split(r"^## \[([^\]]+)\][^\n]*\n", changelog, flags=re.MULTILINE)
    by_version = dict(zip(sections[1::2], sections[2::2], strict=True))
    notes = by_version.get(version) or (by_version.get("Unreleased") if is_dry else None)
    if notes is None or not notes.strip():
        sys.exit(f"release: CHANGELOG.md has no section [{version}], or nothing in it; name [Unreleased] so")
    return notes.strip() + "\n"


def _write_bill(tree: Path, file: Path, environment: Mapping[str, str]) -> None:
    """The bill of materials: every package that the server runs with, the hashes of its files and its licences. The
    lock has the hashes; the licences are those that the installed packages name."""
    form = ("--output-reproducible", "--of", "JSON", "--sv", "1.6", "-o", str(file))
    _module(("cyclonedx_py", "environment", *form), environment)
    installed = {_package(each): each for each in json.loads(file.read_text())["components"]}
    described = ("--pyproject", "pyproject.toml", "requirements/runtime.txt")
    _module(("cyclonedx_py", "requirements", *form, *described), environment, tree)
    bill = json.loads(file.read_text())
    for component in bill["components"]:
        licences = installed.get(_package(component), {}).get("licenses")
        if not licences:
            name, version = _package(component)
            sys.exit(f"release: no licence is known of {name} {version}; `make setup` installs the locked packages")
        component["licenses"] = licences
    text = json.dumps(bill, indent=2) + "\n"
    if (fault := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)) is not None:
        sys.exit(f"release: the bill of materials breaks the schema of CycloneDX\n{fault}")
    file.write_text(text)


def _package(component: Mapping[str, Any]) -> tuple[str, str]:
    """The name of a component, in the form of locks, and its version."""
    return re.sub(r"[-_.]+", "-", component["name"]).lower(), component["version"]


def _write_sums(out: Path) -> None:
    files = sorted(out.iterdir())
    lines = [f"{hashlib.sha256(each.read_bytes()).hexdigest()}  {each.name}\n" for each in files]
    (out / _SUMS).write_text("".join(lines))


def _sign(file: Path, key: Path, signers: Path) -> None:
    """Sign a file, and check the signature as users do: one that they cannot is of no use."""
    if not signers.exists():
        sys.exit(f"release: {signers} is missing; it has the line `{_SIGNER} ` with the public key behind it")
    subprocess.run(("ssh-keygen", "-q", "-Y", "sign", "-f", str(key), "-n", _NAMESPACE, str(file)), check=True)
    check = ("ssh-keygen", "-Y", "verify", "-f", str(signers), "-I", _SIGNER, "-n", _NAMESPACE, "-s", f"{file}.sig")
    done = subprocess.run(check, input=file.read_bytes(), check=False, capture_output=True)
    if done.returncode != 0:
        sys.exit(f"release: {signers} does not have the public key of {key}")


def _module(command: Sequence[str], environment: Mapping[str, str], folder: Path | None = None) -> None:
    """Run a module of Python. What it prints is shown if it fails."""
    done = subprocess.run(
        (sys.executable, "-m", *command), cwd=folder, env=environment, check=False, capture_output=True, text=True
    )
    if done.returncode != 0:
        sys.exit(f"release: {command[0]} failed\n{done.stdout}{done.stderr}")


def _printed(*command: str) -> str:
    done = subprocess.run(command, cwd=_ROOT, check=True, capture_output=True, text=True)
    return done.stdout.strip()


if __name__ == "__main__":
    main()
