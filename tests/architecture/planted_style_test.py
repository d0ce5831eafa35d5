#!/usr/bin/env python3
"""Plants a violation of each style rule, and what looks like one, and asks the checks to tell them
apart."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import style_rules
from cpp_text import functions

HERE = Path(__file__).resolve().parent
CORE = "libcore/src/base/planted.cpp"
APP = "apps/gatehouse/planted.cpp"
TEST = "tests/core/planted.cpp"


def listed(path):
    folder = "libcore" if path.startswith("libcore/") else str(Path(path).parent)
    return f"{folder}/CMakeLists.txt", f"add_library(x {Path(path).relative_to(folder)})\n"


class House:
    """A folder of planted sources, each named by a CMakeLists.txt, and the answer of a check."""

    def __init__(self, files, exceptions=""):
        self.folder = tempfile.TemporaryDirectory()
        self.root = Path(self.folder.name)
        self.write("tests/architecture/ordering.txt", "")
        self.write("exceptions.txt", exceptions)
        for path, text in files.items():
            self.write(path, text)
            if path.endswith(".cpp"):
                self.write(*listed(path))

    def write(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.folder.cleanup()

    def run(self, check, *options):
        return subprocess.run(
            [sys.executable, HERE / check, "--source", self.root, *options],
            capture_output=True, text=True, check=False)

    def style(self):
        return self.run("check_style.py", "--exceptions", self.root / "exceptions.txt")

    def ordering(self, *options):
        return self.run("check_ordering.py", *options)


def style(files, exceptions=""):
    with House(files, exceptions) as house:
        return house.style()


def long_function(lines):
    return "int f() {\n" + "  g();\n" * (lines - 2) + "}\n"


# For each rule of style_rules.WORDS and COMMENTS: a line that breaks it.
WORDS = {
    "goto": "goto end;",
    "std-endl": "out << std::endl;",
    "std-bind": "auto f = std::bind(g, 1);",
    "const-cast": "auto* p = const_cast<int*>(q);",
    "reinterpret-cast": "auto* p = reinterpret_cast<char*>(q);",
    "dynamic-cast": "auto* p = dynamic_cast<Derived*>(q);",
    "volatile": "volatile int stopped;",
    "naked-new": "auto* p = new int(1);",
    "naked-delete": "delete p;",
    "detached-thread": "std::thread(f).detach();",
    "thread-local": "thread_local int depth;",
    "own-random": "std::mt19937_64 engine(1);",
    "own-clock": "const auto now = std::chrono::steady_clock::now();",
    "regex": 'const std::regex digits("[0-9]+");',
    "recursive-mutex": "std::recursive_mutex mutex;",
    "streams-of-the-process": 'std::cerr << "x";',
    "macro": "#define LIMIT 5",
    "using-namespace": "using namespace std;",
    "unfinished": "// TO" "DO: finish this",
    "silenced-lint": "f();  // NO" "LINT",
}

ALLOWED = """\
/// A new caller may goto the volatile clock, delete it, and call abort() or sleep_for().
#include <new>
const char* text = "goto end; strcpy(a, b); delete p;";
const char* raw = R"(system("true"); // )" "new int";
const int thousand = 1'000'000; const char quote = '"'; const char other = 'x';
struct Thread {
  Thread(const Thread&) = delete;
  void abort() noexcept;
  void* operator new(std::size_t size);
};
void Thread::abort() noexcept {}
void f(Thread& thread) { thread.abort(); consumers.detach(id); other::exit(1); renew(thread); }
"""


class PlantedStyle(unittest.TestCase):
    def assert_found(self, answer, rule, where):
        self.assert_all_found(answer, [(rule, where)])

    def assert_all_found(self, answer, expected):
        self.assertEqual(answer.returncode, 1, answer.stdout + answer.stderr)
        found = [tuple(line.split(": ")[1::-1]) for line in answer.stdout.splitlines()[:-1]]
        self.assertEqual(sorted(found), sorted(expected))

    def test_what_only_looks_like_a_violation_passes(self):
        answer = style({CORE: ALLOWED})
        self.assertEqual(answer.returncode, 0, answer.stdout + answer.stderr)

    def test_each_forbidden_call_is_found(self):
        planted = [(rule.rule, call) for rule in style_rules.CALLS for name in rule.names.split()
                   for call in (f"{name}(x);", f"std::{name} (x);", f"return ::{name}(x);")]
        answer = style({CORE: "".join(f"{call}\n" for _, call in planted)})
        self.assert_all_found(answer, [(rule, f"{CORE}:{line}")
                                       for line, (rule, _) in enumerate(planted, 1)])

    def test_each_forbidden_word_is_found(self):
        self.assertEqual(set(WORDS),
                         {rule.rule for rule in style_rules.WORDS + style_rules.COMMENTS})
        answer = style({CORE: "".join(f"{line}\n" for line in WORDS.values())})
        self.assert_all_found(answer, [(rule, f"{CORE}:{line}")
                                       for line, rule in enumerate(WORDS, 1)])

    def test_rules_of_the_product_leave_tests_alone(self):
        source = "void f() { std::this_thread::sleep_for(pause); }\n"
        self.assert_found(style({APP: source}), "sleep", f"{APP}:1")
        self.assertEqual(style({TEST: source}).returncode, 0)

    def test_limits_are_found_one_beyond_them(self):
        line = "// " + "é" * (style_rules.LONGEST_LINE - 3)
        self.assertEqual(style({CORE: f"{line}\n"}).returncode, 0)
        self.assert_found(style({CORE: f"{line}e\n"}), "line-length", f"{CORE}:1")
        longest = style_rules.LONGEST_FUNCTION
        self.assertEqual(style({CORE: long_function(longest)}).returncode, 0)
        self.assert_found(style({CORE: long_function(longest + 1)}), "function-length", f"{CORE}:1")
        longest = style_rules.LONGEST_FILE
        self.assertEqual(style({CORE: "//\n" * longest}).returncode, 0)
        self.assert_found(style({CORE: "//\n" * (longest + 1)}), "file-length",
                          f"{CORE}:{longest + 1}")

    def test_unused_files_are_found(self):
        header = "libcore/src/base/planted.hpp"
        text = "#pragma once\n"
        self.assert_found(style({header: text}), "unused-file", f"{header}:1")
        self.assertEqual(style({header: text, CORE: '#include "planted.hpp"\n'}).returncode, 0)
        with House({CORE: ""}) as house:
            house.write("libcore/CMakeLists.txt", "add_library(x src/base/planted.cpp.in)\n")
            self.assert_found(house.style(), "unused-file", f"{CORE}:1")

    def test_a_header_without_pragma_once_is_found(self):
        header = "libcore/src/base/planted.hpp"
        self.assert_found(style({header: "int f();\n", CORE: '#include "planted.hpp"\n'}),
                          "pragma-once", f"{header}:1")

    def test_an_exception_allows_as_many_as_it_counts_and_no_fewer(self):
        def answer(found, allowed):
            return style({CORE: "volatile int x;\n" * found},
                         f"volatile {CORE} {allowed} shared memory\n")

        self.assertEqual(answer(2, 2).returncode, 0)
        more = answer(3, 2)
        self.assertEqual(more.returncode, 1)
        self.assertIn(f"{CORE}:3: volatile: ", more.stdout)
        fewer = answer(1, 2)
        self.assertEqual(fewer.returncode, 1)
        self.assertIn("allowed 2 times and found 1 times", fewer.stdout)
        self.assertEqual(style({CORE: ""}, "volatile libcore/gone.cpp 1 reason\n").returncode, 1)

    def test_what_cannot_be_checked_is_an_error(self):
        for files, exceptions in (({}, ""),
                                  ({CORE: '#include "gone.hpp"\n'}, ""),
                                  ({CORE: ""}, "volatile libcore/x.cpp\n"),
                                  ({CORE: ""}, "volatile x.cpp 1 a\nvolatile x.cpp 1 b\n")):
            with self.subTest(exceptions=exceptions, files=files):
                self.assertEqual(style(files, exceptions).returncode, 2)


class FunctionLengths(unittest.TestCase):
    def test_functions_are_found_with_their_first_and_last_line(self):
        text = """\
