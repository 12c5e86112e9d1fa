"""Bytes decoded by numpy. Given a task, what it works on (a number or the start of file names), the operations in a run
and the milliseconds to spend, it writes {"samples": [ms per operation, ...], "about": "numpy's version"}."""

import gzip
import hashlib
import io
import json
import sys
import time

import numpy

task, size, operations, spend = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
generator = numpy.random.default_rng(1)


def random_bytes(*shape):
    return generator.integers(0, 256, shape, dtype=numpy.uint8)


def idx(compressed, axes):
    plain = gzip.decompress(compressed)
    hashlib.sha256(plain).hexdigest()
    shape = numpy.frombuffer(plain, ">u4", axes, 4)
    return numpy.frombuffer(plain, numpy.uint8, -1, 4 + 4 * axes).reshape(shape)


def make_run():
    if task == "idx":
        images, labels = (
            open(f"{size}-{kind}-ubyte.gz", "rb").read() for kind in ("images-idx3", "labels-idx1")
        )
        return lambda: (idx(images, 3), idx(labels, 1))
    if task == "cifar10":
        records = random_bytes(int(size) * 3073).tobytes()

        def run():
            rows = numpy.frombuffer(records, numpy.uint8).reshape(-1, 3073)
            planes = rows[:, 1:].reshape(-1, 3, 32, 32)
            return rows[:, 0].copy(), numpy.ascontiguousarray(planes.transpose(0, 2, 3, 1))

        return run
    if task in ("npy-bytes", "npy-float32"):
        values = random_bytes(int(size), 784)
        file = io.BytesIO()
        numpy.save(file, values if task == "npy-bytes" else values.astype(numpy.float32))
        saved = file.getvalue()
        return lambda: numpy.load(io.BytesIO(saved))
    if task == "batch":
        images = random_bytes(2000, int(float(size)))
        labels = numpy.arange(2000) % 10
        indices = numpy.arange(128) * 7919 % 2000
        classes = numpy.eye(10, dtype=numpy.float32)
        scale = numpy.float32(1 / 255)
        return lambda: (images[indices] * scale, classes[labels[indices]])
    raise SystemExit(f"no task {task}")


run = make_run()
start = time.perf_counter()
run()
while time.perf_counter() - start < spend / 4e3:
    run()
samples = []
start = time.perf_counter()
while not samples or time.perf_counter() - start < spend / 1e3:
    before = time.perf_counter()
    run()
    samples.append((time.perf_counter() - before) * 1e3 / operations)
print(json.dumps({"samples": samples, "about": f"numpy {numpy.__version__}"}))
