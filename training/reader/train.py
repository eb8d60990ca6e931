"""Train the reader of norms: the shipped sentence encoder, fine-tuned to judge verb phrases and to point at those bound and those told.

    python training/reader/labels.py labels.jsonl
    python training/reader/train.py labels.jsonl OUT [--without A B] [--epochs 4]

OUT gets ``model.safetensors`` and ``heads.npz`` in half precision, ``config.json`` and ``tokenizer.json``; then
``python scripts/encoder_graph.py OUT`` writes ``model.onnx``. ``--without`` leaves sets out, to test on them. About 25 minutes on two cores.
Needs torch, transformers and safetensors (extra ``dev`` and the full installation).
"""

from __future__ import annotations

import argparse
import json
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

from kg.law.places import encoder_dir
from kg.reading.learned.reader import KINDS, LONGEST, MODALITIES, PLACES, places

ALL_KINDS = ("none", *KINDS)
WIDTH, POINTER, PAD = 384, 128, 1
BATCH, BLOCK = 12, 240  # windows of a step, and windows among which those of a like length are put together
RATE, HEAD_RATE, WARM = 1.5e-4, 1e-3, 100
UNSURE = 0.3  # weight of a norm that its reader found doubtful
RARE = 3.0  # weight of the pieces of a name, and of a phrase that spares, against the others
EMPTY = 0.6  # share of the windows without a norm that is kept from groups that have many
Window = dict[str, Any]


