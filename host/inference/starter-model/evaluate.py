"""Measures a GGUF file: how often the answer is right, on held-out names, held-out paraphrases and rough speech.

The weights are those of the file, as Q8_0 left them, run in PyTorch in 32 bits. Decoding is greedy and **not**
constrained by a grammar, so the figures are a lower bound of what the product does. Usage:
`python evaluate.py [FILE.gguf] [--corpora FOLDER] [--examples N] [--mistakes N]`.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import torch

import compact
import corpora
import export
from compact import Call, Dialogue, Exchange
from generate.dialogues import Storyteller
from generate.speaker import Speaker, Split
from model import Qwen3
from tokenizer import CockpitTokenizer
from train import HERE

EXAMINATION_SEED = 77
ANSWER_TOKENS_MAX = 120
_CALL = re.compile(r"<tool_call>\n(.*?)\n</tool_call>", re.DOTALL)


@dataclass(frozen=True)
class Question:
    """A dialogue whose last exchange holds the right answer."""

    language: str
    dialogue: Dialogue
    skill_only: bool = False


@dataclass
class Score:
    """What came of the questions of one set."""

    asked: int = 0
    right_tools: int = 0
    exact: int = 0
    refused: int = 0
    to_refuse: int = 0
    rightly_refused: int = 0
    mistakes: list[str] = field(default_factory=list)

    def row(self) -> str:
        """The cells of a Markdown table."""
        def share(part: int, whole: int) -> str:
            return f"{100 * part / whole:.1f}" if whole else "–"

        return " | ".join((
            str(self.asked), share(self.right_tools, self.asked), share(self.exact, self.asked),
            share(self.rightly_refused, self.refused), share(self.rightly_refused, self.to_refuse),
        ))


def synthetic(split: Split, rough_share: float, count: int) -> list[Question]:
    """Questions from the generator; of the unseen split only those that use a held-out family."""
    speaker = Speaker(EXAMINATION_SEED, split)
    storyteller = Storyteller(speaker, rough_share)
    questions: list[Question] = []
    while len(questions) < count:
        language, dialogue = storyteller.dialogue()
        if split is not Split.UNSEEN or speaker.used_held_out:
            questions.append(Question(language, dialogue[-1 - compact.HISTORY_EXCHANGES_MAX :]))
    return questions


def real(folder: Path) -> list[Question]:
    """Real sentences that the training did not see; of some only the skill is known."""
    return [
        Question(sentence.language, (Exchange(sentence.utterance, sentence.calls),), sentence.skill_only)
        for sentence in corpora.read(folder, evaluation=True)
    ]


@torch.inference_mode()
def follows(model: Qwen3, prompt: list[int], expected: list[int]) -> bool:
    """Whether greedy decoding writes exactly the expected tokens: one pass over them tells."""
    logits = model(torch.tensor([prompt + expected[:-1]]))[0, len(prompt) - 1 :]
    return logits.argmax(dim=-1).tolist() == expected


@torch.inference_mode()
def write_answer(model: Qwen3, tokenizer: CockpitTokenizer, prompt: list[int]) -> str:
    """The answer that greedy decoding writes."""
    written: list[int] = []
    while len(written) < ANSWER_TOKENS_MAX:
        states = model.hidden(torch.tensor([prompt + written]))[0, -1]
        written.append(int(model.logits(states).argmax()))
        if written[-1] == tokenizer.end:
            return tokenizer.text(written[:-1])
    return tokenizer.text(written)


def calls_of(answer: str) -> tuple[Call, ...]:
    """The calls of an answer; none when it is not well formed."""
    try:
        read = [json.loads(text) for text in _CALL.findall(answer)]
        return tuple(Call(call["name"], call["arguments"]) for call in read)
    except (ValueError, KeyError, TypeError):
        return ()


def _skill(calls: tuple[Call, ...]) -> str:
    return calls[0].name.split(".")[0] if calls else ""


def examine(model: Qwen3, tokenizer: CockpitTokenizer, questions: list[Question]) -> dict[str, Score]:
    """Scores per language."""
    scores: dict[str, Score] = defaultdict(Score)
    for question in questions:
        last = question.dialogue[-1]
        prompt = tokenizer.prompt_tokens(question.dialogue)
        expected = tokenizer.answer_tokens(last.calls)
        exact = not question.skill_only and follows(model, prompt, expected)
        answered = last.calls if exact else calls_of(write_answer(model, tokenizer, prompt))
        if question.skill_only:
            right_tool = exact = _skill(answered) == _skill(last.calls)
        else:
            exact = exact or answered == last.calls
            right_tool = [call.name for call in answered] == [call.name for call in last.calls]
        score = scores[question.language]
        score.asked += 1
        score.right_tools += right_tool
        score.exact += exact
        score.refused += answered == compact.NOTHING
        score.to_refuse += last.calls == compact.NOTHING
        score.rightly_refused += answered == compact.NOTHING == last.calls
        if not exact:
            history = " / ".join(exchange.utterance for exchange in question.dialogue)
            right, wrote = compact.answer(last.calls), compact.answer(answered)
            score.mistakes.append(f"{history}\n    right {right!r}\n    wrote {wrote!r}")
    return dict(scores)


def main() -> None:
    """Prints the tables of the model card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, nargs="?", default=HERE / "starter.gguf")
    parser.add_argument("--corpora", type=Path, help="folder with real sentences as JSON lines")
    parser.add_argument("--examples", type=int, default=1500, help="questions of each synthetic set")
    parser.add_argument("--mistakes", type=int, default=0, help="mistakes to print of each set and language")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    model, tokenizer = export.read(options.file)
    sets = {
        "seen families, unseen names": synthetic(Split.SEEN, 0.0, options.examples),
        "unseen families": synthetic(Split.UNSEEN, 0.0, options.examples),
        "rough speech": synthetic(Split.SEEN, 1.0, options.examples),
    }
    if options.corpora:
        questions = real(options.corpora)
        sets["real sentences of shipped skills"] = [question for question in questions if question.skill_only]
        sets["real sentences of other skills"] = [question for question in questions if not question.skill_only]
    print("| set | language | sentences | tools right % | call exact % | refusal precision % | refusal recall % |")
    print("|---|---|---:|---:|---:|---:|---:|")
    for name, questions in sets.items():
        for language, score in sorted(examine(model, tokenizer, questions).items()):
            print(f"| {name} | {language} | {score.row()} |", flush=True)
            for mistake in score.mistakes[: options.mistakes]:
                print(f"  {mistake}")


if __name__ == "__main__":
    main()
