"""Dialogues as token sequences with a weight per token, in batches of sequences of about equal length.

Only the answers carry weight, and within them most lies on what is hard: values, then tool names, then fields.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy
import torch
from torch import Tensor

from compact import Call, Exchange
from tokenizer import CockpitTokenizer

VALUE_WEIGHT, NAME_WEIGHT, FIELD_WEIGHT, STRUCTURE_WEIGHT = 4.0, 2.0, 1.5, 1.0
ECHO_TOKENS_MIN, ECHO_TOKENS_MAX = 8, 40
_LENGTH_STEP = 16
"""Sequences are padded to a multiple of this, so that few different lengths occur."""


@dataclass(frozen=True)
class Example:
    """Tokens of a dialogue, and how much it matters to predict each of them."""

    tokens: numpy.ndarray
    weights: numpy.ndarray


def _weighted_pieces(call: Call, skill_only: bool) -> list[tuple[str, float]]:
    """The text of a call in pieces of one weight each."""
    rest = 0.0 if skill_only else 1.0
    skill, function = call.name.split(".", 1)
    pieces = [('\n{"name": "', STRUCTURE_WEIGHT), (skill, NAME_WEIGHT), (f".{function}", NAME_WEIGHT * rest)]
    pieces.append(('", "arguments": {', STRUCTURE_WEIGHT * rest))
    for index, (field, value) in enumerate(call.arguments.items()):
        pieces.append((f'{", " if index else ""}"{field}": ', FIELD_WEIGHT * rest))
        pieces.append((json.dumps(value, ensure_ascii=False), VALUE_WEIGHT * rest))
    pieces.append(("}}\n", FIELD_WEIGHT * rest))
    return pieces


def answer(tokenizer: CockpitTokenizer, calls: tuple[Call, ...], skill_only: bool) -> list[tuple[int, float]]:
    """Tokens of an answer with their weights."""
    weighted: list[tuple[int, float]] = []
    rest = 0.0 if skill_only else 1.0
    for index, call in enumerate(calls):
        if index > 0:
            weighted += [(token, NAME_WEIGHT) for token in tokenizer.text_tokens("\n")]
        weighted.append((tokenizer.special("<tool_call>"), STRUCTURE_WEIGHT))
        pieces = _weighted_pieces(call, skill_only)
        of_character = [weight for text, weight in pieces for _ in text]
        for token, (first, end) in tokenizer.text_tokens_with_spans("".join(text for text, _ in pieces)):
            weighted.append((token, max(of_character[first:end])))
        weighted.append((tokenizer.special("</tool_call>"), STRUCTURE_WEIGHT * rest))
    return [*weighted, (tokenizer.end, NAME_WEIGHT * rest)]


def encode(tokenizer: CockpitTokenizer, exchanges: tuple[Exchange, ...], skill_only: bool = False) -> Example:
    """A dialogue in which every answer is to be learnt; with `skill_only` just the skill of the last."""
    weighted: list[tuple[int, float]] = []
    line_end = [(token, 0.0) for token in tokenizer.text_tokens("\n")]
    for exchange in exchanges:
        last = exchange is exchanges[-1]
        weighted += [(token, 0.0) for token in tokenizer.question_tokens(exchange.utterance)]
        weighted += answer(tokenizer, exchange.calls, skill_only and last)
        weighted += [] if last else line_end
    tokens, weights = zip(*weighted)
    return Example(numpy.array(tokens, dtype=numpy.int16), numpy.array(weights, dtype=numpy.float16))


def echo(tokenizer: CockpitTokenizer, draw: random.Random) -> Example:
    """Random tokens twice, the second time to be learnt: exercise for copying names, which takes long to emerge."""
    run = [draw.randrange(tokenizer.ordinary_count) for _ in range(draw.randint(ECHO_TOKENS_MIN, ECHO_TOKENS_MAX))]
    tokens = [tokenizer.padding, *run, tokenizer.padding, *run]
    weights = [0.0] * (len(run) + 3) + [STRUCTURE_WEIGHT] * (len(run) - 1)
    return Example(numpy.array(tokens, dtype=numpy.int16), numpy.array(weights, dtype=numpy.float16))


@dataclass(frozen=True)
class Batch:
    """Padded rows: each token of `inputs` is to predict the one of `targets`."""

    inputs: Tensor
    targets: Tensor
    weights: Tensor


def _batch(examples: list[Example], padding: int) -> Batch:
    longest = max(len(example.tokens) for example in examples)
    length = -(-longest // _LENGTH_STEP) * _LENGTH_STEP
    tokens = torch.full((len(examples), length + 1), padding, dtype=torch.long)
    weights = torch.zeros((len(examples), length + 1))
    for row, example in enumerate(examples):
        tokens[row, : len(example.tokens)] = torch.from_numpy(example.tokens.astype(numpy.int64))
        weights[row, : len(example.tokens)] = torch.from_numpy(example.weights.astype(numpy.float32))
    return Batch(tokens[:, :-1], tokens[:, 1:], weights[:, 1:])


def batches(examples: list[Example], tokens_per_batch: int, padding: int, seed: int) -> Iterator[Batch]:
    """All examples once, in batches of about equal size and random order."""
    shuffler = random.Random(seed)
    order = sorted(range(len(examples)), key=lambda index: (len(examples[index].tokens), shuffler.random()))
    groups: list[list[Example]] = [[]]
    longest = 0
    for index in order:
        longest = max(longest, len(examples[index].tokens))
        if longest * (len(groups[-1]) + 1) > tokens_per_batch and groups[-1]:
            groups.append([])
            longest = len(examples[index].tokens)
        groups[-1].append(examples[index])
    if not order:
        return
    if len(groups[-1]) == 1 and len(groups) > 1:
        groups[-2:] = [groups[-2] + groups[-1]]
    shuffler.shuffle(groups)
    for group in groups:
        yield _batch(group, padding)
