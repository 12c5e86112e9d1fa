"""One training step in PyTorch on one thread: the nets of src/suites/training-step.ts.

python3 training_step.py mlp|conv28|geoshapes TIME_MS
prints {"samples": [milliseconds of a step, ...], "about": "version and BLAS"}
"""

import json
import sys
import time

import torch
from torch import nn

torch.set_num_threads(1)
torch.manual_seed(0)
net, time_ms = sys.argv[1], float(sys.argv[2])

if net == "mlp":
    batch, shape, classes = 32, (1024,), 3
    model = nn.Sequential(
        nn.Linear(1024, 300), nn.ReLU(), nn.Linear(300, 300), nn.ReLU(),
        nn.Linear(300, 300), nn.ReLU(), nn.Linear(300, 3),
    )
elif net == "conv28":
    batch, shape, classes = 64, (1, 28, 28), 10
    model = nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(7 * 7 * 32, 10),
    )
else:
    batch, shape, classes = 50, (1, 32, 32), 3
    model = nn.Sequential(
        nn.Conv2d(1, 8, 5, stride=2), nn.ReLU(), nn.Conv2d(8, 16, 3, stride=2), nn.ReLU(),
        nn.Flatten(), nn.Linear(6 * 6 * 16, 64), nn.ReLU(), nn.Linear(64, 3),
    )

if net == "geoshapes":
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
else:
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
xs = torch.rand(batch, *shape)
ys = torch.arange(batch) % classes
criterion = nn.CrossEntropyLoss()


def step():
    optimizer.zero_grad(set_to_none=True)
    loss = criterion(model(xs), ys)
    loss.backward()
    optimizer.step()
    return loss.item()


losses = [step() for _ in range(5)]
assert losses[-1] < losses[0], losses
samples = []
end = time.perf_counter() + time_ms / 1000
while not samples or time.perf_counter() < end:
    start = time.perf_counter()
    step()
    samples.append((time.perf_counter() - start) * 1000)
with open("/proc/self/maps") as maps:  # Debian's torch takes the BLAS that is installed: it decides the dense nets
    blas = "OpenBLAS" if "openblas" in maps.read() else "the BLAS it came with"
print(json.dumps({"samples": samples, "about": f"{torch.__version__} with {blas}"}))
