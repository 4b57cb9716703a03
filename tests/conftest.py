"""Fixtures that several test files use."""

import signal

import pytest
from hypothesis import settings

from casevide.field import Profile
from casevide.rulebook import Rulebook, digest

# A busy machine is no mistake of the program: no property test fails because one example took long.
settings.register_profile("casevide", deadline=None)
settings.load_profile("casevide")

# A shell that starts the tests in the background makes them, and whatever they start, deaf to Ctrl-C.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def small_rulebook() -> Rulebook:
    """Five rules, one for each verdict; only ``fr-social-nationality`` needs a country and a sector."""
    texts = {"fr": "…", "nl": "…", "en": "…"}
    asked = {
        "act_date": ("required", "date acte", "high"),
        "allergy": ("care-critical", "allergie", "high"),
        "birth_place": ("intrusive", "lieu naissance", "low"),
        "email": ("optional", "courriel", "high"),
        "nationality": ("challengeable", "nationalite", "high"),
    }
    content = {
        "format": 1,
        "date": "2026-11-22",
        "packs": {},
        "stopwords": ["de", "la", "du", "l"],
        "quiet": ["recherche"],
        "sectors": {"social-services": {"title": texts}},
        "categories": {
            category: {"title": texts, "phrases": [phrase], "labels": [], "never": [], "never_labels": []}
            for category, (_, phrase, _) in asked.items()
        },
        "rules": [
            {
                "id": f"fr-social-{category}".replace("_", "-"),
                "category": category,
                "verdict": verdict,
                "scope": {"countries": ["FR"], "sectors": ["social-services"]} if category == "nationality" else {},
                "confidence": confidence,
            }
            for category, (verdict, _, confidence) in asked.items()
        ],
        "grounds": {},
        "systems": {},
    }
    return Rulebook({**content, "digest": digest(content)})


@pytest.fixture(scope="session")
def social() -> Profile:
    """A site of French social services."""
    return Profile("FR", "social-services")
