#!/usr/bin/env python3
"""
From a fresh checkout to a running Case vide, in one command.

Usage: ``python3 installer/bootstrap.py demo|extension|test|lint|bench|lock [arguments]``;
``--help`` says what each does.

This file needs nothing but Python itself, and an old one will do (3.6 and later): it looks for a Python that can run
Case vide, makes ``.venv`` beside ``pyproject.toml``, puts the locked versions there, each checked against its hash, and
starts what was asked for. When nothing has changed since, it starts at once.

Exit codes: those of the program it starts; 2 when Case vide cannot be set up; 130 after Ctrl-C.
"""

# Only syntax and library that Python 3.6 knows, and only ASCII on the terminal: this file must be able to say
# what is missing wherever it is started.
import contextlib
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Dict, Iterator, List, NoReturn, Optional, Tuple

START_ME_WITH_PYTHON_3: str = "python3 installer/bootstrap.py"  # Python 2 stops here, and shows this line

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
OLDEST = (3, 12)
PYTHONS = ("3.13", "3.12", "3.14")
"""The versions looked for by name, best known first."""

RUN_LOCK = "requirements.lock"
DEV_LOCK = "requirements-dev.lock"

PROGRAMS = {
    "chromium": "chromium",
    "firefox-esr": "firefox-esr",
    "certutil": "libnss3-tools",
    "curl": "curl",
    "openssl": "openssl",
}
"""Programs that the tests start, with the Debian package each comes from."""

HELP = """\
Case vide from a checkout, in one command. Nothing outside the folder .venv is changed
(but see "extension" and "test").

  python3 installer/bootstrap.py demo [options]
        See it work: a practice form, with what the law asks beside each field.
        "demo --help" lists its options.

  python3 installer/bootstrap.py extension [--out FOLDER]
        Put the browser extension together, for Chromium and for Firefox, in dist/, and say how
        to load it.

  python3 installer/bootstrap.py test [pytest arguments]
        Everything that must hold before a change is accepted: lint, the checks of the rules,
        all tests with coverage. With arguments, only pytest, with these arguments:
            python3 installer/bootstrap.py test tests/page -k labels
        The tests drive real browsers. On Debian and Ubuntu, as root, missing ones are installed
        with apt-get; otherwise the one command to type is shown.

  python3 installer/bootstrap.py lint
        Style, types and the walls between the rooms. Takes seconds.

  python3 installer/bootstrap.py bench [options]
        Measure the speed against other tools, side by side. "bench --help" lists its options.

  python3 installer/bootstrap.py lock [--upgrade]
        Write requirements.lock and requirements-dev.lock again after a change of pyproject.toml;
        with --upgrade, to the newest versions that fit.

The first run takes a minute or two, later ones start at once. To begin afresh, delete .venv.
"""


class SetupError(Exception):
    """
    What was asked for cannot be done.

    Args:
        message: What is wrong.
        remedy: What to do about it, often a command to type.
        code: The exit code.
    """

    def __init__(self, message: str, remedy: str = "", code: int = 2) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.code = code


class AskedToEnd(KeyboardInterrupt):
    """Another process asks us to end; our child has not heard of it yet."""


def say(text: str = "") -> None:
    """Print a line at once, also when the output is a file or a pipe."""
    print(text, flush=True)


# --- finding a Python ------------------------------------------------------------------------------------------------


def candidates() -> Iterator[List[str]]:
    """Yield the commands that may start a suitable Python, most likely first."""
    if sys.prefix != sys.base_prefix:  # inside a virtual environment, perhaps our own: use what is under it
        yield [getattr(sys, "_base_executable", sys.executable)]
    yield [sys.executable]
    for version in PYTHONS:
        found = shutil.which("python" + version)
        if found:
            yield [found]
    pyenv = Path(os.environ.get("PYENV_ROOT") or "~/.pyenv").expanduser()
    for version in PYTHONS:
        for folder in sorted((pyenv / "versions").glob(version + ".*"), reverse=True):
            yield [str(folder / "bin" / "python")]
    if WINDOWS and shutil.which("py"):
        for version in PYTHONS:
            yield ["py", "-" + version]
    uv = shutil.which("uv")
    if uv:
        path = answer([uv, "python", "find", "--no-python-downloads", ">=%d.%d" % OLDEST])
        if path:
            yield [path]


