"""A Qwen3 decoder in PyTorch, with the parts that llama.cpp expects of the architecture and no others.

RMSNorm before each part, a norm per head on queries and keys, rotate-half rotary positions, grouped key and value
heads, SwiGLU, and an output head that is the embedding. It knows nothing of tokens' meaning or of training.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from shape import Shape

_INITIAL_DEVIATION = 0.02


def rotary_tables(shape: Shape, device: torch.device | None = None) -> tuple[Tensor, Tensor]:
    """Cosines and sines, (position, head_width / 2) each."""
    exponents = torch.arange(0, shape.head_width, 2, device=device, dtype=torch.float32) / shape.head_width
    angles = torch.outer(
        torch.arange(shape.context_tokens, device=device, dtype=torch.float32), shape.rope_base**-exponents
    )
    return angles.cos(), angles.sin()


def rotate(states: Tensor, cosines: Tensor, sines: Tensor) -> Tensor:
    """Turns each pair (i, i + half) of a head by the angle of its position."""
    first, second = states.chunk(2, dim=-1)
    return torch.cat((first * cosines - second * sines, second * cosines + first * sines), dim=-1)


class Norm(nn.RMSNorm):
    """RMSNorm in the type of its input: with weight and input of one type PyTorch has a single fast kernel for it."""

    def forward(self, states: Tensor) -> Tensor:
        return functional.rms_norm(states, self.normalized_shape, self.weight.to(states.dtype), self.eps)


class Attention(nn.Module):
    """Causal self-attention with grouped heads."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        key_value_width = shape.key_value_heads * shape.head_width
        self.query = nn.Linear(shape.width, shape.heads * shape.head_width, bias=False)
        self.key = nn.Linear(shape.width, key_value_width, bias=False)
        self.value = nn.Linear(shape.width, key_value_width, bias=False)
        self.output = nn.Linear(shape.heads * shape.head_width, shape.width, bias=False)
        self.query_norm = Norm(shape.head_width, eps=shape.norm_epsilon)
        self.key_norm = Norm(shape.head_width, eps=shape.norm_epsilon)

    def forward(self, states: Tensor, cosines: Tensor, sines: Tensor) -> Tensor:
        batch, length, _ = states.shape
        queries = self.query_norm(self.query(states).view(batch, length, -1, self.shape.head_width)).transpose(1, 2)
        keys = self.key_norm(self.key(states).view(batch, length, -1, self.shape.head_width)).transpose(1, 2)
        values = self.value(states).view(batch, length, -1, self.shape.head_width).transpose(1, 2)
        queries, keys = rotate(queries, cosines, sines), rotate(keys, cosines, sines)
        group = self.shape.heads // self.shape.key_value_heads
        mixed = functional.scaled_dot_product_attention(
            queries, keys.repeat_interleave(group, dim=1), values.repeat_interleave(group, dim=1), is_causal=True
        )
        return self.output(mixed.transpose(1, 2).reshape(batch, length, -1))


class FeedForward(nn.Module):
    """SwiGLU."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.gate = nn.Linear(shape.width, shape.feed_forward, bias=False)
        self.up = nn.Linear(shape.width, shape.feed_forward, bias=False)
        self.down = nn.Linear(shape.feed_forward, shape.width, bias=False)

    def forward(self, states: Tensor) -> Tensor:
        return self.down(functional.silu(self.gate(states)) * self.up(states))


class Block(nn.Module):
    """One layer: attention, then the feed-forward part, each added to what came in."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.attention_norm = Norm(shape.width, eps=shape.norm_epsilon)
        self.attention = Attention(shape)
        self.feed_forward_norm = Norm(shape.width, eps=shape.norm_epsilon)
        self.feed_forward = FeedForward(shape)

    def forward(self, states: Tensor, cosines: Tensor, sines: Tensor) -> Tensor:
        states = states + self.attention(self.attention_norm(states), cosines, sines)
        return states + self.feed_forward(self.feed_forward_norm(states))


class Qwen3(nn.Module):
    """The whole decoder."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(shape.vocabulary, shape.width)
        self.blocks = nn.ModuleList(Block(shape) for _ in range(shape.layers))
        self.norm = Norm(shape.width, eps=shape.norm_epsilon)
        cosines, sines = rotary_tables(shape)
        self.register_buffer("cosines", cosines, persistent=False)
        self.register_buffer("sines", sines, persistent=False)
        self._initialise()

    def _initialise(self) -> None:
        """Small normal weights; what is added to the stream starts smaller, the more layers there are."""
        added_deviation = _INITIAL_DEVIATION / (2 * self.shape.layers) ** 0.5
        nn.init.normal_(self.embedding.weight, std=_INITIAL_DEVIATION)
        for name, parameter in self.blocks.named_parameters():
            if parameter.dim() == 2:
                added = name.endswith(("attention.output.weight", "feed_forward.down.weight"))
                nn.init.normal_(parameter, std=added_deviation if added else _INITIAL_DEVIATION)

    def hidden(self, tokens: Tensor, kind: torch.dtype = torch.float32) -> Tensor:
        """Hidden states of a batch of token rows, computed in this type. Padding on the right is harmless."""
        length = tokens.shape[1]
        cosines, sines = self.cosines[:length].to(kind), self.sines[:length].to(kind)
        states = self.embedding(tokens).to(kind)
        for block in self.blocks:
            states = block(states, cosines, sines)
        return self.norm(states)

    def logits(self, states: Tensor) -> Tensor:
        """Scores of the next token."""
        return functional.linear(states, self.embedding.weight)

    def forward(self, tokens: Tensor) -> Tensor:
        return self.logits(self.hidden(tokens))
