"""The commands, one file for each kind; `casevide.cli` puts them together."""
