"""The measurements: each function measures one subject and adds it to the report."""

import contextlib
import json
import os
import statistics
import time
from dataclasses import dataclass

from client import Load, Wrk, load, median, ratio, take_turns
from decisions import decision_flood, decisions
from fairness import fairness
from processes import ask, me_request

CONNECTIONS = 32
WRITING_CLIENTS = 64
LOGIN_CLIENTS = 8
FLOOD = 1000
HASHING_BUDGET_MIB = 64


@dataclass(frozen=True)
class Database:
    """A database created by bench_seed."""
    users: int
    path: str

    @property
    def samples(self):
        return f"{self.path}.samples"

    def token(self):
        with open(self.samples, encoding="utf-8") as file:
            return file.readline().split()[0]

    def __str__(self):
        return f"{self.users:,} users"


@dataclass(frozen=True)
class Context:
    programs: object
    databases: list
    """Sorted by size."""
    rounds: int
    seconds: float
    """One value per round."""
    report: object

    @property
    def largest(self):
        return self.databases[-1]


def serve_all(context, stack):
    return {database: stack.enter_context(context.programs.gatehouse(database.path))
            for database in context.databases}


def rows(section, results, ceiling, servers):
    """Adds a row for each contestant: `servers` are the names of those that are Gatehouse."""
    for name, rounds in results.items():
        one = median(rounds)
        program = servers.get(name)
        section.row(name, None if name == ceiling else ratio(results, name, ceiling), one,
                    program.resident_mib() if program else None,
                    program.peak_resident_mib() if program else None)


def me(context):
    section = context.report.section(
        "me", "GET /api/v1/me",
        f"{CONNECTIONS} connections, each request with another user's token. The ceiling is a bare "
        "Beast server that answers with as many octets from as many threads.")
    with contextlib.ExitStack() as stack:
        servers = serve_all(context, stack)
        first = next(iter(servers.items()))
        octets = len(ask(first[1].port, me_request(first[0].token())))
        bare = stack.enter_context(context.programs.bare_beast(octets))
        contestants = {"bare Beast": lambda: load(bare, "me", context.largest.samples, CONNECTIONS,
                                                  context.seconds)}
        for database, server in servers.items():
            contestants[str(database)] = lambda database=database, server=server: load(
                server, "me", database.samples, CONNECTIONS, context.seconds)
        results = take_turns(contestants, context.rounds)
        rows(section, results, "bare Beast", {str(key): of for key, of in servers.items()})

    largest, smallest = str(context.largest), str(context.databases[0])
    section.measure(f"/me with {largest}, requests/s against bare Beast",
                    ratio(results, largest, "bare Beast"), "≥", 0.5)
    cpu = statistics.median(large.cpu_us / small.cpu_us for large, small
                            in zip(results[largest], results[smallest]))
    section.measure(f"/me, CPU per request with {largest} against {smallest}", cpu, "≤", 1.25)


def login(context):
    threads = os.cpu_count()
    section = context.report.section(
        "login", "POST /api/v1/session",
        f"{LOGIN_CLIENTS} connections, default parameters of Argon2id. The ceiling is Argon2 alone "
        f"in {threads} threads.")
    with contextlib.ExitStack() as stack:
        servers = serve_all(context, stack)
        contestants = {"Argon2 alone": lambda: Load(
            context.programs.bare_argon2(threads, context.seconds))}
        for database, server in servers.items():
            contestants[str(database)] = lambda database=database, server=server: load(
                server, "login", database.samples, LOGIN_CLIENTS, context.seconds)
        results = take_turns(contestants, context.rounds)
        rows(section, results, "Argon2 alone", {str(key): of for key, of in servers.items()})
    section.measure(f"logins/s with {context.largest} against Argon2 alone",
                    ratio(results, str(context.largest), "Argon2 alone"), "≥", 0.95)


def writing(context, subject, title, what, measured):
    section = context.report.section(
        subject, title,
        "Each answer is sent when it is durable. The ceiling is the same SQL through SQLite's own "
        f"interface in one thread, committed one at a time; {WRITING_CLIENTS} at a time is what "
        "SQLite does without an answer for each insertion.")
    for database in context.databases:
        def bare(group, database=database):
            return Load(context.programs.bare_commits(database.path, what, group, context.seconds))

        with context.programs.gatehouse(database.path) as server:
            def served(clients, database=database, server=server):
                return load(server, what, database.samples, clients, context.seconds)

            ceiling = f"bare SQLite, {database}"
            one = f"1 client, {database}"
            many = f"{WRITING_CLIENTS} clients, {database}"
            results = take_turns({ceiling: lambda: bare(1),
                                  f"bare SQLite, {WRITING_CLIENTS} at a time, {database}":
                                      lambda: bare(WRITING_CLIENTS),
                                  one: lambda: served(1),
                                  many: lambda: served(WRITING_CLIENTS)}, context.rounds)
            rows(section, results, ceiling, {one: server, many: server})
        if measured:
            section.measure(f"{measured}, {WRITING_CLIENTS} clients against 1, {database}",
                            ratio(results, many, one), "≥", 4)


