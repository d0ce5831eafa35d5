#!/usr/bin/env python3
"""Checks the style rules (style_rules.py) on the C++ sources below a folder.

Prints each violation and ends with 1 if there is any. A violation is allowed by a line of the list
of exceptions, which has the rule, the file, how often it occurs there, and the reason:

    sleep  adapters/example/src/file.cpp  1  SQLite has no way to wait for that lock

A line that allows more than there is counts as a violation too.
"""

import argparse
import re
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import style_rules
from cpp_text import code_of, functions, without_directives
from include_graph import IncludeGraph, Unresolved

EXCEPTION = re.compile(r"(?P<rule>\S+)\s+(?P<file>\S+)\s+(?P<count>[1-9]\d*)\s+(?P<reason>\S.*)")
# An identifier before a name makes it a declaration, but for these.
BEFORE_CALLS = {"return", "else", "do", "throw", "co_return", "co_await", "and", "or", "not"}
class CannotCheck(Exception):
    pass


class Violation(NamedTuple):
    rule: str
    file: str
    line: int
    what: str

    def __str__(self):
        return f"{self.file}:{self.line}: {self.rule}: {self.what}"


def holds_in(rule, file):
    return file.parts[0] in rule.folders


def line_at(text, position):
    return text.count("\n", 0, position) + 1


def calls_of(names, code):
    """(name, position) of each call of a free function of std, of the global namespace or of none."""
    for call in re.finditer(rf"\b({'|'.join(names)})\s*\(", code):
        before = code[max(0, call.start() - 80) : call.start()].rstrip()
        if before.endswith("::"):
            scope = re.search(r"\w*$", before[:-2]).group()
            if scope not in {"", "std", "this_thread"} | BEFORE_CALLS:
                continue
        elif before.endswith((".", "->", "~")):
            continue
        else:
            word = re.search(r"\w*$", before).group()
            if word and word not in BEFORE_CALLS:
                continue
        yield call.group(1), call.start()


def limits(file, text):
    lines = text.splitlines()
    if len(lines) > style_rules.LONGEST_FILE:
        yield Violation("file-length", str(file), len(lines), f"{len(lines)} lines")
    for number, line in enumerate(lines, 1):
        if len(line) > style_rules.LONGEST_LINE:
            yield Violation("line-length", str(file), number, f"{len(line)} columns")
    for function in functions(text):
        if function.lines > style_rules.LONGEST_FUNCTION:
            yield Violation("function-length", str(file), function.first,
                            f"{function.name} has {function.lines} lines")


def forbidden(file, text):
    code = without_directives(code_of(text), keep="define")
    calls = {name: rule for rule in style_rules.CALLS if holds_in(rule, file)
             for name in rule.names.split()}
    for name, position in calls_of(calls, code):
        rule = calls[name]
        yield Violation(rule.rule, str(file), line_at(code, position), f"{name}(): {rule.reason}")
    for words, searched in ((style_rules.WORDS, code), (style_rules.COMMENTS, text)):
        for rule in words:
            if not holds_in(rule, file):
                continue
            for found in re.finditer(rule.pattern, searched, re.MULTILINE):
                yield Violation(rule.rule, str(file), line_at(searched, found.start()),
                                f"{found.group().strip()}: {rule.reason}")


def unused(root, graph):
    """Headers that no file includes and sources that no build compiles."""
    included = {file for files in graph.possible.values() for file in files}
    lists = {path.parent.relative_to(root): path.read_text()
             for folder in (root, *map(root.joinpath, style_rules.EVERYWHERE))
             for path in (folder.rglob("CMakeLists.txt") if folder != root
                          else folder.glob("CMakeLists.txt"))}
    for folder, test in style_rules.READ_BY_TESTS.items():
        if (root / folder).exists() and not (root / test).is_file():
            yield Violation("unused-file", folder, 1, f"{test}, which reads it, does not exist")
    for file in sorted(graph.files):
        if any(file.is_relative_to(folder) for folder in style_rules.READ_BY_TESTS):
            continue
        if file.suffix == ".hpp":
            if file not in included:
                yield Violation("unused-file", str(file), 1, "no file includes it")
            if "\n#pragma once\n" not in "\n" + (root / file).read_text():
                yield Violation("pragma-once", str(file), 1, "a header needs #pragma once")
        elif not is_compiled(file, lists):
            yield Violation("unused-file", str(file), 1, "no CMakeLists.txt names it")


def is_compiled(file, lists):
    def names(text, path):
        return re.search(rf"(?<![\w./-]){re.escape(str(path))}(?![\w.])", text) is not None

    return any(names(text.replace("${PROJECT_SOURCE_DIR}/", ""), file)
               or file.is_relative_to(folder) and names(text, file.relative_to(folder))
               for folder, text in lists.items())


def violations(root):
    try:
        graph = IncludeGraph(root)
    except Unresolved as reason:
        raise CannotCheck(reason) from reason
    if not graph.files:
        raise CannotCheck(f"no C++ sources in {root}")
    for file in sorted(graph.files):
        text = (root / file).read_text()
        yield from limits(file, text)
        yield from forbidden(file, text)
    yield from unused(root, graph)


def read_exceptions(path):
    """{(rule, file): count}"""
    allowed = {}
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = EXCEPTION.fullmatch(line.strip())
        if parts is None:
            raise CannotCheck(f"{path.name}:{number} is not: rule, file, count, reason")
        key = (parts["rule"], parts["file"])
        if key in allowed:
            raise CannotCheck(f"{path.name}:{number} repeats {' '.join(key)}")
        allowed[key] = int(parts["count"])
    return allowed


def beyond(found, allowed):
    """The lines to print: violations in files that have more than allowed, and needless exceptions."""
    counts = Counter((violation.rule, violation.file) for violation in found)
    for violation in found:
        if counts[violation.rule, violation.file] > allowed.get((violation.rule, violation.file), 0):
            yield str(violation)
    for (rule, file), count in allowed.items():
        if counts[rule, file] < count:
            yield (f"{file}: {rule}: allowed {count} times and found {counts[rule, file]} times; "
                   "correct the list of exceptions")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--exceptions", type=Path, required=True)
    args = parser.parse_args()
    try:
        lines = list(beyond(list(violations(args.source.resolve())),
                            read_exceptions(args.exceptions)))
    except CannotCheck as reason:
        print(f"cannot check: {reason}", file=sys.stderr)
        return 2
    for line in lines:
        print(line)
    print(f"{len(lines)} violations")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