def answer(command: List[str]) -> str:
    """Give the last line that a command prints, or ``""`` if it fails or hangs."""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
            timeout=60,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    lines = done.stdout.decode(errors="replace").split("\n") if done.returncode == 0 else []
    return next((line.strip() for line in reversed(lines) if line.strip()), "")


def version_of(command: List[str]) -> Tuple[int, ...]:
    """Give the version of the Python that a command starts; empty if it starts none."""
    text = answer([*command, "-I", "-c", "import sys; print('%d.%d.%d' % sys.version_info[:3])"])
    try:
        return tuple(int(part) for part in text.split("."))
    except ValueError:
        return ()


def can_make_venv(command: List[str]) -> bool:
    """Tell whether a Python brings what a virtual environment needs; Debian keeps it in a package of its own."""
    return answer([*command, "-I", "-c", "import ensurepip, venv; print('yes')"]) == "yes"


def find_python() -> List[str]:
    """
    Give the command of the first Python that can run Case vide.

    Raises:
        SetupError: There is none.
    """
    incomplete = ()  # type: Tuple[int, ...]
    for command in candidates():
        version = version_of(command)
        if version >= OLDEST:
            if can_make_venv(command):
                return command
            incomplete = version
    if incomplete:
        name = "python%d.%d" % incomplete[:2]
        raise SetupError(
            "%s is here, but without the part that makes virtual environments" % name,
            "type:  sudo apt install %s-venv\n            then give the same command again" % name,
        )
    raise SetupError(
        "Case vide needs Python %d.%d or newer; this is Python %d.%d and no newer one was found"
        % (OLDEST + tuple(sys.version_info[:2])),
        how_to_get_python(),
    )


def how_to_get_python() -> str:
    """Name the shortest way to a suitable Python on this machine."""
    if shutil.which("uv"):
        command = "uv python install 3.12"
    elif shutil.which("pyenv"):
        command = "pyenv install 3.12"
    elif WINDOWS:
        command = "winget install Python.Python.3.12"
    elif sys.platform == "darwin":
        command = "brew install python@3.12"
    elif shutil.which("dnf"):
        command = "sudo dnf install python3.12"
    else:
        return (
            "type:  sudo apt install python3.12-venv\n"
            "            (where your system has no such package: install uv, see docs.astral.sh/uv,\n"
            "            and type:  uv python install 3.12 )\n"
            "            then give the same command again"
        )
    return "type:  %s\n            then give the same command again" % command


# --- the virtual environment -----------------------------------------------------------------------------------------


def venv_program(name: str) -> str:
    """Give the path of a program of the virtual environment."""
    return str(VENV / ("Scripts" if WINDOWS else "bin") / (name + (".exe" if WINDOWS else "")))


PIP_INSTALL = [venv_program("python"), "-m", "pip", "install"]


