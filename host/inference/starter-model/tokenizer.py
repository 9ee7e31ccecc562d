"""Byte-level BPE with the Qwen2 pre-tokeniser, trained so that names can be copied token by token.

A name must be the same tokens in the driver's sentence and in the answer. Therefore no merge joins a space to a
word (after a quote the space is missing), and none joins two Han characters (their neighbours differ). Only the
training splits the text so; reading uses the plain Qwen2 pattern, as llama.cpp does, and gives the same result
because merges across these borders do not exist.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

import compact

CONTROL = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
USER_DEFINED = ("<tool_call>", "</tool_call>", "<tool_response>", "</tool_response>", "<think>", "</think>")

_QWEN2 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)
_COPY_BORDERS = r" (?=\p{L})|\p{Han}"
_MERGE_COUNT_MIN = 2


def _split(pattern: str) -> pre_tokenizers.PreTokenizer:
    return pre_tokenizers.Split(Regex(pattern), behavior="isolated")


def _byte_level() -> pre_tokenizers.PreTokenizer:
    return pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)


class CockpitTokenizer:
    """The vocabulary with its special tokens. Text from drivers can never become a special token."""

    def __init__(self, plain: Tokenizer) -> None:
        plain.pre_tokenizer = pre_tokenizers.Sequence([_split(_QWEN2), _byte_level()])
        plain.decoder = decoders.ByteLevel()
        self._plain = plain
        self._special = {
            text: plain.get_vocab_size() + offset for offset, text in enumerate(CONTROL + USER_DEFINED)
        }
        self._special_texts = {identifier: text for text, identifier in self._special.items()}

    @classmethod
    def train(cls, texts: Iterable[str], vocabulary: int) -> CockpitTokenizer:
        """Learns the merges; `vocabulary` counts the special tokens."""
        plain = Tokenizer(models.BPE())
        plain.pre_tokenizer = pre_tokenizers.Sequence([_split(_QWEN2), _split(_COPY_BORDERS), _byte_level()])
        trainer = trainers.BpeTrainer(
            vocab_size=vocabulary - len(CONTROL) - len(USER_DEFINED),
            min_frequency=_MERGE_COUNT_MIN,
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            special_tokens=[],
            show_progress=False,
        )
        plain.train_from_iterator(texts, trainer)
        return cls(plain)

    @classmethod
    def from_parts(cls, tokens: list[str], merges: list[str]) -> CockpitTokenizer:
        """Rebuilds the tokenizer from the lists of a GGUF file."""
        ordinary = tokens[: len(tokens) - len(CONTROL) - len(USER_DEFINED)]
        pairs = [tuple(merge.split(" ", 1)) for merge in merges]
        vocabulary = {token: identifier for identifier, token in enumerate(ordinary)}
        return cls(Tokenizer(models.BPE(vocab=vocabulary, merges=pairs)))

    @property
    def size(self) -> int:
        """Number of tokens, the special ones included."""
        return self._plain.get_vocab_size() + len(self._special)

    @property
    def ordinary_count(self) -> int:
        """Number of tokens before the special ones."""
        return self._plain.get_vocab_size()

    @property
    def end(self) -> int:
        """The token that ends an answer."""
        return self._special["<|im_end|>"]

    @property
    def padding(self) -> int:
        """The token that fills short sequences."""
        return self._special["<|endoftext|>"]

    def ordinary_tokens(self) -> list[str]:
        """The tokens before the special ones, in the order of their ids, in byte-level spelling."""
        vocabulary = self._plain.get_vocab()
        return sorted(vocabulary, key=vocabulary.__getitem__)

    def merges(self) -> list[str]:
        """The merges in the order of their rank, as "left right"."""
        merges = json.loads(self._plain.to_str())["model"]["merges"]
        return [merge if isinstance(merge, str) else " ".join(merge) for merge in merges]

    def special(self, text: str) -> int:
        """The id of a special token."""
        return self._special[text]

    def text_tokens(self, text: str) -> list[int]:
        """Tokens of ordinary text; special-token texts in it stay ordinary."""
        return self._plain.encode(text, add_special_tokens=False).ids

    def text_tokens_with_spans(self, text: str) -> Iterator[tuple[int, tuple[int, int]]]:
        """Tokens of ordinary text, each with its first and its end character."""
        encoding = self._plain.encode(text, add_special_tokens=False)
        return zip(encoding.ids, encoding.offsets)

    def question_tokens(self, utterance: str) -> list[int]:
        """One utterance up to the point where the assistant answers."""
        start = self.special("<|im_start|>")
        return [
            start, *self.text_tokens("user\n"), *self.text_tokens(utterance),
            self.end, *self.text_tokens("\n"),
            start, *self.text_tokens("assistant\n"),
        ]

    def prompt_tokens(self, dialogue: compact.Dialogue) -> list[int]:
        """The whole prompt for the last exchange of a dialogue."""
        tokens: list[int] = []
        for exchange in dialogue[:-1][-compact.HISTORY_EXCHANGES_MAX :]:
            tokens += self.question_tokens(exchange.utterance)
            tokens += [*self.answer_tokens(exchange.calls), *self.text_tokens("\n")]
        return tokens + self.question_tokens(dialogue[-1].utterance)

    def answer_tokens(self, calls: tuple[compact.Call, ...]) -> list[int]:
        """An answer with its end token."""
        tokens: list[int] = []
        for index, call in enumerate(calls):
            if index > 0:
                tokens += self.text_tokens("\n")
            tokens.append(self.special("<tool_call>"))
            tokens += self.text_tokens(f"\n{call.json()}\n")
            tokens.append(self.special("</tool_call>"))
        return [*tokens, self.end]

    def text(self, tokens: list[int]) -> str:
        """The text of tokens, the special ones spelled out."""
        parts: list[str] = []
        run: list[int] = []
        for token in tokens:
            if token in self._special_texts:
                parts += [self._plain.decode(run), self._special_texts[token]]
                run = []
            else:
                run.append(token)
        return "".join([*parts, self._plain.decode(run)])
