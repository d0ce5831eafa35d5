"""The report: printed during the measurements, and written as docs/benchmarks.md."""

import operator
from dataclasses import dataclass, field

COMPARISONS = {"≥": operator.ge, "≤": operator.le, "<": operator.lt}


def number(value, digits=3):
    """Formats with that many significant digits, and no more decimals than needed."""
    if value is None:
        return ""
    if value >= 10 ** (digits - 1):
        return f"{value:,.0f}"
    return f"{value:.{digits}g}"


@dataclass(frozen=True)
class Measure:
    what: str
    value: float
    comparison: str
    target: float

    @property
    def met(self):
        return COMPARISONS[self.comparison](self.value, self.target)

    def __str__(self):
        return (f"measure: {self.what}: value {number(self.value)}, target {self.comparison} "
                f"{self.target:g}: {'met' if self.met else 'missed'}")


@dataclass
class Section:
    subject: str
    title: str
    about: str
    _rows: list = field(default_factory=list)
    _timings: list = field(default_factory=list)
    _texts: list = field(default_factory=list)
    measures: list = field(default_factory=list)

    def row(self, name, to_ceiling, load, resident, peak):
        cells = [name, number(to_ceiling), number(load.per_second), number(load.p50_ms),
                 number(load.p99_ms), number(load.cpu_us), number(resident), number(peak)]
        self._rows.append(cells)
        print(f"{name:45}", *(f"{cell:>9}" for cell in cells[1:]), flush=True)

    def timing(self, name, to_ceiling, microseconds):
        cells = [name, number(to_ceiling), number(1e6 / microseconds), number(microseconds)]
        self._timings.append(cells)
        print(f"{name:70}", *(f"{cell:>10}" for cell in cells[1:]), flush=True)

    def text(self, text):
        self._texts.append(text)
        print(text, flush=True)

    def measure(self, what, value, comparison, target):
        measure = Measure(what, value, comparison, target)
        self.measures.append(measure)
        print(measure, flush=True)

    def markdown(self):
        lines = [f"## {self.title}", "", f"`scripts/bench --only {self.subject}`", "", self.about]
        if self._texts:
            lines += [""] + [f"- {text}" for text in self._texts]
        if self._rows:
            lines += ["", "| | to the ceiling | per second | p50 ms | p99 ms | CPU µs each | MiB | "
                          "MiB at most |", "|---|--:|--:|--:|--:|--:|--:|--:|"]
            lines += ["| " + " | ".join(cells) + " |" for cells in self._rows]
        if self._timings:
            lines += ["", "| | to the ceiling | per second | µs each |", "|---|--:|--:|--:|"]
            lines += ["| " + " | ".join(cells) + " |" for cells in self._timings]
        return lines + [""]


class Report:
    def __init__(self, machine):
        self._machine = machine
        self._sections = []

    def section(self, subject, title, about):
        print(f"\n{title}: {about}", flush=True)
        self._sections.append(Section(subject, title, about))
        return self._sections[-1]

    @property
    def measures(self):
        return [measure for section in self._sections for measure in section.measures]

    def markdown(self):
        missed = [measure.what for measure in self.measures if not measure.met]
        lines = ["# Benchmarks", "",
                 "Written by `scripts/bench`; each section names the command that gives its figures "
                 "alone. Figures of one machine say little about another: ratios, taken in turns "
                 "within one run, are what to look at.", ""]
        lines += [f"- {line}" for line in self._machine]
        lines += ["", "## Targets", "",
                  f"Missed: {'; '.join(missed)}." if missed else "All are met.", "",
                  "| | measured | target | |", "|---|--:|--:|---|"]
        for section in self._sections:
            lines += [f"| {measure.what} | {number(measure.value)} | {measure.comparison} "
                      f"{measure.target:g} | {'met' if measure.met else '**missed**'} |"
                      for measure in section.measures]
        lines.append("")
        for section in self._sections:
            lines += section.markdown()
        return "\n".join(lines).rstrip() + "\n"
