"""
The rules that people write: their form, how they are read, checked and compiled.

Nothing here reads a file; texts are handed in (`casevide.rulefolder` reads folders).
"""

from casevide.rules.checks import CHECKS, Finding, check
from casevide.rules.compiler import compile_packs
from casevide.rules.reader import Pack, Vocabulary, read_pack, read_vocabulary

__all__ = ["CHECKS", "Finding", "Pack", "Vocabulary", "check", "compile_packs", "read_pack", "read_vocabulary"]
