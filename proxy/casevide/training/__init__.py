"""
The practice room: copies of contested software, for training and for the demonstration.

A practice copy is data (``systems/*.yaml``), drawn by `casevide.training.pages`, served by `casevide.training.server`.
It says which of its questions public texts document and which were made up, and it keeps nothing that is typed.
"""

from casevide.training.pages import draw, draw_thanks
from casevide.training.practice import Practice, load_practice
from casevide.training.server import serving

__all__ = ["Practice", "draw", "draw_thanks", "load_practice", "serving"]
