"""Makes the starter model: sentences, vocabulary, weights, GGUF file. `python train.py` is the whole recipe.

Everything follows from the seed and from the optional corpora. What it makes on the way lies in the work folder,
outside the sources. It does not judge the result: that is `evaluate.py`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional

import corpora
import examples
import export
from compact import Dialogue, Exchange
from generate.dialogues import Storyteller
from generate.speaker import Speaker, Split
from model import Qwen3
from shape import STARTER
from tokenizer import CockpitTokenizer

HERE = Path(__file__).resolve().parent
WORK_FOLDER = HERE.parents[2] / "target" / "starter-model"

SEED = 20_260
DIALOGUES = 95_000
REAL_SHARE = 0.12
"""Real sentences per dialogue, where corpora are given; each line is used several times."""
ECHOES = 8000
"""Copying exercises, mixed into the first steps."""
ROUGH_SHARE = 0.25
"""Share of sentences with a slip of the tongue or of the recogniser."""
TOKENIZER_DIALOGUES = 40_000
TOKENS_PER_BATCH = 5120
MATRIX_RATE, OTHER_RATE = 4e-3, 3e-3
"""Highest learning rates: of the matrices inside the layers (Muon), of embedding and norms (AdamW)."""
WEIGHT_DECAY = 0.05
WARM_UP_STEPS = 20
WARM_UP_BATCHES = 3
"""Batches of different lengths that the compiler sees before the threads start."""
FINAL_RATE_SHARE = 0.02
GRADIENT_NORM_MAX = 1.0
ONWARD_RATE_SHARE = 0.3
"""Learning rates of a training that goes on from a file, as a share of the usual ones; they only fall."""
EXPORT_EVERY_STEPS = 100
REPORT_EVERY_STEPS = 10


def tell(dialogues: int, seed: int) -> list[Dialogue]:
    """Synthetic dialogues for the training."""
    storyteller = Storyteller(Speaker(seed, Split.TRAIN), ROUGH_SHARE)
    return [storyteller.dialogue()[1] for _ in range(dialogues)]


def data_hash(dialogues: list[Dialogue]) -> str:
    """Names the sentences and answers, to tell whether two trainings saw the same."""
    digest = hashlib.sha256()
    for dialogue in dialogues:
        for exchange in dialogue:
            digest.update(f"{exchange.utterance}\n{[call.json() for call in exchange.calls]}\n".encode())
    return digest.hexdigest()[:16]


def tokenizer_texts(dialogues: list[Dialogue]) -> list[str]:
    """What the vocabulary is made for: utterances and calls."""
    texts = ["user\n", "assistant\n"] * len(dialogues)
    for dialogue in dialogues[:TOKENIZER_DIALOGUES]:
        for exchange in dialogue:
            texts.append(exchange.utterance)
            texts += [f"\n{call.json()}\n" for call in exchange.calls]
    return texts


def encode_all(
    tokenizer: CockpitTokenizer, dialogues: list[Dialogue], real: list[corpora.RealSentence]
) -> list[examples.Example]:
    """Synthetic dialogues, and real sentences alone or behind a synthetic exchange."""
    encoded = [examples.encode(tokenizer, dialogue) for dialogue in dialogues]
    draw = random.Random(SEED)
    for _ in range(int(REAL_SHARE * len(dialogues)) if real else 0):
        sentence = draw.choice(real)
        history = draw.choice(dialogues)[:1] if draw.random() < 0.4 else ()
        last = Exchange(sentence.utterance, sentence.calls)
        encoded.append(examples.encode(tokenizer, (*history, last), sentence.skill_only))
    return encoded


def course(
    tokenizer: CockpitTokenizer, encoded: list[examples.Example], tokens_per_batch: int, echoes: int
) -> list[examples.Batch]:
    """All batches in the order of learning: at first every other one is a copying exercise."""
    draw = random.Random(SEED)
    exercises = list(examples.batches(
        [examples.echo(tokenizer, draw) for _ in range(echoes)], tokens_per_batch, tokenizer.padding, SEED
    ))
    lessons = list(examples.batches(encoded, tokens_per_batch, tokenizer.padding, SEED))
    mixed = [batch for pair in zip(exercises, lessons) for batch in pair]
    return mixed + lessons[len(exercises) :]


def optimisers(model: Qwen3, matrix_rate: float, other_rate: float) -> list[torch.optim.Optimizer]:
    """Muon for the matrices of the layers, AdamW for the rest."""
    matrices = [parameter for parameter in model.blocks.parameters() if parameter.dim() == 2]
    norms = [parameter for parameter in model.parameters() if parameter.dim() == 1]
    return [
        torch.optim.Muon(matrices, lr=matrix_rate, weight_decay=WEIGHT_DECAY, adjust_lr_fn="match_rms_adamw"),
        torch.optim.AdamW(
            [
                {"params": [model.embedding.weight], "weight_decay": WEIGHT_DECAY},
                {"params": norms, "weight_decay": 0.0},
            ],
            lr=other_rate, betas=(0.9, 0.95), fused=True,
        ),
    ]


def rate_share(step: int, steps: int, onward: bool) -> float:
    """The learning rate as a share of the highest: a short rise, a long stay, a linear fall over the last 60 %.

    When the training goes on from a file it only falls.
    """
    if onward:
        return ONWARD_RATE_SHARE * max((steps - step) / steps, FINAL_RATE_SHARE)
    rise = min(1.0, (step + 1) / WARM_UP_STEPS)
    fall = min(1.0, (steps - step) / (0.6 * steps))
    return min(rise, max(fall, FINAL_RATE_SHARE))


def loss_of(model: Qwen3, batch: examples.Batch) -> torch.Tensor:
    """Weighted cross-entropy, as a sum, on the tokens that count; the head runs on no others."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        states = model.hidden(batch.inputs, torch.bfloat16)
        counted = batch.weights > 0
        logits = model.logits(states[counted])
    losses = functional.cross_entropy(logits.float(), batch.targets[counted], reduction="none")
    return (losses * batch.weights[counted]).sum()


