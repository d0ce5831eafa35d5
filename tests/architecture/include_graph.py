"""Which file of ours includes which, by their text alone: no build is needed."""

import re
from pathlib import Path

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"]', re.MULTILINE)
FOLDERS = ("libcore", "adapters", "apps", "tests")


class Unresolved(Exception):
    """An include of our own that names no file."""


def sources_in(root):
    """The C++ files below `root`, relative to it."""
    return sorted(path.relative_to(root) for folder in FOLDERS for kind in ("*.cpp", "*.hpp")
                  for path in (root / folder).rglob(kind) if path.is_file())


class IncludeGraph:
    def __init__(self, root):
        self.root = root
        self.files = set(sources_in(root))
        self.by_name = {}
        for file in self.files:
            self.by_name.setdefault(file.name, []).append(file)
        # {file: the files that it may include}, and those that it includes for certain.
        self.possible = {file: set() for file in sorted(self.files)}
        self.certain = {file: set() for file in sorted(self.files)}
        for file in self.possible:
            for kind, name in INCLUDE.findall((root / file).read_text()):
                if kind == '"' or name.startswith("gatehouse/"):
                    found = self.resolve(file, name)
                    self.possible[file].update(found)
                    if len(found) == 1:
                        self.certain[file].update(found)

    def resolve(self, file, name):
        """The nearest file of that name from the including file's folder upwards, a component's src/
        included, or else each one whose path ends so: which of them is meant, the build decides.
        Empty for one that the build generates."""
        for folder in file.parents:
            for candidate in (folder / name, folder / "src" / name):
                simple = Path(*simplified(candidate.parts))
                if simple in self.files:
                    return [simple]
                if (self.root / f"{candidate}.in").is_file():
                    return []
        ends = Path(name).parts
        found = [other for other in self.by_name.get(ends[-1], [])
                 if other.parts[-len(ends):] == ends]
        if not found:
            raise Unresolved(f"{file} includes {name}, which is no file")
        return found


def simplified(parts):
    """Without `..`."""
    kept = []
    for part in parts:
        if part == "..":
            kept = kept[:-1]
        else:
            kept.append(part)
    return kept
