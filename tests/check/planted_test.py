#!/usr/bin/env python3
"""Checks that each gate of scripts/check detects an error of its kind in a small program.

The programs are compiled with the options of the presets.
"""

import importlib.machinery
import importlib.util
import json
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMPILER = "clang++-14"

sys.path.insert(0, str(Path(__file__).resolve().parent))
import coverage  # noqa: E402


def variables(name):
    """Returns the cache variables of a preset, including inherited ones."""
    presets = json.loads((ROOT / "CMakePresets.json").read_text())["configurePresets"]
    preset = next(preset for preset in presets if preset["name"] == name)
    inherited = variables(preset["inherits"]) if "inherits" in preset else {}
    return {**inherited, **preset.get("cacheVariables", {})}


def options_of(preset):
    of = variables(preset)
    return f"{of['CMAKE_CXX_FLAGS']} {of.get('CMAKE_CXX_FLAGS_DEBUG', '')} -Werror".split()


class Planted(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def write(self, text, name="planted.cpp"):
        file = self.folder / name
        file.write_text(text)
        return file

    def compile(self, preset, text, *more):
        program = self.folder / "planted"
        done = subprocess.run(
            [COMPILER, "-std=c++20", *options_of(preset), self.write(text), "-pthread", *more,
             "-o", program], text=True, check=False, capture_output=True)
        return done, program

    def output_of_failing(self, preset, text):
        """Returns the output of the program, which must compile and fail."""
        compiled, program = self.compile(preset, text)
        self.assertEqual(compiled.returncode, 0, compiled.stderr)
        done = subprocess.run([program], text=True, check=False, capture_output=True)
        self.assertNotEqual(done.returncode, 0)
        return done.stderr

    def test_address_sanitizer_finds_a_use_after_free(self):
        self.assertIn("AddressSanitizer: heap-use-after-free", self.output_of_failing("asan", """
            #include <memory>
            int main(int count, char**) {
              auto number = std::make_unique<int>(count);
              const int* left = number.get();
              number.reset();
              return *left == 0 ? 0 : 1;
            }
        """))

    def test_undefined_behaviour_sanitizer_finds_an_overflow(self):
        self.assertIn("signed integer overflow", self.output_of_failing("asan", """
            #include <limits>
            int main(int count, char**) {
              return count + std::numeric_limits<int>::max() > 0 ? 0 : 1;
            }
        """))

    def test_the_standard_library_asserts_its_preconditions(self):
        for preset in ("asan", "tsan"):
            self.assertIn("Assertion", self.output_of_failing(preset, """
                #include <optional>
                int main() { return *std::optional<int>(); }
            """))

    def test_thread_sanitizer_finds_a_race(self):
        self.assertIn("ThreadSanitizer: data race", self.output_of_failing("tsan", """
            #include <thread>
            int main() {
              int number = 0;
              std::thread other([&] { ++number; });
              ++number;
              other.join();
              return number > 5 ? 1 : 0;
            }
        """))

    def test_a_warning_of_clang_is_an_error(self):
        compiled, _ = self.compile("asan", """
            class Kept {
              int unused_ = 1;
            };
            int main() { static_cast<void>(Kept()); }
        """)
        self.assertNotEqual(compiled.returncode, 0)
        self.assertIn("-Wunused-private-field", compiled.stderr)

    def test_fuzzing_finds_a_broken_invariant(self):
        programs = self.folder / "programs"
        seeds = self.folder / "seeds/planted"
        for folder in (programs, seeds):
            folder.mkdir(parents=True)
        (seeds / "seed").write_text("gaze")
        compiled, program = self.compile("asan", f"""
            #include "{ROOT}/tests/fuzz/fuzz.hpp"
            extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {{
              const auto text = gatehouse::fuzz::text_of(data, size);
              gatehouse::fuzz::require(text != "gate", "no input is the word");
              return 0;
            }}
        """, "-fsanitize=fuzzer")
        self.assertEqual(compiled.returncode, 0, compiled.stderr)
        program.rename(programs / "planted")
        done = subprocess.run(
            [sys.executable, ROOT / "tests/fuzz/run.py", "--programs", programs, "--seeds",
             seeds.parent, "--work", self.folder / "work", "--seconds", "20"],
            text=True, check=False, capture_output=True)
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn("invariant broken: no input is the word", done.stdout)
        self.assertIn("repeat it with: ", done.stdout)

    def test_clang_tidy_finds_a_name_that_is_out_of_style(self):
        file = self.write("int BadName() { return 1; }\n")
        done = subprocess.run(
            ["clang-tidy", "--quiet", f"--config-file={ROOT / '.clang-tidy'}", file, "--",
             "-std=c++20"], text=True, check=False, capture_output=True)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("readability-identifier-naming", done.stdout)

    def test_lint_finds_the_faulty_ones_of_several_sources(self):
        loader = importlib.machinery.SourceFileLoader("lint", str(ROOT / "scripts/lint"))
        lint = importlib.util.module_from_spec(importlib.util.spec_from_loader("lint", loader))
        loader.exec_module(lint)
        lint.ROOT, lint.BUILD = self.folder, self.folder / "build/lint"
        self.write((ROOT / ".clang-tidy").read_text(), ".clang-tidy")
        (self.folder / "libcore").mkdir()
        texts = {"good": "int good_name() { return 1; }\n",
                 "named": "int BadName() { return 1; }\n",
                 # A fault in headers alone, and sources are headers of the joint unit.
                 "global": "#include <string>\nusing std::string;\n",
                 "one": "namespace { int same() { return 1; } }\nint one() { return same(); }\n",
                 "two": "namespace { int same() { return 2; } }\nint two() { return same(); }\n"}
        files = {name: str(self.write(text, f"libcore/{name}.cpp"))
                 for name, text in texts.items()}
        commands = {file: f"{COMPILER} -std=c++20 -o x.o -c {file}" for file in files.values()}
        lint.BUILD.mkdir(parents=True)
        self.write(json.dumps([{"file": file, "command": command, "directory": str(self.folder)}
                               for file, command in commands.items()]),
                   "build/lint/compile_commands.json")
        known = {file: (command, set()) for file, command in commands.items()}
        results = lint.lint(list(files.values()), known, None)
        passed = {name for name, file in files.items() if results[file][0]}
        self.assertEqual(passed, {"good", "global", "one", "two"})
        self.assertIn("BadName", results[files["named"]][1])

    def test_coverage_below_the_floor_is_named_and_above_it_raises_it(self):
        new = self.folder / "new.txt"
        self.assertEqual(coverage.compare({"libcore": 50.0}, new), [])
        self.assertEqual(new.read_text(), "libcore 50.0\n")
        floor = self.write("libcore 90.0\nadapters 80.0\n", "floor.txt")
        self.assertEqual(coverage.compare({"libcore": 89.9, "adapters": 85.0}, floor),
                         ["libcore: 89.9 % of the lines are reached, and 90.0 % were before"])
        self.assertEqual(floor.read_text(), "libcore 90.0\nadapters 80.0\n")
        self.assertEqual(coverage.compare({"libcore": 90.0, "adapters": 85.0}, floor), [])
        self.assertEqual(floor.read_text(), "libcore 90.0\nadapters 85.0\n")


class Presets(unittest.TestCase):
    def test_a_step_builds_and_tests_with_presets_that_exist(self):
        presets = json.loads((ROOT / "CMakePresets.json").read_text())
        used = set(re.findall(r"^\s*(?:if .* then )?build_and_test (\w+)",
                              (ROOT / "scripts/check").read_text(), re.MULTILINE))
        self.assertIn("coverage", used)
        for kind in ("configurePresets", "buildPresets", "testPresets"):
            self.assertLessEqual(used, {preset["name"] for preset in presets[kind]}, kind)


if __name__ == "__main__":
    unittest.main()
