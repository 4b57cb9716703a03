"""What a comparison says to people: its title, the questions under what happened to them, its cautions. Pure."""

from collections.abc import Sequence

from casevide.critique.against import Asked, Change, Changes
from casevide.critique.sentences import Sentences, clean


def title(changes: Changes, sentences: Sentences) -> str:
    """Give the heading: since which critique."""
    if not changes.since:
        return sentences.say("changes")
    rules = sentences.say("since-rules", date=changes.since_rules) if changes.since_rules else ""
    since = clean(changes.since) + (f" ({rules})" if rules else "")
    return sentences.say("since", since=since)


def lines(changes: Changes, sentences: Sentences) -> list[tuple[str, list[str]]]:
    """Give what happened, each with the questions that it happened to; nothing that did not happen."""
    if not changes.since:
        return [(sentences.say("since-unknown"), [])]
    found: list[tuple[str, list[str]]] = [
        (sentences.say("added"), [_told(one, sentences) for one in changes.added]),
        (sentences.say("removed"), [_told(one, sentences) for one in changes.removed]),
        (sentences.say("newly-forced"), _now(changes.newly_forced, sentences)),
        (sentences.say("no-longer-forced"), _now(changes.no_longer_forced, sentences)),
        (
            sentences.say("verdict-changed"),
            [
                f"{_name(one.now, sentences)}{_colon(sentences)} {_verdict(one.was, sentences)} → "
                f"{_verdict(one.now, sentences)}"
                for one in changes.verdict_changed
            ],
        ),
    ]
    happened = [(kind, told) for kind, told in found if told]
    return happened or [(sentences.say("no-change"), [])]


def notes(changes: Changes, sentences: Sentences) -> list[str]:
    """Give what the reader must keep in mind: other rules, another profile."""
    said = [sentences.say("other-rules")] if changes.other_rules else []
    return [*said, sentences.say("other-profile")] if changes.other_profile else said


def _now(changes: Sequence[Change], sentences: Sentences) -> list[str]:
    return [f"{_name(one.now, sentences)} ({_verdict(one.now, sentences)})" for one in changes]


def _told(one: Asked, sentences: Sentences) -> str:
    forced = f", {sentences.say('is-forced')}" if one.forced else ""
    return f"{_name(one, sentences)} ({_verdict(one, sentences)}{forced})"


def _name(one: Asked, sentences: Sentences) -> str:
    return clean(one.label or one.name) or sentences.say("unnamed")


def _verdict(one: Asked, sentences: Sentences) -> str:
    return sentences.say(one.verdict or "silent")


def _colon(sentences: Sentences) -> str:
    return "\u202f:" if sentences.language == "fr" else ":"
