#!/usr/bin/env python3
"""Repeats a training of `gradus export-replication` in PyTorch, from the same initial weights and batches.

    python3 torch_replication.py FOLDER [--json RESULT.json]

Two trainings from the same start drift apart by rounding alone: each update starts from where the last one ended, and
a unit that is cut off in the one and not in the other sends them different ways. So the curve is compared twice.

Update by update: PyTorch, in float64, starts each update from the weights that tfjs had, and keeps its own momentum.
Its loss and the weights that it arrives at must be tfjs's to float32's accuracy, at every update.

As a whole: PyTorch makes the training by itself, in float32 and in float64. Over the first updates all three must
agree; later on tfjs must be no further from PyTorch in float64 than ten times what PyTorch in float32 is.

Prints the largest differences and exits with 1 if one is too large.
"""

import argparse
import json
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F

LOSS = 2e-6  # nats, update by update: the rounding of float32 through a net, on losses of up to a few nats
WEIGHT = 1e-6  # update by update, on weights of up to 1, which float32 rounds at 6e-8
FIRST = 20  # updates over which nothing to speak of has built up
DRIFT = 10  # times PyTorch's own, in the mean over all updates


def load(folder):
    settings = json.loads((folder / "settings.json").read_text())
    arrays = {file.stem: np.load(file, mmap_mode="r") for file in folder.glob("*.npy")}
    return settings, arrays


def images(arrays, part, settings, dtype):
    """Samples as tfjs has them, last axis channels: bytes become [0, 1], then standardised by channel."""
    xs = torch.from_numpy(arrays[f"{part}-inputs"].copy())
    scale = 255 if xs.dtype == torch.uint8 else 1
    mean, sd = (torch.tensor(settings["standardise"][key], dtype=dtype) for key in ("mean", "sd"))
    return (xs.to(dtype) / scale - mean) / sd


def labels(arrays, part):
    return torch.from_numpy(arrays[f"{part}-labels"].copy()).long()


def weights_at(step, settings, arrays, dtype):
    """tfjs's weights before an update, a tensor each."""
    flat = torch.tensor(arrays["trajectory"][step], dtype=dtype)
    sizes = [int(np.prod(shape)) for shape in settings["shapes"]]
    return [part.reshape(shape) for part, shape in zip(flat.split(sizes), settings["shapes"])]


def forward(layers, weights, xs):
    """The net on [n, height, width, channels]; a convolution wants channels first, flattening has them last."""
    for layer in layers:
        if layer["kind"] == "flatten":
            xs = xs.flatten(1)
            continue
        kernel, bias = (weights[i] for i in layer["weights"])
        if layer["kind"] == "conv2d":  # tfjs's kernel is [height, width, in, out]
            ys = F.conv2d(xs.permute(0, 3, 1, 2), kernel.permute(3, 2, 0, 1), bias, stride=layer["strides"])
            xs = ys.permute(0, 2, 3, 1)
        else:
            xs = xs @ kernel + bias
        if layer["activation"] != "linear":
            xs = getattr(torch, layer["activation"])(xs)
    return xs


def train(settings, arrays, dtype, follow=False):
    """
    Makes the training. With `follow`, each update starts from tfjs's weights. Gives the loss of each update, the
    largest distance of its new weights from tfjs's, and the share of test samples that the last model gets wrong.
    """
    layers = settings["layers"]
    weights = [weight.requires_grad_() for weight in weights_at(0, settings, arrays, dtype)]
    xs, ys = images(arrays, "train", settings, dtype), labels(arrays, "train")
    # Both libraries have v = momentum v + g and w = w - rate v, with this update's rate.
    optimizer = torch.optim.SGD(weights, lr=1, momentum=settings["momentum"])
    losses, distances = [], []
    batches = torch.from_numpy(arrays["batches"].copy()).long()
    for step, (batch, rate) in enumerate(zip(batches, arrays["learning-rates"])):
        optimizer.param_groups[0]["lr"] = float(rate)
        optimizer.zero_grad()
        loss = F.cross_entropy(forward(layers, weights, xs[batch]), ys[batch])
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        if follow:
            with torch.no_grad():
                theirs = weights_at(step + 1, settings, arrays, dtype)
                distances.append(max((a - b).abs().max().item() for a, b in zip(weights, theirs)))
                for weight, value in zip(weights, theirs):
                    weight.copy_(value)
    with torch.no_grad():
        outputs = forward(layers, weights, images(arrays, "test", settings, dtype))
    wrong = (outputs.argmax(1) != labels(arrays, "test")).double().mean().item()
    return np.array(losses), np.array(distances), wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--json", type=pathlib.Path, help="write the comparison there")
    options = parser.parse_args()
    torch.set_num_threads(1)
    settings, arrays = load(options.folder)
    tfjs = arrays["losses"].astype(np.float64)
    followed, distances, followed_error = train(settings, arrays, torch.float64, follow=True)
    single, _, single_error = train(settings, arrays, torch.float32)
    double, _, double_error = train(settings, arrays, torch.float64)

    step_loss, step_weight = np.abs(tfjs - followed), distances
    drift, own_drift = np.abs(tfjs - double), np.abs(single - double)
    result = {
        **{key: settings[key] for key in ("dataset", "model", "arm", "seed", "steps", "batchSize", "backend")},
        "weights": int(arrays["trajectory"].shape[1]),
        "versions": {**settings["versions"], "torch": torch.__version__, "numpy": np.__version__},
        "updateByUpdate": {"loss": step_loss.max(), "weight": step_weight.max()},
        "first": {"steps": FIRST, "tfjs": drift[:FIRST].max(), "float32": own_drift[:FIRST].max()},
        "drift": {"tfjs": drift.mean(), "float32": own_drift.mean()},
        "testError": {
            "tfjs": settings["testError"],
            "sameWeights": followed_error,
            "float32": single_error,
            "float64": double_error,
        },
        "losses": [[round(float(loss), 7) for loss in row] for row in zip(tfjs, followed, single, double)],
    }
    checks = {
        f"loss, update by update: {step_loss.max():.1e} nats at most, allowed {LOSS:.0e}": step_loss.max() <= LOSS,
        f"weights, update by update: {step_weight.max():.1e} at most, allowed {WEIGHT:.0e}": step_weight.max() <= WEIGHT,
        f"loss over the first {FIRST} updates: {drift[:FIRST].max():.1e} at most, allowed {LOSS:.0e}": drift[:FIRST].max() <= LOSS,
        f"loss over all updates: {drift.mean():.1e} in the mean, PyTorch in float32 {own_drift.mean():.1e}, allowed {DRIFT} times that": drift.mean()
        <= max(LOSS, DRIFT * own_drift.mean()),
        f"test error of the last weights: {100 * settings['testError']:.2f} % and {100 * followed_error:.2f} %": abs(
            settings["testError"] - followed_error
        )
        < 1.5 / len(arrays["test-labels"]),  # one sample on the border
    }
    print(f"{settings['dataset']}, {settings['model']}, {settings['arm']}, seed {settings['seed']}: {len(tfjs)} updates")
    for check, passed in checks.items():
        print(f"  {'same' if passed else 'DIFFERS':8} {check}")
    print(f"  {'':8} test error of PyTorch's own: {100 * single_error:.2f} % in float32, {100 * double_error:.2f} % in float64")
    passed = all(checks.values())
    if options.json:
        options.json.write_text(json.dumps({**result, "passed": bool(passed)}) + "\n")
    sys.exit(0 if passed else 1)


if __name__ == "__main__":
    main()