def consumers(context):
    writing(context, "consumers", "POST /api/v1/consumers", "consumers", "consumers/s, durable")


def consumer_tokens(context):
    writing(context, "consumer-tokens", "POST /api/v1/consumer-tokens", "consumer-tokens", None)


def flood(context):
    database = context.largest
    section = context.report.section(
        "flood", f"{FLOOD:,} logins at once",
        f"{FLOOD:,} connections log in again and again, while 4 others ask for `/api/v1/me`; "
        f"{database}. After a 503 with `Retry-After: 1` a patient client waits, and an "
        "impatient one tries again at once.")
    for patient in (True, False):
        with context.programs.gatehouse(database.path) as server:
            # The memory of the connections themselves.
            Wrk(server.url, "me", database.samples, FLOOD, 2).wait()
            before = server.resident_mib()
            server.forget_peak()
            seconds = context.seconds + 4
            crowd = Wrk(server.url, "login", database.samples, FLOOD, seconds, patient)
            time.sleep(2)
            meanwhile = Wrk(server.url, "me", database.samples, 4, seconds - 3).wait()
            logins = crowd.wait()
            taken = server.peak_resident_mib() - before
        who = "patient" if patient else "impatient"
        served = (logins.requests - logins.refused) / logins.seconds
        section.text(f"{who}: {served:.0f} logins/s, {logins.unavailable / logins.seconds:.0f} "
                     f"answers/s of 503, {logins.broken} unanswered; meanwhile `/me`: "
                     f"{meanwhile.requests / meanwhile.seconds:.0f} requests/s, p50 "
                     f"{meanwhile.p50_ms:.1f} ms, p99 {meanwhile.p99_ms:.1f} ms, "
                     f"{meanwhile.refused + meanwhile.broken} failed.")
        section.measure(f"memory taken by the flood ({who}), MiB", taken, "≤", HASHING_BUDGET_MIB)
        section.measure(f"/me during the flood ({who}), p99 in ms", meanwhile.p99_ms, "<", 50)


def start(context):
    section = context.report.section(
        "start", "Start, and memory when idle",
        "From the start of the program to the last octet of its first answer (`GET /api/v1/me`), "
        "median of 20 starts; then its resident memory 2 seconds later.")
    for database in context.databases:
        request = me_request(database.token())
        times = []
        for _ in range(20):
            with context.programs.gatehouse(database.path) as server:
                answer = ask(server.port, request)
                times.append(server.seconds_since_start() * 1e3)
                if b" 200 " not in answer.split(b"\r\n")[0]:
                    raise RuntimeError(f"the first answer was {answer!r}")
        with context.programs.gatehouse(database.path) as server:
            ask(server.port, request)
            time.sleep(2)
            idle = server.resident_mib()
        section.text(f"{database}: {statistics.median(times):.0f} ms, the slowest "
                     f"{max(times):.0f} ms; {idle:.1f} MiB.")
        section.measure(f"first answer with {database}, ms", statistics.median(times), "≤", 100)
        section.measure(f"resident when idle with {database}, MiB", idle, "<", 30)


def in_process(context, program, *arguments):
    """Returns {name: microseconds} of each benchmark."""
    output = context.programs.google_benchmark(
        program, f"--benchmark_min_time={context.seconds / 10:.3f}", *arguments)
    times = {}
    for one in json.loads(output)["benchmarks"]:
        if "error_message" in one:
            raise RuntimeError(f"{one['name']}: {one['error_message']}")
        times[one["name"].replace("/real_time", "")] = one["real_time"] / 1e3
    return times


def core(context):
    section = context.report.section(
        "core", "Rules", "In one thread, over the memory adapter with 1,000 users, with a password "
        "hasher that does not hash. Signatures are OpenSSL's, of a text of 300 octets.")
    for name, time_of_one in in_process(context, "bench_core").items():
        section.timing(name.replace("_", " "), None, time_of_one)


def storage(context):
    section = context.report.section(
        "storage", "Storage",
        "The ceiling is the same SQL through SQLite's own interface, in one thread. SQLite's "
        "commits are durable. With several threads, the time is that of all of them together "
        "divided by what they did.")
    paths = [database.path for database in context.databases]
    times = in_process(context, "bench_storage", *paths)
    for name, time_of_one in times.items():
        promise, adapter, users, *threads = name.split("/")
        ceiling = times[f"{promise}/bare SQLite/{users}"]
        who = ", ".join([adapter, f"{int(users):,} users",
                         *(each.replace('threads:', 'threads: ') for each in threads)])
        section.timing(f"{promise}: {who}", None if adapter == "bare SQLite" else
                       ceiling / time_of_one, time_of_one)


SUBJECTS = {"start": start, "me": me, "login": login, "flood": flood, "consumers": consumers,
            "consumer-tokens": consumer_tokens, "decisions": decisions,
            "decision-flood": decision_flood, "fairness": fairness, "core": core,
            "storage": storage}
