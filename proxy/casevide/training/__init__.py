"""
The practice room: copies of contested software, for training and for the demonstration.

A practice copy is data (``systems/*.yaml``, read by `casevide.training.practice`), drawn by `casevide.training.pages`;
the `Room` says which address gives what, `serving` puts it on the loopback address. Each page says which of its
questions public texts document and which were made up, and nothing that is typed is kept.
"""

from casevide.training.pages import draw, draw_thanks
from casevide.training.practice import Practice, known_practices, load_practice, load_practices
from casevide.training.room import Room, Served, practice_pages
from casevide.training.server import serving

__all__ = [
    "Practice",
    "Room",
    "Served",
    "draw",
    "draw_thanks",
    "known_practices",
    "load_practice",
    "load_practices",
    "practice_pages",
    "serving",
]