class Net(nn.Module):
    """The encoder with the layers that judge a phrase."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(str(encoder_dir()))
        self.kind = nn.Linear(2 * WIDTH, len(ALL_KINDS))
        self.flags = nn.Linear(2 * WIDTH, 2)
        self.modality = nn.Linear(2 * WIDTH, len(MODALITIES))
        self.asks = nn.ModuleDict({w: nn.Linear(2 * WIDTH, POINTER) for w in ("bearer", "recipient")})
        self.answers = nn.ModuleDict({w: nn.Linear(WIDTH, POINTER) for w in ("bearer", "recipient")})
        self.near = nn.ModuleDict({w: nn.Embedding(PLACES, POINTER) for w in ("bearer", "recipient")})
        self.offset = nn.ParameterDict({w: nn.Parameter(torch.tensor([-2.0])) for w in ("bearer", "recipient")})

    def forward(self, ids: Tensor, here: Tensor, spans: Tensor) -> dict[str, Tensor]:
        """The scores of each phrase. ``spans``: row, first piece and the piece behind the last, of each phrase."""
        states = self.encoder(input_ids=ids, attention_mask=here).last_hidden_state[spans[:, 0]]
        number = torch.arange(ids.shape[1])[None]
        inside = ((number >= spans[:, 1:2]) & (number < spans[:, 2:3])).float()[..., None]
        seen = torch.cat([(states * inside).sum(1) / inside.sum(1), (states - 1e4 * (1 - inside)).max(1)[0]], 1)
        where = torch.from_numpy(np.stack([places(ids.shape[1], int(s[1]), int(s[2])) for s in spans]))
        points = {w: torch.einsum("pd,pnd->pn", self.asks[w](seen), self.answers[w](states) + self.near[w](where)) / POINTER**0.5 + self.offset[w]
                  for w in self.asks}
        return {"kind": self.kind(seen), "flags": self.flags(seen), "modality": self.modality(seen), **points}

    def heads(self) -> dict[str, np.ndarray]:
        """The weights of the layers above the encoder, by the names that the program reads."""
        named = {f"{n}.{p}": getattr(getattr(self, n), p) for n in ("kind", "flags", "modality") for p in ("weight", "bias")}
        for which in self.asks:
            named |= {f"{which}.{part}.{p}": getattr(getattr(self, part)[which], p) for part in ("asks", "answers") for p in ("weight", "bias")}
            named[f"{which}.near"] = self.near[which].weight
            named[f"{which}.offset"] = self.offset[which]
        return {name: value.detach().numpy().astype(np.float16) for name, value in named.items()}


def windows(path: Path, without: set[str]) -> list[Window]:
    """The windows of the sets to learn from, once each, with their pieces."""
    tokenizer = Tokenizer.from_file(str(encoder_dir() / "tokenizer.json"))
    tokenizer.enable_truncation(LONGEST)
    found: dict[tuple[str, bool], Window] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        window = json.loads(line)
        if window["group"] in without or all(p["mask"] == 2 for p in window["phrases"]):
            continue
        if window["group"] in ("reviewed", "others") and not any(p["norm"] for p in window["phrases"]) and random.random() > EMPTY:
            continue
        read = tokenizer.encode(window["text"])
        pairs = ((p, _pieces(read.offsets, p["start"], p["end"])) for p in window["phrases"])
        window |= {"ids": read.ids, "offsets": read.offsets, "read": [(p, s) for p, s in pairs if s]}
        if window["read"]:
            found.setdefault((window["text"], window["whole"]), window)
    return list(found.values())


def _pieces(offsets: list[tuple[int, int]], start: int, end: int) -> tuple[int, int] | None:
    inside = [i for i, (a, b) in enumerate(offsets) if a < end and b > start and b > a]
    return (inside[0], inside[-1] + 1) if inside else None


def batches(found: list[Window]) -> Iterator[list[Window]]:
    """The windows in a new order, those of a like length together."""
    random.shuffle(found)
    made: list[list[Window]] = []
    for at in range(0, len(found), BLOCK):
        block = sorted(found[at : at + BLOCK], key=lambda w: len(w["ids"]))
        made += [block[k : k + BATCH] for k in range(0, len(block), BATCH)]
    random.shuffle(made)
    yield from made


def loss(net: Net, batch: list[Window]) -> Tensor:
    """What the net gets wrong in a batch."""
    longest = max(len(w["ids"]) for w in batch)
    ids = torch.full((len(batch), longest), PAD)
    for row, window in enumerate(batch):
        ids[row, : len(window["ids"])] = torch.tensor(window["ids"])
    told = [(w, p) for w in batch for p, _ in w["read"]]
    spans = torch.tensor([(row, *s) for row, w in enumerate(batch) for _, s in w["read"]])
    given = net(ids, (ids != PAD).long(), spans)
    sure = torch.tensor([1.0 if p["core"] else UNSURE for _, p in told])
    kinds = torch.tensor([ALL_KINDS.index(p["kind"]) if p["mask"] == 0 else -100 for _, p in told])
    kind = (F.cross_entropy(given["kind"], kinds, ignore_index=-100, reduction="none") * sure).sum() / (kinds >= 0).sum().clamp(min=1)
    flags = torch.tensor([[p["norm"], p["spares"]] for _, p in told]).float()
    weighed = torch.tensor([[float(w["whole"] and p["mask"] == 0), float(w["spared"] and p["mask"] != 2)] for w, p in told])
    weighed[:, 0] *= sure
    each = F.binary_cross_entropy_with_logits(given["flags"], flags, reduction="none", pos_weight=torch.tensor([1.0, RARE]))
    flag = (each * weighed).sum() / weighed.sum().clamp(min=1)
    names = [m.value for m in MODALITIES]
    modes = torch.tensor([names.index(p["modality"]) if p["modality"] in names else -100 for _, p in told])
    mode = F.cross_entropy(given["modality"], modes, ignore_index=-100, reduction="sum") / (modes >= 0).sum().clamp(min=1)
    return kind + flag + mode / 2 + 2 * sum((_pointing(given[w], told, w) for w in net.asks), torch.tensor(0.0))


def _pointing(given: Tensor, told: list[tuple[Window, dict[str, Any]]], which: str) -> Tensor:
    wanted, weighed = torch.zeros_like(given), torch.zeros_like(given)
    for row, (window, phrase) in enumerate(told):
        if phrase[which] is None:
            continue
        weighed[row, 1 : len(window["ids"]) - 1] = 1
        named = [i for i, (a, b) in enumerate(window["offsets"]) if any(a < end and b > start for start, end in phrase[which])]
        wanted[row, named] = 1
    each = F.binary_cross_entropy_with_logits(given, wanted, reduction="none", pos_weight=torch.tensor(RARE))
    return (each * weighed).sum() / weighed.sum().clamp(min=1)


def train(found: list[Window], epochs: int) -> Net:
    """The net after so many passes over the windows."""
    net = Net()
    heads = [p for n, p in net.named_parameters() if not n.startswith("encoder.")]
    steps = torch.optim.AdamW([{"params": net.encoder.parameters(), "lr": RATE}, {"params": heads, "lr": HEAD_RATE}], weight_decay=0.01)
    total = epochs * (len(found) // BATCH + 1)
    pace = torch.optim.lr_scheduler.LambdaLR(steps, lambda n: min(1.0, n / WARM) * max(0.02, 1 - n / total))
    done = 0
    for _ in range(epochs):
        for batch in batches(found):
            wrong = loss(net, batch)
            steps.zero_grad()
            wrong.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            steps.step()
            pace.step()
            done += 1
            if done % 100 == 0:
                print(done, "of", total, "loss", round(wrong.item(), 3), flush=True)
    return net


def save(net: Net, folder: Path) -> None:
    """Write the weights in half precision, with what the program needs to use them."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = {n: v.half().contiguous() for n, v in net.encoder.state_dict().items() if not n.startswith("pooler") and "position_ids" not in n}
    save_file(kept, folder / "model.safetensors")
    np.savez(folder / "heads.npz", **net.heads())  # type: ignore[arg-type]
    for name in ("config.json", "tokenizer.json"):
        shutil.copy(encoder_dir() / name, folder / name)


def main() -> None:
    """Train and save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--without", nargs="*", default=[])
    parser.add_argument("--epochs", type=int, default=4)
    given = parser.parse_args()
    torch.manual_seed(1)
    random.seed(1)
    found = windows(given.labels, set(given.without))
    print(len(found), "windows", flush=True)
    save(train(found, given.epochs), given.out)


if __name__ == "__main__":
    main()
