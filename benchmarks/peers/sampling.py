"""The same draws in numpy or torch. Given a task, a library, n, the draws in a batch and the milliseconds to spend, it
writes {"samples": [ms per draw, ...]}."""

import json
import sys
import time

import numpy

task, library, n, batch, spend = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:])
generator = numpy.random.default_rng(1)
weights = numpy.exp(generator.standard_normal(n))
p = weights / weights.sum()
cdf = numpy.cumsum(p)


def systematic():
    points = (numpy.arange(batch) + generator.random()) / batch
    return numpy.searchsorted(numpy.cumsum(weights) / weights.sum(), points, side="right")


runs = {
    ("alias", "numpy"): lambda: generator.choice(n, batch, p=p),
    ("alias", "numpy-cdf"): lambda: cdf.searchsorted(generator.random(batch), side="right"),
    ("systematic", "numpy"): systematic,
    ("subset", "numpy"): lambda: generator.choice(n, batch, replace=False, p=p),
}
if library == "torch":
    import torch

    torch.set_num_threads(1)
    tensor = torch.from_numpy(weights)
    runs["alias", "torch"] = lambda: torch.multinomial(tensor, batch, replacement=True)
    runs["subset", "torch"] = lambda: torch.multinomial(tensor, batch, replacement=False)

run = runs[task, library]
start = time.perf_counter()
run()
while time.perf_counter() - start < spend / 4e3:
    run()
samples = []
start = time.perf_counter()
while not samples or time.perf_counter() - start < spend / 1e3:
    before = time.perf_counter()
    run()
    samples.append((time.perf_counter() - before) * 1e3 / batch)
print(json.dumps({"samples": samples}))
