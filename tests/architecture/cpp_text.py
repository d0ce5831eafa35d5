"""Reads C++ just far enough for the style checks: what is code, and where functions are."""

import functools
import re
from typing import NamedTuple

# Comments and literals. A quote inside a number (100'000) begins no character literal.
NOT_CODE = re.compile(
    r"""//[^\n]*
      | /\*.*?\*/
      | (?<![A-Za-z0-9_])(?:u8|u|U|L)?R"(?P<mark>[^()\\\s]*)\(.*?\)(?P=mark)"
      | "(?:\\.|[^"\\\n])*"
      | (?<![0-9a-fA-F])'(?:\\.|[^'\\\n])*'
    """,
    re.DOTALL | re.VERBOSE,
)
TOKEN = re.compile(r"[A-Za-z_]\w*|[0-9][\w.']*|::|->|==|\S")
TYPE_KEYWORDS = {"class", "struct", "union", "enum"}
SPECIFIERS = {"const", "noexcept", "override", "final", "mutable", "try", "&"}


@functools.lru_cache(maxsize=4)
def code_of(text):
    """The text with its comments and the contents of its literals blanked, line by line the same."""

    def blank(found):
        old = found.group()
        if old.startswith("/"):
            return re.sub(r"[^\n]", " ", old)
        first, last = re.search("[\"']", old).start(), len(old) - 1
        return old[: first + 1] + re.sub(r"[^\n]", " ", old[first + 1 : last]) + old[last]

    return NOT_CODE.sub(blank, text)


class Function(NamedTuple):
    name: str
    first: int  # The line in which its declaration begins.
    last: int  # The line of its closing brace.

    @property
    def lines(self):
        return self.last - self.first + 1


def without_directives(code, keep=None):
    """Blanks preprocessor directives, whose braces need not match, but for the kind to keep."""
    kept = rf"(?![ \t]*{keep})" if keep else ""
    return re.sub(rf"^[ \t]*#{kept}(?:\\\n|[^\n])*", lambda d: re.sub(r"[^\n]", " ", d.group()),
                  code, flags=re.MULTILINE)


def kind_of_block(head):
    """What a brace opens at namespace or class scope, by the tokens since the last declaration."""
    if head.count("(") > head.count(")"):
        return "value"  # A default argument, or a lambda given to a member's initialiser.
    words = outermost(head)
    if "namespace" in words or words[:1] == ["extern"] and "(" not in words:
        return "scope"
    if "=" in words and "operator" not in words:
        return "value"
    if TYPE_KEYWORDS & set(words) and "(" not in words:
        return "scope"
    if "(" not in words:
        return "value"
    after = words[words.index("(") + 1 :]
    # A name and its brace initialise a variable, or a member before a constructor's body.
    names = re.match(r"[A-Za-z_]|>", words[-1]) and words[-1] not in SPECIFIERS
    return "value" if names and not {"->", "requires"} & set(after) else "function"


def outermost(head):
    """The tokens outside parentheses, brackets and template arguments of a `template <...>`."""
    kept, depth = [], 0
    template, angles = False, 0
    for token in head:
        if template:
            angles += {"<": 1, ">": -1}.get(token, 0)
            template = angles > 0 or token == "template"
            continue
        if token == "template":
            template = True
            continue
        if token in ")]":
            depth -= 1
        if depth == 0:
            kept.append(token)
        if token in "([":
            depth += 1
    return kept


def name_of(head):
    """The name that stands before the parameters."""
    depth = 0
    for at, token in enumerate(head):
        if token == "(" and depth == 0 and head[at - 1] != "requires":
            name = re.search(r"(?:\w+ :: )*(?:operator.*|~ )?\S+$", " ".join(head[:at]))
            return name.group().replace(" ", "") if name else "?"
        depth += {"(": 1, ")": -1, "[": 1, "]": -1}.get(token, 0)
    return "?"


def functions(text):
    """The functions whose bodies the text has, in the order of their ends."""
    code = without_directives(code_of(text))
    found = []
    scopes = ["scope"]  # Of each open brace.
    opened = []  # (name, first line) of each function that is open.
    head, first_line, line, at = [], 0, 1, 0
    for token in TOKEN.finditer(code):
        line += code.count("\n", at, token.start())
        at = token.start()
        word = token.group()
        if word == "{":
            kind = kind_of_block(head) if scopes[-1] == "scope" else "inner"
            if kind == "function":
                opened.append((name_of(head), first_line))
            scopes.append(kind)
            if kind == "scope":
                head = []
        elif word == "}":
            kind = scopes.pop() if len(scopes) > 1 else "scope"
            if kind == "function":
                name, first = opened.pop()
                found.append(Function(name, first, line))
            head = head + ["}"] if kind == "value" else [] if kind != "inner" else head
        elif scopes[-1] == "scope":
            if word == ";" and head.count("(") == head.count(")"):
                head = []
                continue
            if word == ":" and head[-1:] in (["public"], ["private"], ["protected"]):
                head = []
                continue
            if not head:
                first_line = line
            head.append(word)
    return found
