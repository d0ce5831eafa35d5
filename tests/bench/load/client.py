"""Load from wrk."""

import json
import statistics
import subprocess
from dataclasses import dataclass, fields
from pathlib import Path

SCRIPT = Path(__file__).parent / "load.lua"


@dataclass(frozen=True)
class Load:
    """The behaviour of a server under load."""
    per_second: float
    p50_ms: float = None
    p99_ms: float = None
    cpu_us: float = None
    """CPU time of the server's process per request."""


@dataclass(frozen=True)
class Answers:
    requests: int
    seconds: float
    p50_ms: float
    p99_ms: float
    max_ms: float
    refused: int
    """The number of responses with 400 or more."""
    unavailable: int
    """The number of these with 503 (counted for logins only)."""
    broken: int
    """The number of requests without a response."""


class Wrk:
    """A running client; wait() waits for its end."""

    def __init__(self, url, request, samples, connections, seconds, patient=False):
        threads = min(2, connections)
        command = ["wrk", f"-t{threads}", f"-c{connections}", f"-d{max(1, round(seconds))}",
                   "--timeout", "60", "-s", SCRIPT, url, "--", request, samples]
        if patient:
            command.append("patient")
        self._process = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, text=True)

    def wait(self):
        output, _ = self._process.communicate()
        if self._process.returncode != 0:
            raise RuntimeError(f"wrk failed: {output}")
        told = json.loads(output.strip().splitlines()[-1])
        return Answers(requests=told["requests"], seconds=told["duration"] / 1e6,
                       p50_ms=told["p50"] / 1e3, p99_ms=told["p99"] / 1e3,
                       max_ms=told["max"] / 1e3, refused=told["refused"],
                       unavailable=told["unavailable"], broken=told["broken"])


def load(program, request, samples, connections, seconds):
    """Runs wrk; raises RuntimeError unless every request succeeded."""
    before = program.cpu_seconds()
    answers = Wrk(program.url, request, samples, connections, seconds).wait()
    cpu = program.cpu_seconds() - before
    if answers.refused or answers.broken or not answers.requests:
        raise RuntimeError(f"{request}: not every request succeeded: {answers}")
    return Load(per_second=answers.requests / answers.seconds, p50_ms=answers.p50_ms,
                p99_ms=answers.p99_ms, cpu_us=cpu / answers.requests * 1e6)


def median(loads):
    """The median of each figure separately."""
    def middle(name):
        values = [getattr(one, name) for one in loads]
        return None if None in values else statistics.median(values)
    return Load(**{field.name: middle(field.name) for field in fields(Load)})


def take_turns(contestants, rounds):
    """Runs `{name: function that returns a Load}` alternately, so that disturbances of the machine
    affect all equally, after one round that is not counted. Returns {name: [Load of each round]}.
    """
    for run in contestants.values():
        run()
    results = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, run in contestants.items():
            results[name].append(run())
    return results


def ratio(results, name, to):
    """Returns the median of the rounds' ratios."""
    return statistics.median(one.per_second / other.per_second
                             for one, other in zip(results[name], results[to]))
