#!/usr/bin/env python3
"""Checks that each file of must_not_compile/ compiles, except with MUST_NOT_COMPILE defined.

With the definition it must be refused with exactly one kind of error, which matches one of the
lines `// error: <regular expression>` of the file, for the messages of g++ or of clang. A line
`// check: <text>` names the check of a header that must fail while it is evaluated by the
compiler: the source line that throws this text, which both compilers print.
"""

import argparse
import re
import subprocess
import sys
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "must_not_compile"
options = None


def compile_alone(file, *flags):
    return subprocess.run(
        [options.compiler, "-std=c++20", "-fsyntax-only", "-Wall", "-Werror", *flags,
         "-I", options.source / "libcore" / "include", file],
        capture_output=True, text=True, check=False, env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"})


def fault_of(file):
    """Returns the error of the case, or nothing."""
    reasons = re.findall(r"^// error: (.*)$", file.read_text(), re.M)
    check = re.search(r"^// check: (.*)$", file.read_text(), re.M)
    if not reasons:
        return "gives no reason"
    control = compile_alone(file)
    if control.returncode != 0:
        return f"does not compile as it stands:\n{control.stderr}"
    refused = compile_alone(file, "-DMUST_NOT_COMPILE")
    if refused.returncode == 0:
        return "compiles, and must not"
    # After an error in the file, errors in headers belong to the compiler's explanation. An error
    # of a template or a check may be reported in its header alone; the compilers differ.
    errors = re.findall(rf"^{re.escape(str(file))}:.*\berror: (.*)", refused.stderr, re.M)
    errors = errors or re.findall(r"\berror: (.*)", refused.stderr)
    if check and f'throw "{check[1]}"' not in refused.stderr:
        return f"does not fail the check '{check[1]}': {refused.stderr}"
    if len(errors) != 1 or not any(re.match(reason, errors[0]) for reason in reasons):
        return "is refused for other reasons: " + "; ".join(errors)
    return None


class MustNotCompile(unittest.TestCase):
    def test_each_mistake_is_refused_for_its_reason(self):
        files = sorted(FOLDER.glob("*.cpp"))
        self.assertTrue(files)
        with ThreadPoolExecutor(max_workers=2) as pool:
            for file, fault in zip(files, pool.map(fault_of, files)):
                with self.subTest(file.name):
                    self.assertIsNone(fault, f"{file.name} {fault}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--compiler", required=True)
    options = parser.parse_args()
    unittest.main(argv=sys.argv[:1])
