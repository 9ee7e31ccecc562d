"""Checks of a finished GGUF file and of the recipe's own invariants. Exits with 1 and the reasons if one fails.

A second forward pass, written with numpy from the tensors of the file alone, must agree with PyTorch: what the names,
the shapes and the metadata say is then enough to run the model. It does not run llama.cpp; the product's tests do, and
compare its tokens with those of a second tokeniser (src/worker/tests/starter.rs).
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

import gguf
import numpy
import torch
from tokenizers import pre_tokenizers

import compact
import examples
import export
from compact import Exchange
from generate.dialogues import Storyteller
from generate.speaker import Speaker, Split
from model import Qwen3
from tokenizer import CONTROL, USER_DEFINED, CockpitTokenizer
from train import HERE

BYTES_MAX = 20 * 1024 * 1024
LOGIT_DIFFERENCE_MAX = 1e-3
STRINGS = 3000
DIALOGUES = 300
REQUIRED_KEYS = (
    "general.architecture", "general.file_type", "general.name", "general.license", "qwen3.context_length",
    "qwen3.embedding_length", "qwen3.block_count", "qwen3.feed_forward_length", "qwen3.attention.head_count",
    "qwen3.attention.head_count_kv", "qwen3.attention.key_length", "qwen3.attention.value_length",
    "qwen3.attention.layer_norm_rms_epsilon", "qwen3.rope.freq_base", "tokenizer.ggml.model", "tokenizer.ggml.pre",
    "tokenizer.ggml.tokens", "tokenizer.ggml.token_type", "tokenizer.ggml.merges", "tokenizer.ggml.eos_token_id",
    "tokenizer.ggml.bos_token_id", "tokenizer.ggml.padding_token_id", "tokenizer.ggml.add_bos_token",
    "tokenizer.chat_template", export.PROMPT_FORM_KEY,
)
_ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz   ", "找停车场附近的面馆红绿灯还有几秒", "0123456789 ",
    "😀🚗é\u200bñß\t\r\n", "<|im_end|></tool_call>{}\"': ,", "ＡＢ１２，。",
)


class Checks:
    """Collects what failed."""

    def __init__(self) -> None:
        self.failures: list[str] = []

    def expect(self, holds: bool, what: str) -> None:
        """Notes a failure, or prints that it holds."""
        print(("ok    " if holds else "FAIL  ") + what)
        if not holds:
            self.failures.append(what)


def random_strings(count: int) -> list[str]:
    """Mixed scripts, line ends, emoji, full-width forms and texts of special tokens."""
    draw = random.Random(1)
    return [
        "".join(draw.choice(draw.choice(_ALPHABETS)) for _ in range(draw.randint(0, 40))) for _ in range(count)
    ]


def numpy_logits(reader: gguf.GGUFReader, tokens: list[int]) -> numpy.ndarray:
    """Scores after the last token, from the file's tensors in 64 bits."""
    weights = {
        tensor.name: gguf.dequantize(tensor.data, tensor.tensor_type).astype(numpy.float64) for tensor in reader.tensors
    }

    def value(key: str) -> float:
        return float(reader.fields[f"qwen3.{key}"].contents())

    heads, groups, width = (int(value(f"attention.{key}")) for key in ("head_count", "head_count_kv", "key_length"))
    epsilon, length = value("attention.layer_norm_rms_epsilon"), len(tokens)

    def norm(states: numpy.ndarray, name: str) -> numpy.ndarray:
        return states / numpy.sqrt((states**2).mean(-1, keepdims=True) + epsilon) * weights[name]

    angles = numpy.outer(numpy.arange(length), value("rope.freq_base") ** (-numpy.arange(0, width, 2) / width))
    cosines, sines = numpy.cos(angles)[:, None], numpy.sin(angles)[:, None]

    def turn(states: numpy.ndarray) -> numpy.ndarray:
        first, second = numpy.split(states, 2, axis=-1)
        return numpy.concatenate((first * cosines - second * sines, second * cosines + first * sines), axis=-1)

    states = weights["token_embd.weight"][tokens]
    future = numpy.triu(numpy.full((length, length), -numpy.inf), 1)
    for layer in range(int(value("block_count"))):
        name = f"blk.{layer}.{{}}.weight".format
        normed = norm(states, name("attn_norm"))
        queries, keys, values = (
            (normed @ weights[name(part)].T).reshape(length, -1, width) for part in ("attn_q", "attn_k", "attn_v")
        )
        queries, keys = turn(norm(queries, name("attn_q_norm"))), turn(norm(keys, name("attn_k_norm")))
        keys, values = (numpy.repeat(part, heads // groups, axis=1) for part in (keys, values))
        scores = numpy.einsum("qhd,khd->hqk", queries, keys) / width**0.5 + future
        shares = numpy.exp(scores - scores.max(-1, keepdims=True))
        shares /= shares.sum(-1, keepdims=True)
        mixed = numpy.einsum("hqk,khd->qhd", shares, values).reshape(length, -1)
        states = states + mixed @ weights[name("attn_output")].T
        normed = norm(states, name("ffn_norm"))
        gate = normed @ weights[name("ffn_gate")].T
        inner = gate / (1 + numpy.exp(-gate)) * (normed @ weights[name("ffn_up")].T)
        states = states + inner @ weights[name("ffn_down")].T
    return norm(states, "output_norm.weight")[-1] @ weights["token_embd.weight"].T


def check_file(checks: Checks, path: Path, reader: gguf.GGUFReader) -> None:
    """Metadata and token list."""
    checks.expect(path.stat().st_size <= BYTES_MAX, f"the file has at most {BYTES_MAX} bytes")
    missing = [key for key in REQUIRED_KEYS if key not in reader.fields]
    checks.expect(not missing, f"all metadata are there (missing: {missing})")
    tokens = reader.fields["tokenizer.ggml.tokens"].contents()
    checks.expect(len(set(tokens)) == len(tokens) and all(tokens), "token strings are unique and not empty")
    alphabet = set(pre_tokenizers.ByteLevel.alphabet())
    checks.expect(alphabet <= set(tokens), "every byte has a token")
    checks.expect(tuple(tokens[-len(CONTROL + USER_DEFINED) :]) == CONTROL + USER_DEFINED, "special tokens come last")
    end = reader.fields["tokenizer.ggml.eos_token_id"].contents()
    checks.expect(tokens[end] == "<|im_end|>", "the end token is <|im_end|>")


def check_tokenizer(checks: Checks, tokenizer: CockpitTokenizer) -> None:
    """What the vocabulary promises."""
    strings = random_strings(STRINGS)
    checks.expect(all(tokenizer.text(tokenizer.text_tokens(text)) == text for text in strings), "text survives tokens")
    special = {tokenizer.special(text) for text in CONTROL + USER_DEFINED}
    clean = not any(special & set(tokenizer.text_tokens(text)) for text in strings)
    checks.expect(clean, "drivers cannot say special tokens")
    for before, name, after in (("near ", "wexley hall", " now"), ("找", "淦溪路", "附近的")):
        inside = tokenizer.text_tokens(f"{before}{name}{after}")
        start = len(tokenizer.text_tokens(before))
        alone = tokenizer.text_tokens(name)
        checks.expect(inside[start : start + len(alone)] == alone, f"{name} has the same tokens inside and alone")


def check_recipe(checks: Checks, tokenizer: CockpitTokenizer) -> None:
    """Training sequences are what the host will send and read."""
    storyteller = Storyteller(Speaker(3, Split.TRAIN), 0.5)
    same_prompts = copied = True
    for _ in range(DIALOGUES):
        _, dialogue = storyteller.dialogue()
        last = dialogue[-1]
        text = tokenizer.text(tokenizer.prompt_tokens(dialogue) + tokenizer.answer_tokens(last.calls))
        same_prompts &= text == f"{compact.prompt(dialogue)}{compact.answer(last.calls)}<|im_end|>"
        tokens = examples.encode(tokenizer, (Exchange(last.utterance, last.calls),)).tokens.tolist()
        same_prompts &= tokens == tokenizer.question_tokens(last.utterance) + tokenizer.answer_tokens(last.calls)
        said = " ".join(exchange.utterance for exchange in dialogue)
        names = [call.arguments.get(field) for call in last.calls for field in ("near", "restaurant", "car-park")]
        copied &= all(name in said for name in names if name)
    checks.expect(same_prompts, "training sequences equal the compact form")
    checks.expect(copied, "names are copied from what was said")


def check_forward(checks: Checks, model: Qwen3, tokenizer: CockpitTokenizer, reader: gguf.GGUFReader) -> None:
    """PyTorch and numpy agree on the file's tensors."""
    for utterance in ("find noodles near the city museum", "帮我找市博物馆附近的停车场"):
        tokens = tokenizer.question_tokens(utterance)
        with torch.inference_mode():
            ours = model(torch.tensor([tokens]))[0, -1].numpy()
        theirs = numpy_logits(reader, tokens)
        difference = float(numpy.abs(ours - theirs).max())
        agree = difference <= LOGIT_DIFFERENCE_MAX and ours.argmax() == theirs.argmax()
        checks.expect(agree, f"numpy agrees on {utterance!r}: largest difference {difference:.1e}")


def main() -> None:
    """Runs all checks on the file given, by default the shipped one."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "starter.gguf"
    checks = Checks()
    reader = gguf.GGUFReader(str(path))
    check_file(checks, path, reader)
    model, tokenizer = export.read(path)
    check_tokenizer(checks, tokenizer)
    check_recipe(checks, tokenizer)
    check_forward(checks, model, tokenizer, reader)
    sys.exit(1 if checks.failures else 0)


if __name__ == "__main__":
    main()