def gradients(model: Qwen3, batch: examples.Batch) -> tuple[float, float, list[torch.Tensor]]:
    """Loss and weight in sum, and the gradients, of one batch."""
    loss = loss_of(model, batch)
    return loss.item(), batch.weights.sum().item(), list(torch.autograd.grad(loss, list(model.parameters())))


class Trainer:
    """One pass over the examples.

    Each thread takes a batch of its own, and the gradients are added: on a busy machine this is much faster than
    sharing every small operation among the threads, which wait for each other each time.
    """

    def __init__(self, model: Qwen3, tokenizer: CockpitTokenizer, threads: int, compiled: bool, onward: bool) -> None:
        self.model = model
        self.tokenizer = tokenizer
        self.threads = threads
        self.compiled = compiled
        self.onward = onward
        if compiled:
            model.hidden = torch.compile(model.hidden, dynamic=True)
        self.optimisers = optimisers(model, MATRIX_RATE, OTHER_RATE)
        self.highest_rates = [[group["lr"] for group in optimiser.param_groups] for optimiser in self.optimisers]

    def _step(self, pool: ThreadPoolExecutor, group: tuple[examples.Batch, ...], rate: float) -> float:
        """Learns from a group of batches; returns the mean loss."""
        for optimiser, highest in zip(self.optimisers, self.highest_rates):
            for parameters, rate_highest in zip(optimiser.param_groups, highest):
                parameters["lr"] = rate_highest * rate
        results = list(pool.map(lambda batch: gradients(self.model, batch), group))
        weight = sum(result[1] for result in results)
        for index, parameter in enumerate(self.model.parameters()):
            parameter.grad = sum(result[2][index] for result in results) / weight
        nn.utils.clip_grad_norm_(self.model.parameters(), GRADIENT_NORM_MAX)
        for optimiser in self.optimisers:
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
        return sum(result[0] for result in results) / weight

    def fit(self, encoded: list[examples.Example], target: Path) -> dict[str, float]:
        """Learns from all examples once; exports now and then, and at the end."""
        padding = self.tokenizer.padding
        batches = course(self.tokenizer, encoded, TOKENS_PER_BATCH // self.threads, 0 if self.onward else ECHOES)
        groups = list(zip(*[iter(batches)] * self.threads))
        for batch in batches[: WARM_UP_BATCHES if self.compiled else 0]:
            gradients(self.model, batch)
        start = time.monotonic()
        seen, smoothed = 0, 0.0
        with ThreadPoolExecutor(self.threads) as pool:
            for step, group in enumerate(groups):
                loss = self._step(pool, group, rate_share(step, len(groups), self.onward))
                seen += sum(int((batch.inputs != padding).sum()) for batch in group)
                smoothed = loss if step == 0 else 0.95 * smoothed + 0.05 * loss
                minutes = (time.monotonic() - start) / 60
                if step % REPORT_EVERY_STEPS == 0:
                    progress = f"step {step}/{len(groups)} loss {smoothed:.4f} {seen / 1e6:.2f} M tokens"
                    print(f"{progress} {minutes:.1f} min", flush=True)
                if (step + 1) % EXPORT_EVERY_STEPS == 0 or step + 1 == len(groups):
                    export.write(self.model, self.tokenizer, target)
        return {"steps": len(groups), "tokens": seen, "minutes": round(minutes, 1), "loss": round(smoothed, 4)}


def main() -> None:
    """The whole recipe."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dialogues", type=int, default=DIALOGUES, help="synthetic dialogues to learn from")
    parser.add_argument("--corpora", type=Path, help="folder with real sentences as JSON lines")
    parser.add_argument("--output", type=Path, default=HERE / "starter.gguf")
    parser.add_argument("--work", type=Path, default=WORK_FOLDER, help="folder for the report")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--onward", type=Path, metavar="GGUF", help="go on from this file; give another seed as well")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--compile", action="store_true", help="compile first: 1.5 times as fast; needs a C++ compiler")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    dialogues = tell(options.dialogues, options.seed)
    real = corpora.read(options.corpora, evaluation=False) if options.corpora else []
    if options.onward:
        model, tokenizer = export.read(options.onward)
        model.train()
    else:
        tokenizer = CockpitTokenizer.train(tokenizer_texts(dialogues), STARTER.vocabulary)
        model = Qwen3(replace(STARTER, vocabulary=tokenizer.size))
    encoded = encode_all(tokenizer, dialogues, real)
    report = {
        "seed": options.seed, "dialogues": len(dialogues), "exchanges": sum(map(len, dialogues)),
        "data_hash": data_hash(dialogues), "real_sentences": len(real), "threads": options.threads,
    }
    print(report, flush=True)
    report |= {"parameters": sum(parameter.numel() for parameter in model.parameters())}
    trainer = Trainer(model, tokenizer, options.threads, options.compile, options.onward is not None)
    report |= trainer.fit(encoded, options.output)
    (options.work / "training.json").write_text(json.dumps(report, indent=2) + "\n")
    print(report)


if __name__ == "__main__":
    main()
