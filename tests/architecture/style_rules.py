"""The style rules that check_style.py enforces on the C++ sources.

Limits hold for every C++ file. Calls and words are forbidden in the folders that a rule names.
"""

from typing import NamedTuple

LONGEST_LINE = 100
LONGEST_FUNCTION = 70
LONGEST_FILE = 500

LIBRARIES = ("libcore", "adapters")
PRODUCT = ("libcore", "adapters", "apps")
EVERYWHERE = ("libcore", "adapters", "apps", "tests")


class Call(NamedTuple):
    """Free functions that may not be called; members of the same name may."""

    rule: str
    names: str
    folders: tuple
    reason: str


CALLS = [
    Call("unbounded-copy", "strcpy strncpy strcat strncat stpcpy sprintf vsprintf gets scanf sscanf "
         "fscanf", EVERYWHERE, "they write without a bound that they know; use std::string"),
    Call("static-buffer", "strtok strerror asctime ctime gmtime localtime inet_ntoa gethostbyname "
         "getpwnam getpwuid readdir_r ttyname tmpnam mktemp tempnam", EVERYWHERE,
         "their result is shared between threads, or its name is taken before it is used; use the "
         "variant that ends in _r, std::generic_category(), getaddrinfo or mkstemp"),
    Call("shell", "system popen", EVERYWHERE,
         "a shell reads the text; use posix_spawn with arguments"),
    Call("weak-random", "rand srand drand48 rand_r", EVERYWHERE,
         "predictable; use ports/entropy.hpp, or an engine with a seed in tests"),
    Call("stack-jump", "setjmp longjmp sigsetjmp siglongjmp alloca", EVERYWHERE,
         "they skip destructors, or have no failure"),
    Call("few-descriptors", "FD_SET", EVERYWHERE,
         "select() is undefined for descriptors of 1024 and above; use poll"),
    Call("hidden-thread", "async", EVERYWHERE,
         "the future's destructor waits; use a thread that is joined"),
    Call("sleep", "sleep_for sleep_until sleep usleep nanosleep", PRODUCT,
         "nothing wakes it at the stop; use a condition variable or a timer"),
    Call("end-of-program", "exit _exit _Exit quick_exit abort terminate atexit", PRODUCT,
         "a library does not end its program, and main returns its status; throw instead"),
    Call("environment", "getenv secure_getenv setenv putenv unsetenv clearenv", PRODUCT,
         "configuration is passed in, and the environment is not safe with threads"),
    Call("number-with-rest", "atoi atol atoll atof strtol strtoll strtoul strtoull strtod stoi stol "
         "stoll stoul stoull stof stod", PRODUCT,
         "they accept spaces, signs and what follows the number; use std::from_chars"),
    Call("locale", "tolower toupper isalpha isdigit isalnum isspace isupper islower isprint ispunct "
         "isxdigit iscntrl isgraph setlocale", PRODUCT,
         "they depend on the locale and are undefined for negative char; compare ASCII directly"),
    Call("manual-memory", "malloc calloc realloc free", PRODUCT,
         "use a container or std::unique_ptr"),
    Call("raw-octets", "memset bzero memcmp", PRODUCT,
         "a memset of a secret may be left out, and a memcmp tells where secrets differ; use "
         "wipe(), std::fill, equal_in_constant_time() or std::equal"),
    Call("wall-clock", "gettimeofday clock_gettime", PRODUCT,
         "time comes from ports/clock.hpp, or from std::chrono where a deadline is meant"),
    Call("console", "printf fprintf vprintf vfprintf puts fputs putchar perror", PRODUCT,
         "libraries return or throw what they have to say, and the program has a log"),
    Call("assertion", "assert", PRODUCT,
         "use invariant() of base/invariant.hpp, which is on in every build"),
]


class Word(NamedTuple):
    """A pattern that may not occur in code; comments and literals are not looked at."""

    rule: str
    pattern: str
    folders: tuple
    reason: str


WORDS = [
    Word("goto", r"\bgoto\b", EVERYWHERE, "use a function and return"),
    Word("std-endl", r"\bendl\b", PRODUCT, "it flushes each line; use '\\n', and std::flush if meant"),
    Word("std-bind", r"\bstd::bind\b", EVERYWHERE, "use a lambda"),
    Word("const-cast", r"\bconst_cast\b", PRODUCT, "only for the interface of a C library"),
    Word("reinterpret-cast", r"\breinterpret_cast\b", PRODUCT,
         "only between characters and octets, where a C library or a digest asks for it"),
    Word("dynamic-cast", r"\bdynamic_cast\b", PRODUCT, "ask the interface instead of the type"),
    Word("volatile", r"\bvolatile\b", PRODUCT,
         "it is no synchronisation; use std::atomic, or say why the compiler must not look"),
    Word("naked-new", r"(?<!operator )\bnew\b(?!\w)", PRODUCT, "use std::make_unique"),
    Word("naked-delete", r"(?<!operator )(?<!= )\bdelete\b(?!\w)", PRODUCT, "use std::unique_ptr"),
    Word("detached-thread", r"\.detach\(\)", PRODUCT,
         "it may outlive what it uses; use std::jthread or join"),
    Word("thread-local", r"\bthread_local\b", PRODUCT, "a hidden global; pass the value in"),
    Word("own-random", r"\b(random_device|mt19937(_64)?|minstd_rand0?|default_random_engine)\b",
         PRODUCT, "randomness is passed in as ports/entropy.hpp"),
    Word("own-clock", r"\b(steady|system|high_resolution)_clock\b", ("libcore",),
         "time is passed in as ports/clock.hpp"),
    Word("regex", r"\bstd::regex\b", PRODUCT,
         "it recurses once per character of the input; write a small parser"),
    Word("recursive-mutex", r"\brecursive_(timed_)?mutex\b", EVERYWHERE,
         "it hides an unclear lock order"),
    Word("streams-of-the-process", r"\bstd::(cout|cerr|clog|cin)\b", LIBRARIES,
         "libraries return or throw what they have to say"),
    Word("macro", r"^[ \t]*#[ \t]*define\b", PRODUCT, "use a constant, a function or a template"),
    Word("using-namespace", r"^using namespace\b", LIBRARIES,
         "name what is used, or say it inside the function"),
]

# Words of comments, each spelt apart so that the rule does not find itself.
COMMENTS = [
    Word("unfinished", r"\b(TO" r"DO|FIX" r"ME|X" r"XX|HA" r"CK)\b", EVERYWHERE,
         "finish it, or write down why it is right as it is"),
    Word("silenced-lint", r"\bNO" r"LINT", PRODUCT, "mend what clang-tidy found"),
]

# Folders whose sources no CMakeLists.txt names, and the test that reads them.
READ_BY_TESTS = {
    "tests/package/must_not_compile": "tests/package/must_not_compile_test.py",
    "tests/conformance/promises/planted": "tests/conformance/promises/CMakeLists.txt",
}
