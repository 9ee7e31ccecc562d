"""Optional real sentences, read at training time from a folder of JSON lines and never copied into the project.

A line has `id`, `lang`, `text` and `skill`, the skill that should take the sentence. Sentences of other skills teach
the model to refuse. Of sentences for a shipped skill only the skill is known, not the arguments, so they teach the
first part of the tool name and nothing after it. One sentence in ten is kept for the evaluation.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from compact import NOTHING, Call, normalise
from generate import tools
from generate.speaker import held_out

_FIRST_TOOLS = {"restaurant-finder": tools.RESTAURANT_FIND}
"""Skills that the lines name and that ship, with the tool that stands for the skill."""


@dataclass(frozen=True)
class RealSentence:
    """What someone said, and what is known of the right answer."""

    language: str
    utterance: str
    calls: tuple[Call, ...]
    skill_only: bool
    """Only the skill of the call is right; its arguments are unknown."""


def read(folder: Path, evaluation: bool) -> list[RealSentence]:
    """The sentences for training, or those kept for the evaluation."""
    sentences = []
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            utterance = normalise(entry["text"])
            if entry["lang"] not in ("en", "zh") or not utterance or held_out(entry["id"]) != evaluation:
                continue
            tool = _FIRST_TOOLS.get(entry["skill"])
            calls = (Call(tool),) if tool else NOTHING
            sentences.append(RealSentence(entry["lang"], utterance, calls, skill_only=tool is not None))
    return sentences