def environment() -> Dict[str, str]:
    """Give the environment for what we start, without settings that would lead it to another Python's files."""
    stray = ("PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "__PYVENV_LAUNCHER__", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT")
    env = {name: value for name, value in os.environ.items() if name not in stray}
    env["PIP_USER"] = "0"
    env["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    return env


def environment_inside() -> Dict[str, str]:
    """Give the environment as if ``.venv`` were activated."""
    env = environment()
    env["VIRTUAL_ENV"] = str(VENV)
    env["PYTHONUTF8"] = "1"  # French and Dutch, also where the terminal's own alphabet has no accents
    env["PATH"] = str(Path(venv_program("python")).parent) + os.pathsep + env.get("PATH", os.defpath)
    return env


def fingerprint(name: str) -> str:
    """Give the SHA-256 of a file of the checkout, line ends aside."""
    return hashlib.sha256((ROOT / name).read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def stamp_wanted(lock: str) -> Dict[str, str]:
    """Give what `.venv/casevide.json` says when everything of a lock file is in place."""
    wanted = {"folder": str(VENV), "pyproject.toml": fingerprint("pyproject.toml"), RUN_LOCK: fingerprint(RUN_LOCK)}
    wanted[lock] = fingerprint(lock)
    return wanted


def stamp_found() -> Dict[str, str]:
    """Give what ``.venv/casevide.json`` says; empty if there is none or it cannot be read."""
    try:
        found = json.loads((VENV / "casevide.json").read_bytes().decode())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def fits(found: Dict[str, str], wanted: Dict[str, str]) -> bool:
    """Tell whether all that is wanted was found."""
    return all(found.get(name) == value for name, value in wanted.items())


def works() -> bool:
    """Tell whether the virtual environment starts and has the programs of the project in it."""
    test = "import sys, casevide, pip, click; print(sys.prefix)"
    prefix = answer([venv_program("python"), "-I", "-c", test])
    return bool(prefix) and os.path.realpath(prefix) == os.path.realpath(str(VENV))


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Let one bootstrap at a time change ``.venv``; a second one waits. A crash leaves no lock behind."""
    with (ROOT / ".venv.lock").open("a+b") as file:
        told = False
        while not try_lock(file):
            if not told:
                say("Another run is setting up .venv; waiting for it.")
                told = True
            time.sleep(0.2)
        yield


def try_lock(file: Any) -> bool:
    """Lock an open file until it is closed; tell whether that worked."""
    try:
        if WINDOWS:
            import msvcrt  # noqa: PLC0415 - exists on Windows only

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]
        else:
            import fcntl  # noqa: PLC0415 - exists on Unix only

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def make_ready(lock: str) -> None:
    """
    See to it that ``.venv`` holds the versions of a lock file and the project itself.

    Args:
        lock: `RUN_LOCK`, or `DEV_LOCK`, which holds all of the former and more.
    """
    wanted = stamp_wanted(lock)
    if fits(stamp_found(), wanted) and works():
        return
    with alone():
        found = stamp_found()  # again: another run may just have finished
        healthy = works()
        if fits(found, wanted) and healthy:
            return
        # Whatever lies there from other versions goes, so that the result is always what the lock file says.
        kept = {name: wanted[name] for name in ("folder", RUN_LOCK)}
        if DEV_LOCK in found:
            kept[DEV_LOCK] = fingerprint(DEV_LOCK)
        if not (healthy and fits(found, kept)):
            make_venv()
            found = {}
        stamp = VENV / "casevide.json"
        with contextlib.suppress(OSError):
            stamp.unlink()  # until all is done, nothing is promised
        if found.get(lock) != wanted[lock]:
            install(lock)
        say("Installing Case vide itself ...")
        run_quietly(
            [*PIP_INSTALL, "--no-deps", "--no-build-isolation", "--no-index", "--editable", "."],
            "Case vide could not be installed into .venv",
        )
        text = json.dumps(dict(found, **wanted), indent=1)
        fresh = VENV / "casevide.json.new"
        fresh.write_bytes(text.encode())
        fresh.replace(stamp)


def make_venv() -> None:
    """Make ``.venv`` anew."""
    command = find_python()
    say("Making .venv with Python %d.%d.%d ..." % version_of(command))  # type: ignore[str-format, unused-ignore]
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    elif VENV.exists():
        if not (VENV / "pyvenv.cfg").exists() and any(VENV.iterdir()):
            raise SetupError("%s is no virtual environment, so it is left alone" % VENV, "move it away and try again")
        remove(VENV)
    run_quietly([*command, "-I", "-m", "venv", str(VENV)], "the virtual environment could not be made")


def remove(folder: Path) -> None:
    """Delete a folder; what holds it back is said plainly."""
    # Its description goes last, so that a deletion broken off is recognised and finished the next time.
    entries = sorted(folder.iterdir(), key=lambda entry: entry.name == "pyvenv.cfg")
    try:
        for entry in entries:
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(str(entry))
            else:
                entry.unlink()
    except OSError as error:
        raise SetupError(
            "the old .venv cannot be deleted (%s)" % error, "close the programs that use it and try again"
        ) from error


def install(lock: str) -> None:
    """Put the versions of a lock file into ``.venv``, each checked against its hash."""
    total = sum("==" in line and not line.startswith("#") for line in (ROOT / lock).read_text("utf-8").splitlines())
    run_quietly(
        [*PIP_INSTALL, "--require-hashes", "--no-input", "--progress-bar", "off", "-r", lock],
        "the packages of %s could not be installed" % lock,
        Progress("Installing %d packages of %s" % (total, lock), total),
    )


class Progress:
    """
    Shows how far pip is: on one line of a terminal, or now and then in a log.

    Args:
        title: What is being done.
        total: How many packages there are.
    """

    PAUSE = 2.0
    """Seconds between two lines of a log."""

    def __init__(self, title: str, total: int) -> None:
        self.title = title
        self.total = total
        self.done = 0
        self.terminal = sys.stdout.isatty()
        self.shown = 0.0
        say(title + " ...")

    def line(self, text: str) -> None:
        """Take one line that pip printed."""
        if text.startswith("Installing collected"):
            self.show("unpacking")
        elif text.startswith(("Collecting ", "Processing ", "Requirement already satisfied: ", "Ignoring ")):
            self.done = min(self.done + 1, self.total)
            if self.terminal or time.monotonic() - self.shown > self.PAUSE:
                name = text.split()[3 if text.startswith("Requirement") else 1]
                self.show(name.replace("\\", "/").split("/")[-1].split("=")[0].rstrip(":"))

    def show(self, name: str) -> None:
        """Show where we are."""
        self.shown = time.monotonic()
        text = "  %3d of %d  %s" % (self.done, self.total, name)
        if self.terminal:
            sys.stdout.write("\r" + text[:78].ljust(78))
            sys.stdout.flush()
        else:
            say(text)

    def end(self) -> None:
        """Leave the terminal on a fresh line."""
        if self.terminal:
            sys.stdout.write("\r" + " " * 78 + "\r")
            sys.stdout.flush()


def run_quietly(command: List[str], failure: str, progress: Optional[Progress] = None) -> None:
    """
    Run a command of the set-up; show what it printed only if it fails.

    Raises:
        SetupError: It failed.
    """
    lines = []  # type: List[str]
    try:
        child = subprocess.Popen(
            command,
            cwd=str(ROOT),
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
    except OSError as error:
        raise SetupError("%s (%s)" % (failure, error)) from error
    assert child.stdout is not None  # noqa: S101 - for the type checker; it is a pipe
    with child.stdout, ended(child):
        for raw in child.stdout:
            lines.append(raw.decode(errors="replace").rstrip())
            if progress:
                progress.line(lines[-1])
        child.wait()
    if progress:
        progress.end()
    if child.returncode:
        for line in lines[-15:]:
            say("    " + line)
        raise SetupError(failure, "the lines above say why; with a working network and some free disk space, try again")


# --- starting things -------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def ended(child: "subprocess.Popen[bytes]") -> Iterator[None]:
    """Never leave a child behind: after Ctrl-C or a request to end, let it finish, then end it."""
    try:
        yield
    except AskedToEnd:
        child.terminate()
        raise
    finally:
        with contextlib.suppress(KeyboardInterrupt):
            patience = 10.0 if child.poll() is None else 0.0
            while child.poll() is None and patience > 0:  # Ctrl-C reached the child as well
                time.sleep(0.05)
                patience -= 0.05
        if child.poll() is None:
            child.kill()
        child.wait()


def start(command: List[str], env: Dict[str, str]) -> int:
    """Run a command in the checkout's folder, its output going straight to the terminal; give its exit code."""
    child = subprocess.Popen(command, cwd=str(ROOT), env=env)
    with ended(child):
        child.wait()
    return child.returncode


def become(command: List[str]) -> int:
    """Turn into another program, so that signals and its exit code need nobody in between."""
    env = environment_inside()
    if not WINDOWS:
        sys.stdout.flush()
        os.execve(command[0], command, env)  # noqa: S606 - that is the point
    return start(command, env)


def stages(named: List[Tuple[str, List[str]]]) -> int:
    """Run commands one after the other, say how long each took, stop at the first that fails."""
    began = time.monotonic()
    for number, (name, command) in enumerate(named, 1):
        say()
        say("== %d of %d: %s" % (number, len(named), name))
        since = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="casevide-") as folder:
            env = dict(environment_inside(), COVERAGE_FILE=str(Path(folder, "coverage")))
            code = start([venv_program(command[0]), *command[1:]], env)
        took = duration(time.monotonic() - since)
        if code:
            say()
            say("FAILED at %s after %s (exit code %d)." % (name, took, code))
            return code if code > 0 else 128 - code
        say("-- %s: fine, %s" % (name, took))
    say()
    say("All fine: %s, in %s." % (", ".join(name for name, _ in named), duration(time.monotonic() - began)))
    return 0


def duration(seconds: float) -> str:
    """Give a time as ``1:05`` (minutes and seconds)."""
    return "%d:%02d" % divmod(int(seconds + 0.5), 60)


def see_to_programs() -> None:
    """
    See to it that the programs which the tests start are there.

    Raises:
        SetupError: Some are missing and could not be installed.
    """
    packages = missing_packages()
    if packages and is_debian() and getattr(os, "geteuid", lambda: 1)() == 0:
        apt = ["apt-get", "-q", "-o", "Dpkg::Use-Pty=0", "-o", "DPkg::Lock::Timeout=300"]
        env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        say("Installing what the tests need: %s" % " ".join(packages))
        start([*apt, "update"], env)
        start([*apt, "install", "-y", "--no-install-recommends", *packages], env)
        packages = missing_packages()
    if packages:
        raise SetupError("the tests need programs that are not here: %s" % " ".join(packages), how_to_get(packages))


def see_to_javascript_tools() -> None:
    """
    See to it that the locked tools which check the extension are there: type checker, linters, accessibility tests.

    Raises:
        SetupError: They could not be installed.
    """
    stamp = ROOT / "extension" / "node_modules" / "casevide.txt"
    wanted = fingerprint("extension/package-lock.json")
    if stamp.is_file() and stamp.read_text(encoding="ascii", errors="replace") == wanted:
        return
    say("Installing the tools that check the extension ...")
    command = [venv_program("npm"), "ci", "--prefix", str(ROOT / "extension"), "--no-audit", "--no-fund"]
    run_quietly([*command, "--ignore-scripts"], "the tools that check the extension could not be installed")
    stamp.write_text(wanted, encoding="ascii")


def missing_packages() -> List[str]:
    """Give the packages of the programs that are not on the path."""
    return [package for program, package in PROGRAMS.items() if not shutil.which(program)]


def is_debian() -> bool:
    """Tell whether this is Debian or one of its children."""
    return Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None


def how_to_get(packages: List[str]) -> str:
    """Name the one command that installs the programs of Debian packages on this system."""
    if is_debian():
        return "type:  sudo apt-get update && sudo apt-get install --no-install-recommends " + " ".join(packages)
    if sys.platform == "darwin":
        return "type:  brew install chromium firefox@esr nss   and put chromium and firefox-esr on the path"
    if WINDOWS:
        return "run the tests in the Windows Subsystem for Linux (type:  wsl --install -d Debian )"
    return "install them with your system's package manager, under the names: " + " ".join(PROGRAMS)


# --- the commands ----------------------------------------------------------------------------------------------------


LINT = [
    ("style", ["ruff", "check", "."]),
    ("formatting", ["ruff", "format", "--check", "."]),
    ("types", ["mypy"]),
    ("walls between the rooms", ["lint-imports"]),
]
RULES = [("rules", ["casevide", "rules", "check"])]
TESTS = [("tests", ["pytest", "-q", "-n", "auto", "--dist", "loadfile", "--cov", "--cov-report=term"])]


def demo(arguments: List[str]) -> int:
    """Show Case vide at work on a practice form."""
    make_ready(RUN_LOCK)
    return become([venv_program("casevide"), "demo", *arguments])


def extension(arguments: List[str]) -> int:
    """Put the browser extension together."""
    make_ready(RUN_LOCK)
    return become([venv_program("python"), str(ROOT / "installer" / "extension.py"), *arguments])


def lint(arguments: List[str]) -> int:
    """Check style, types and walls."""
    if arguments:
        raise SetupError("lint takes no arguments", "type:  python3 installer/bootstrap.py lint")
    make_ready(DEV_LOCK)
    return stages(LINT)


def test(arguments: List[str]) -> int:
    """Check everything; with arguments, only run pytest with these."""
    make_ready(DEV_LOCK)
    see_to_programs()
    see_to_javascript_tools()
    return stages([("tests", ["pytest", *arguments])] if arguments else LINT + RULES + TESTS)


def bench(arguments: List[str]) -> int:
    """Measure speed."""
    make_ready(DEV_LOCK)
    return become([venv_program("python"), str(ROOT / "benchmarks" / "run.py"), *arguments])


def lock(arguments: List[str]) -> int:
    """Write the lock files again from ``pyproject.toml``."""
    unknown = [argument for argument in arguments if not argument.startswith("--upgrade")]
    if unknown:
        raise SetupError("lock does not know %s" % unknown[0], "it takes --upgrade or --upgrade-package=NAME")
    make_ready(DEV_LOCK)
    for name, more in ((RUN_LOCK, ["--group", "build"]), (DEV_LOCK, ["--group", "dev", "-c", RUN_LOCK])):
        say("Writing %s ..." % name)
        command = [venv_program("uv"), "pip", "compile", "pyproject.toml", "--quiet", "-o", name, *more, *arguments]
        command += ["--universal", "--python-version", "%d.%d" % OLDEST, "--generate-hashes"]
        command += ["--no-emit-index-url", "--no-emit-find-links"]
        command += ["--custom-compile-command", "python3 installer/bootstrap.py lock"]
        code = start(command, environment_inside())
        if code:
            raise SetupError("%s could not be made" % name, "the lines above say why")
    say("Done. The next command installs what changed.")
    return 0


COMMANDS = {"demo": demo, "extension": extension, "test": test, "lint": lint, "bench": bench, "lock": lock}


def main(arguments: List[str]) -> int:
    """Do what the command line asks; give the exit code."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(HELP, end="")
        return 0 if arguments else 2
    command = COMMANDS.get(arguments[0])
    if command is None:
        say("There is no command %r; there are: %s." % (arguments[0], ", ".join(COMMANDS)))
        return 2
    try:
        return command(arguments[1:])
    except SetupError as stop:
        say()
        say("Cannot go on: %s." % stop.message)
        if stop.remedy:
            say("What to do: %s" % stop.remedy)
        return stop.code
    except OSError as error:
        say()
        say("Cannot go on: %s." % error)
        say("What to do: see to it that this folder may be written and has some free space, then try again")
        return 2
    except KeyboardInterrupt:
        say()
        say("Stopped.")
        return 130


def asked_to_end(_number: int, _frame: Any) -> NoReturn:
    """Treat a request to end like Ctrl-C."""
    raise AskedToEnd


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, asked_to_end)
    sys.exit(main(sys.argv[1:]))
