"""Where things live on this machine: settings, certificates, caches, and the rules that come with the program."""

import os
from pathlib import Path

from platformdirs import PlatformDirs

_DIRS = PlatformDirs("casevide", appauthor=False)
_HERE = Path(__file__).parent


def _home(name: str, default: Path) -> Path:
    home = os.environ.get("CASEVIDE_HOME")
    return Path(home).expanduser() / name if home else default


def settings_folder() -> Path:
    """The folder of the site list; ``$CASEVIDE_HOME/settings`` when that variable is set."""
    return _home("settings", _DIRS.user_config_path)


def data_folder() -> Path:
    """The folder of the certificates; ``$CASEVIDE_HOME/data`` when that variable is set."""
    return _home("data", _DIRS.user_data_path)


def cache_folder() -> Path:
    """The folder of what can be made again at any time; ``$CASEVIDE_HOME/cache`` when that variable is set."""
    return _home("cache", _DIRS.user_cache_path)


def shipped_rules() -> Path:
    """The folder of the rules that come with the program: inside the wheel, or ``rules/`` of a source checkout."""
    inside = _HERE / "shipped_rules"
    return inside if inside.is_dir() else _HERE.parents[1] / "rules"
