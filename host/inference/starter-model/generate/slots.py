"""Fills the slots of a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping


def fill(sentence: str, makers: Mapping[str, Callable[[], str]]) -> str:
    """Replaces each known `{slot}`, every time it occurs, by a word made anew. Other braces stay."""
    for slot, make in makers.items():
        marker = "{" + slot + "}"
        while marker in sentence:
            sentence = sentence.replace(marker, make(), 1)
    return sentence
