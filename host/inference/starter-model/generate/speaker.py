"""One speaker: picks among ways to say a thing, and remembers whether a held-out way was used.

Every template is a paraphrase family. One family in ten is held out of the training: a hash of its text says
which, so that adding a family moves no other. Names and numbers are shielded: while the sentence is being roughened
each is a single private character, and its text comes back unharmed at the end.

Template syntax: `(a|b)` one of these, `[a|b]` one of these or nothing. Everything else is literal.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Sequence
from enum import Enum
from functools import lru_cache
from typing import Any

HELD_OUT_ONE_IN = 10
"""One template in so many is never trained on."""
_HELD_OUT_WISH = 0.35
"""How often a speaker of unseen sentences takes a held-out template where one is offered."""
_SHIELD_FIRST = 0xE000
"""First code point of the private use area."""

Way = str | tuple[str, Any]
"""A template, or a template and what it means."""


class Split(Enum):
    """Which families and names a speaker may use."""

    TRAIN = "train"
    """Families that are not held out; names that are not held out."""
    SEEN = "seen"
    """The same families, held-out names."""
    UNSEEN = "unseen"
    """Held-out families among the others, held-out names."""


def held_out(text: str) -> bool:
    """Whether a template or a name is kept from the training."""
    return zlib.crc32(text.encode()) % HELD_OUT_ONE_IN == 0


def _template(way: Way) -> str:
    return way if isinstance(way, str) else way[0]


@lru_cache(maxsize=None)
def _parse(template: str) -> list[Any]:
    """Turns a template into a list of literals and ("(" or "[", alternatives) pairs."""
    position = 0

    def sequence(closing: str) -> tuple[list[Any], str]:
        nonlocal position
        parts: list[Any] = []
        literal = ""
        while position < len(template):
            character = template[position]
            position += 1
            if character in "([":
                if literal:
                    parts.append(literal)
                    literal = ""
                parts.append((character, alternatives(")" if character == "(" else "]")))
            elif closing and character in ("|", closing):
                return parts + [literal], character
            else:
                literal += character
        if closing:
            raise ValueError(f"unclosed {closing} in template: {template}")
        return parts + [literal], ""

    def alternatives(closing: str) -> list[Any]:
        found = []
        while True:
            parts, end = sequence(closing)
            found.append(parts)
            if end == closing:
                return found

    return sequence("")[0]


class Speaker:
    """Draws one sentence after another; `fresh` starts the next one."""

    def __init__(self, seed: int, split: Split) -> None:
        self.random = random.Random(seed)
        self.split = split
        self._shielded: list[str] = []
        self.used_held_out = False

    def fresh(self) -> None:
        """Forgets the shields and the held-out mark of the last sentence."""
        self._shielded = []
        self.used_held_out = False

    def chance(self, probability: float) -> bool:
        """True with this probability."""
        return self.random.random() < probability

    def pick(self, ways: Sequence[Any]) -> Any:
        """One of the values, whatever the split."""
        return self.random.choice(ways)

    def way(self, ways: Sequence[Way]) -> Way:
        """One of the ways that the split allows."""
        kept = [way for way in ways if held_out(_template(way))]
        usual = [way for way in ways if not held_out(_template(way))]
        if kept and (not usual or (self.split is Split.UNSEEN and self.chance(_HELD_OUT_WISH))):
            self.used_held_out = self.used_held_out or bool(usual)
            return self.random.choice(kept)
        return self.random.choice(usual)

    def say(self, ways: Sequence[Way] | str) -> str:
        """The words of one of the ways; a lone template is said as it is."""
        return self._expand(_parse(_template(ways if isinstance(ways, str) else self.way(ways))))

    def mean(self, ways: Sequence[tuple[str, Any]]) -> tuple[str, Any]:
        """The words of one of the ways, and what it means."""
        template, meaning = self.way(ways)
        return self._expand(_parse(template)), meaning

    def _expand(self, parts: list[Any]) -> str:
        words = ""
        for part in parts:
            if isinstance(part, str):
                words += part
            elif part[0] == "(" or self.chance(0.5):
                words += self._expand(self.random.choice(part[1]))
        return words

    def shield(self, text: str) -> str:
        """A private character in place of a text that must arrive unharmed."""
        self._shielded.append(text)
        return chr(_SHIELD_FIRST + len(self._shielded) - 1)

    def reveal(self, utterance: str) -> str:
        """Puts the shielded texts back."""
        for index, text in enumerate(self._shielded):
            utterance = utterance.replace(chr(_SHIELD_FIRST + index), text)
        return utterance