namespace a {
enum class Kind { one, two };
constexpr std::array<int, 2> table{1, 2};
struct Value {
  int number{};
  std::function<int(int)> work{};
  Value(int given) : number(given), work([](int x) { return x; }), other{1} {
    f();
  }
  bool operator==(const Value&) const = default;
 private:
  auto self() -> Value& { return *this; }
};
template <class T>
  requires(sizeof(T) > 1)
T* first(std::span<T> all, Options options = {}) noexcept {
  for (T& one : all) {
    if (one) return &one;
  }
  return nullptr;
}
Value::~Value() {}
}  // namespace a
TEST_CASE("a { brace") {
  CHECK(true);
}
"""
        self.assertEqual([(f.name, f.first, f.last) for f in functions(text)],
                         [("Value", 7, 9), ("self", 12, 12), ("first", 14, 21),
                          ("Value::~Value", 22, 22), ("TEST_CASE", 24, 26)])


class PlantedOrdering(unittest.TestCase):
    FILES = {
        "libcore/src/base/a.cpp": '#include "a.hpp"\n',
        "libcore/src/base/a.hpp": "#pragma once\n",
        "libcore/src/model/b.cpp": "#include <gatehouse/base/c.hpp>\n",
        "libcore/include/gatehouse/base/c.hpp": "#pragma once\n",
    }

    def test_the_committed_edges_are_compared_both_ways(self):
        with House(self.FILES) as house:
            new = house.ordering()
            self.assertEqual(new.returncode, 1)
            self.assertIn("new edge: libcore/model > libcore/base\n", new.stdout)
            self.assertEqual(house.ordering("--write").returncode, 0)
            self.assertEqual(house.ordering().returncode, 0)
            house.write("libcore/src/model/b.cpp", "")
            house.write("libcore/src/services/d.cpp", '#include "../base/a.hpp"\n')
            changed = house.ordering()
            self.assertEqual(changed.returncode, 1)
            self.assertIn("new edge: libcore/services > libcore/base\n", changed.stdout)
            self.assertIn("edge that is gone: libcore/model > libcore/base\n", changed.stdout)

    def test_a_loop_is_refused_even_if_it_is_committed(self):
        for back in ({"libcore/src/base/a.hpp": '#include "../model/e.hpp"\n',
                      "libcore/src/model/e.hpp": ""},
                     {"libcore/src/base/a.hpp": '#include "../schema/e.hpp"\n',
                      "libcore/src/schema/e.hpp": '#include "../model/f.hpp"\n',
                      "libcore/src/model/f.hpp": ""}):
            with House(self.FILES | back) as house:
                answer = house.ordering("--write")
                self.assertEqual(answer.returncode, 1)
                self.assertIn("loop through libcore/base\n", answer.stdout)
                self.assertIn("loop through libcore/model\n", answer.stdout)

    def test_what_cannot_be_checked_is_an_error(self):
        for files in ({CORE: ""}, {CORE: '#include "gone.hpp"\n'}):
            with House(files) as house:
                self.assertNotEqual(house.ordering().returncode, 0)
                self.assertIn("cannot check", house.ordering().stderr)


if __name__ == "__main__":
    unittest.main()
