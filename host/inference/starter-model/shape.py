"""The shape of the starter model: sizes that the weights, the GGUF file and the checks share.

It does not know how the model is trained, nor what it is trained on.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Shape:
    """Sizes of a Qwen3 model. All matrix sizes are multiples of 32, which Q8_0 blocks need."""

    vocabulary: int = 4096
    """Number of tokens, the special ones included."""
    width: int = 256
    """Length of a hidden state."""
    layers: int = 4
    heads: int = 4
    key_value_heads: int = 2
    """Heads of keys and values; each serves `heads / key_value_heads` query heads."""
    head_width: int = 64
    feed_forward: int = 768
    """Length of the inner state of the feed-forward part."""
    context_tokens: int = 1024
    """Longest sequence, prompt and answer together."""
    rope_base: float = 1_000_000.0
    norm_epsilon: float = 1e-6


STARTER = Shape()
"""The shape that ships."""
