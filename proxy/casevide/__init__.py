"""Case vide says, beside each field of a form, whether a text obliges anyone to fill it."""

__version__ = "0.1.0"
