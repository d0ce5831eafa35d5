"""Parses metrics from standard input as strictly as Prometheus' own client does, and prints the
names of the metrics, one per line. Exits with 1 when something is malformed, or a sample is
repeated."""

import sys

from prometheus_client.parser import text_string_to_metric_families

text = sys.stdin.read()
if not text.endswith("\n"):
    sys.exit("the last line has no end")
seen = set()
for family in text_string_to_metric_families(text):
    if family.type not in ("counter", "gauge", "histogram") or not family.documentation:
        sys.exit(f"{family.name}: {family.type} {family.documentation!r}")
    name = family.name + ("_total" if family.type == "counter" else "")
    parts = ("_bucket", "_sum", "_count") if family.type == "histogram" else ("",)
    counts = {}
    for sample in family.samples:
        if sample.name not in [name + part for part in parts]:
            sys.exit(f"{sample.name} is no part of {name}")
        labels = tuple(sorted(sample.labels.items()))
        if (sample.name, labels) in seen:
            sys.exit(f"{sample.name} {labels} stands twice")
        seen.add((sample.name, labels))
        if sample.name.endswith("_bucket"):
            operation = sample.labels["operation"]
            if sample.value < counts.get(operation, 0):
                sys.exit(f"the buckets of {operation} shrink")
            counts[operation] = sample.value
    print(name)
