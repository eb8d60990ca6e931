"""Train the judge: the shipped sentence encoder, fine-tuned to read a question together with a clause and to say whether the clause decides it.

    python training/answers/judge.py PAIRS OUT [--without INSTRUMENT …] [--epochs 2]

OUT gets ``model.safetensors`` and ``heads.npz`` in half precision, ``config.json`` and ``tokenizer.json``; then
``python scripts/encoder_graph.py OUT`` writes ``model.onnx``. ``--without`` leaves the questions on those instruments out, to test on them.
Needs torch, transformers and safetensors (extra ``dev`` and the full installation) and a build.
"""

from __future__ import annotations

import argparse
import pickle
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F
from transformers import AutoModel

from kg.answers.ranking.judge import LONGEST, VERDICTS
from kg.law.places import encoder_dir

WIDTH, PAD = 384, 1
QUESTIONS, AGAINST, POSITIVE = 4, 6, 2  # questions of a step, clauses that do not decide, and that do, read with each
HARD, NEAR = 14, 0.75  # of how many of the nearest the former are drawn, and how often
RATE, HEAD_RATE, WARM = 1e-4, 1e-3, 60
Group = dict[str, Any]


class Net(nn.Module):
    """The encoder with one layer that judges the mean of its states."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(str(encoder_dir()))
        self.head = nn.Linear(WIDTH, 1 + len(VERDICTS))

    def forward(self, ids: Tensor) -> Tensor:
        """The logit of each pair, then those of what it answers to a question that wants yes or no."""
        here = (ids != PAD).long()
        states = self.encoder(input_ids=ids, attention_mask=here).last_hidden_state
        mean = (states * here[..., None]).sum(1) / here.sum(1, keepdim=True)
        return self.head(mean)


def steps_of(groups: list[Group]) -> Iterator[list[Group]]:
    """The questions in a new order, some at a time."""
    random.shuffle(groups)
    yield from (groups[k : k + QUESTIONS] for k in range(0, len(groups), QUESTIONS))


def loss(net: Net, batch: list[Group], tokenizer: Tokenizer) -> Tensor:
    """What the net gets wrong: each deciding clause against those that do not decide, and every pair by itself."""
    texts, labels, owner = [], [], []
    for number, group in enumerate(batch):
        for text, label in drawn(group):
            texts.append(text)
            labels.append(label)
            owner.append(number)
    read = [e.ids for e in tokenizer.encode_batch(texts)]
    longest = max(map(len, read))
    given = net(torch.tensor([r + [PAD] * (longest - len(r)) for r in read]))
    logits = given[:, 0]
    wanted = torch.tensor(labels)
    total = F.binary_cross_entropy_with_logits(logits, wanted.float(), pos_weight=torch.tensor(2.0))
    rows = torch.tensor(owner)
    lists = []
    for number in range(len(batch)):
        mine = rows == number
        against = logits[mine & (wanted == 0)]
        for one in logits[mine & (wanted == 1)]:
            lists.append(F.cross_entropy(torch.cat([one[None], against])[None], torch.zeros(1, dtype=torch.long)))
    told = [(n, VERDICTS.index(v)) for n, (g, label) in enumerate(zip(owner, labels, strict=True)) if label and (v := batch[g]["verdict"]) in VERDICTS]
    if told:
        total = total + F.cross_entropy(given[[n for n, _ in told], 1:], torch.tensor([v for _, v in told])) / 2
    return total + (torch.stack(lists).mean() if lists else 0.0)


def drawn(group: Group) -> list[tuple[str, int]]:
    """Pairs of a question, a few that decide and a few that do not, most of the latter among the nearest."""
    positive = random.sample(group["positive"], min(POSITIVE, len(group["positive"])))
    hard, rest = group["negative"][:HARD], group["negative"][HARD:]
    number = AGAINST + POSITIVE - len(positive)
    near = random.sample(hard, min(len(hard), round(number * NEAR)))
    far = random.sample(rest, min(len(rest), number - len(near)))
    return [(p, 1) for p in positive] + [(p, 0) for p in (*near, *far)]


def groups_of(path: Path, without: set[str]) -> list[Group]:
    """The questions with the pairs that decide and those that do not, the nearest of these first."""
    with path.open("rb") as file:
        records = pickle.load(file)
    return [g for g in records if g["group"] not in without and (g["positive"] or g["negative"])]


def train(groups: list[Group], epochs: int) -> Net:
    """The net after so many passes over the questions."""
    net = Net()
    tokenizer = Tokenizer.from_file(str(encoder_dir() / "tokenizer.json"))
    tokenizer.enable_truncation(LONGEST)
    tokenizer.no_padding()
    moving = torch.optim.AdamW([{"params": net.encoder.parameters(), "lr": RATE}, {"params": net.head.parameters(), "lr": HEAD_RATE}], weight_decay=0.01)
    total = epochs * (len(groups) // QUESTIONS + 1)
    pace = torch.optim.lr_scheduler.LambdaLR(moving, lambda n: min(1.0, n / WARM) * max(0.02, 1 - n / total))
    done, seen = 0, 0.0
    for _ in range(epochs):
        for batch in steps_of(groups):
            wrong = loss(net, batch, tokenizer)
            moving.zero_grad()
            wrong.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            moving.step()
            pace.step()
            done, seen = done + 1, seen + wrong.item()
            if done % 50 == 0:
                print(done, "of", total, "loss", round(seen / 50, 3), flush=True)
                seen = 0.0
    return net


def save(net: Net, folder: Path) -> None:
    """Write the weights in half precision, with what the program needs to use them."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = {n: v.half().contiguous() for n, v in net.encoder.state_dict().items() if not n.startswith("pooler") and "position_ids" not in n}
    save_file(kept, folder / "model.safetensors")
    np.savez(folder / "heads.npz", weight=net.head.weight.detach().numpy().astype(np.float16), bias=net.head.bias.detach().numpy().astype(np.float16))
    for name in ("config.json", "tokenizer.json"):
        shutil.copy(encoder_dir() / name, folder / name)


def main() -> None:
    """Train and save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("groups", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--without", nargs="*", default=[])
    parser.add_argument("--epochs", type=int, default=2)
    given = parser.parse_args()
    torch.manual_seed(1)
    random.seed(1)
    groups = groups_of(given.groups, set(given.without))
    print(len(groups), "questions", flush=True)
    save(train(groups, given.epochs), given.out)


if __name__ == "__main__":
    main()
