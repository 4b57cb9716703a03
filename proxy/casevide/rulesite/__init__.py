"""
The rules as a small website: static pages in three languages that a group can send to its members.

`build_site` is pure: a rulebook gives the bytes of every file. `write_site` puts them into a folder.
"""

from casevide.rulesite.pages import build_site
from casevide.rulesite.writing import Written, write_site

__all__ = ["Written", "build_site", "write_site"]
