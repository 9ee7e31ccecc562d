"""The compact prompt form: what the host writes for a model that knows its tools by heart.

Byte for byte what the host renders for models whose metadata say `jumpseat.prompt` = `compact`; the two must
change together. It does not know how text becomes tokens.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

NO_TOOL = "assistant.no-tool"
ASK = "assistant.ask"

HISTORY_EXCHANGES_MAX = 2
"""Earlier exchanges that stand before the utterance."""

_REPLACED_BY_SPACE = re.compile(r"[.,!?;:\"…。，！？；：、“”]")
_WHITESPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Call:
    """One call of a tool; the arguments stand in the order of the tool's WIT record."""

    name: str
    arguments: dict[str, Any] = field(default_factory=dict)

    def json(self) -> str:
        """The call as the model writes it."""
        return json.dumps({"name": self.name, "arguments": self.arguments}, ensure_ascii=False)


NOTHING = (Call(NO_TOOL),)
"""The answer when no tool fits."""


def ask(question: str) -> tuple[Call, ...]:
    """The answer that asks the driver back."""
    return (Call(ASK, {"question": question}),)


@dataclass(frozen=True)
class Exchange:
    """What the driver said, normalised, and the calls that answer it."""

    utterance: str
    calls: tuple[Call, ...]


Dialogue = tuple[Exchange, ...]
"""Exchanges in the order of time; the last one is the one to answer."""


def normalise(utterance: str) -> str:
    """Brings typed and recognised text to one form: NFKC, lower case, no sentence punctuation, single spaces."""
    text = unicodedata.normalize("NFKC", utterance).lower()
    return _WHITESPACE.sub(" ", _REPLACED_BY_SPACE.sub(" ", text)).strip()


def answer(calls: tuple[Call, ...]) -> str:
    """The text of an answer, without the end token."""
    return "\n".join(f"<tool_call>\n{call.json()}\n</tool_call>" for call in calls)


def prompt(dialogue: Dialogue) -> str:
    """The text before the answer to the last exchange of a dialogue."""
    history = "".join(
        f"<|im_start|>user\n{exchange.utterance}<|im_end|>\n"
        f"<|im_start|>assistant\n{answer(exchange.calls)}<|im_end|>\n"
        for exchange in dialogue[:-1][-HISTORY_EXCHANGES_MAX:]
    )
    return f"{history}<|im_start|>user\n{dialogue[-1].utterance}<|im_end|>\n<|im_start|>assistant\n"


CHAT_TEMPLATE = (
    "{%- for message in messages %}{{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}"
    "{%- endfor %}{%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n' }}{%- endif %}"
)
"""The same form as a Jinja template, for tools that read GGUF files without knowing the compact form."""
