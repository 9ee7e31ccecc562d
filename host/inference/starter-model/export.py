"""Writes the model as a GGUF file that llama.cpp loads as Qwen3, and reads such a file back into PyTorch.

Matrices are Q8_0, norms F32, the output head is the embedding.
"""

from __future__ import annotations

import os
from pathlib import Path

import gguf
import numpy
import torch

import compact
from model import Qwen3
from shape import Shape
from tokenizer import CONTROL, USER_DEFINED, CockpitTokenizer

NAME = "Jumpseat starter"
LICENCE = "MIT OR Apache-2.0"
PROMPT_FORM_KEY = "jumpseat.prompt"
PROMPT_FORM = "compact"

_BLOCK_PARTS = {
    "attention_norm": "attn_norm",
    "attention.query": "attn_q",
    "attention.key": "attn_k",
    "attention.value": "attn_v",
    "attention.output": "attn_output",
    "attention.query_norm": "attn_q_norm",
    "attention.key_norm": "attn_k_norm",
    "feed_forward_norm": "ffn_norm",
    "feed_forward.gate": "ffn_gate",
    "feed_forward.up": "ffn_up",
    "feed_forward.down": "ffn_down",
}


def tensor_names(shape: Shape) -> dict[str, str]:
    """Name of each PyTorch parameter → name of its GGUF tensor."""
    names = {"embedding.weight": "token_embd.weight", "norm.weight": "output_norm.weight"}
    for layer in range(shape.layers):
        for part, tensor in _BLOCK_PARTS.items():
            names[f"blocks.{layer}.{part}.weight"] = f"blk.{layer}.{tensor}.weight"
    return names


def _add_shape(writer: gguf.GGUFWriter, shape: Shape) -> None:
    writer.add_context_length(shape.context_tokens)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.feed_forward)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.key_value_heads)
    writer.add_key_length(shape.head_width)
    writer.add_value_length(shape.head_width)
    writer.add_rope_freq_base(shape.rope_base)
    writer.add_layer_norm_rms_eps(shape.norm_epsilon)


def _add_tokenizer(writer: gguf.GGUFWriter, tokenizer: CockpitTokenizer) -> None:
    ordinary = tokenizer.ordinary_tokens()
    types = (
        [gguf.TokenType.NORMAL] * len(ordinary)
        + [gguf.TokenType.CONTROL] * len(CONTROL)
        + [gguf.TokenType.USER_DEFINED] * len(USER_DEFINED)
    )
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list([*ordinary, *CONTROL, *USER_DEFINED])
    writer.add_token_types(types)
    writer.add_token_merges(tokenizer.merges())
    writer.add_eos_token_id(tokenizer.end)
    writer.add_bos_token_id(tokenizer.padding)
    writer.add_pad_token_id(tokenizer.padding)
    writer.add_add_bos_token(False)
    writer.add_chat_template(compact.CHAT_TEMPLATE)


def write(model: Qwen3, tokenizer: CockpitTokenizer, path: Path) -> None:
    """Writes the file beside its place first, so that a reader never sees half of it."""
    unfinished = path.with_suffix(".unfinished")
    writer = gguf.GGUFWriter(str(unfinished), "qwen3")
    writer.add_name(NAME)
    writer.add_license(LICENCE)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0)
    writer.add_string(PROMPT_FORM_KEY, PROMPT_FORM)
    _add_shape(writer, model.shape)
    _add_tokenizer(writer, tokenizer)
    weights = model.state_dict()
    for parameter, tensor in tensor_names(model.shape).items():
        values = weights[parameter].detach().to(torch.float32).numpy()
        if values.ndim == 2:
            kind = gguf.GGMLQuantizationType.Q8_0
            writer.add_tensor(tensor, gguf.quantize(values, kind), raw_dtype=kind)
        else:
            writer.add_tensor(tensor, values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    os.replace(unfinished, path)


def _shape_of(reader: gguf.GGUFReader) -> Shape:
    def number(key: str) -> int:
        return int(reader.fields[f"qwen3.{key}"].contents())

    return Shape(
        vocabulary=len(reader.fields["tokenizer.ggml.tokens"].data),
        width=number("embedding_length"),
        layers=number("block_count"),
        heads=number("attention.head_count"),
        key_value_heads=number("attention.head_count_kv"),
        head_width=number("attention.key_length"),
        feed_forward=number("feed_forward_length"),
        context_tokens=number("context_length"),
        rope_base=float(reader.fields["qwen3.rope.freq_base"].contents()),
        norm_epsilon=float(reader.fields["qwen3.attention.layer_norm_rms_epsilon"].contents()),
    )


def read(path: Path) -> tuple[Qwen3, CockpitTokenizer]:
    """Reads a file that `write` wrote; the weights are what Q8_0 left of them."""
    reader = gguf.GGUFReader(str(path))
    shape = _shape_of(reader)
    tensors = {
        tensor.name: numpy.asarray(gguf.dequantize(tensor.data, tensor.tensor_type), dtype=numpy.float32)
        for tensor in reader.tensors
    }
    model = Qwen3(shape)
    model.load_state_dict(
        {parameter: torch.from_numpy(tensors[tensor].copy()) for parameter, tensor in tensor_names(shape).items()}
    )
    tokens = reader.fields["tokenizer.ggml.tokens"].contents()
    merges = reader.fields["tokenizer.ggml.merges"].contents()
    return model.eval(), CockpitTokenizer.from_parts(tokens, merges)
