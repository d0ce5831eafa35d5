#!/usr/bin/env python3
"""Checks the rules of the house (rules.py) on what the compiler read to build each object.

Prints each violation once and ends with 1 if there is any, with 2 if it could not check everything.
"""

import argparse
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import rules


class CannotCheck(Exception):
    pass


def ninja_dependencies(build):
    """What Ninja recorded from the compiler's dependency output: {object: [file]}."""
    printed = subprocess.run(
        ["ninja", "-C", str(build), "-t", "deps"], check=True, capture_output=True, text=True
    ).stdout
    found = {}
    for line in printed.splitlines():
        if line.startswith("    "):
            found[current].append(line.strip())
        elif ": #deps" in line:
            current = line.split(": #deps")[0]
            found[current] = []
    return found


def makefile_dependencies(build):
    """The same from the .d files that CMake's other generators keep beside the objects."""
    found = {}
    for path in build.rglob("*.o.d"):
        words = path.read_text().replace("\\\n", " ").split(":", 1)[1].split()
        found[str(path)[: -len(".d")]] = words
    return found


def all_dependencies(build):
    raw = ninja_dependencies(build) if (build / "build.ninja").exists() else makefile_dependencies(build)

    def absolute(path):
        return os.path.normpath(os.path.join(build, path))

    return {absolute(obj): {absolute(file) for file in files} for obj, files in raw.items()}


def standard_library_files(compiler):
    """Every file that the compiler reads for the whole C++ standard library."""
    known = sorted(rules.STANDARD_HEADERS)
    program = "".join(f"#if __has_include(<{h}>)\n#include <{h}>\n#endif\n" for h in known)
    files = set()
    for optimisation in (["-O0"], ["-O2"], ["-O2", "-D_FORTIFY_SOURCE=2"]):
        printed = subprocess.run(
            [compiler, "-std=c++20", *optimisation, "-M", "-x", "c++", "-"],
            input=program, check=True, capture_output=True, text=True,
        ).stdout
        files.update(printed.replace("\\\n", " ").split(":", 1)[1].split())
    return {os.path.normpath(file) for file in files}


def foreign_package(path):
    for package, pattern in rules.FOREIGN.items():
        if re.search(pattern, path):
            return package
    return None


def with_dragged(packages):
    return packages.union(*(rules.DRAGS.get(package, set()) for package in packages))


def includes(path):
    """Each include line's quote or bracket, and the name."""
    return re.findall(r'^\s*#\s*include\s*([<"])([^>"]+)', path.read_text(), re.M)


def sources_in(folder):
    return sorted(path for path in folder.rglob("*.[ch]pp") if path.is_file())


class House:
    def __init__(self, source, build, components, compiler):
        self.source = source
        self.components = components
        self.dependencies = all_dependencies(build)
        self.standard_library = standard_library_files(compiler)
        self.folders = {c["room"]: os.path.normpath(c["folder"]) + os.sep for c in components}
        self.build_prefix = str(build) + os.sep
        self.violations = set()

    def room_of(self, path):
        for room, folder in self.folders.items():
            if path.startswith(folder):
                return room
        # Adapters that this build leaves out are rooms all the same.
        inside = re.match(r"adapters/(\w+)/", os.path.relpath(path, self.source))
        return inside.group(1) if inside else None

    def dependencies_of(self, obj, what):
        obj = os.path.normpath(os.path.join(self.build_prefix, obj))
        if not self.dependencies.get(obj):
            raise CannotCheck(f"{what}: no dependencies are known of {obj}; build it first")
        return self.dependencies[obj]

    def check(self, room, files, packages, what):
        for path in sorted(files):
            other = self.room_of(path)
            if other is not None:
                if other not in {room, "core"} | rules.ROOMS.get(room, set()):
                    self.violations.add(f"{what} reaches the room {other}")
                elif other == "core" and room in rules.CORE:
                    self.check_folder_of_core(path, rules.CORE[room], what)
                continue
            if path.startswith(self.build_prefix):
                continue
            package = foreign_package(path)
            if package is not None and package not in with_dragged(packages):
                self.violations.add(f"{what} reaches {package}")
            elif room == "core" and package is None and path not in self.standard_library:
                self.violations.add(f"{what} reaches {path}, which is not of the standard library")

    def check_folder_of_core(self, path, allowed, what):
        inside = re.match(r"(?:include/gatehouse|src)/(\w+)/", os.path.relpath(path, self.folders["core"]))
        folder = inside.group(1) if inside else "?"
        if folder not in allowed:
            self.violations.add(f"{what} reaches {folder} of core")

    def check_component(self, component):
        room = component["room"]
        sources = [obj for obj in component["objects"] if obj]
        if not sources:
            raise CannotCheck(f"{room}: has no objects")
        for obj in sources:
            name = re.sub(r".*\.dir/|\.o$", "", os.path.normpath(obj))
            self.check(room, self.dependencies_of(obj, room),
                       rules.SOURCES.get(room, set()), f"{room}: {name}")
        # CMake compiles each public header alone, below this folder.
        alone = {obj: files for obj, files in self.dependencies.items()
                 if obj.startswith(component["headers_alone"] + os.sep)}
        for header in filter(None, component["headers"]):
            if not any(header in files for files in alone.values()):
                raise CannotCheck(f"{room}: {header} was not compiled alone; "
                                  "build all_verify_interface_header_sets first")
        for obj, files in alone.items():
            name = obj[len(component["headers_alone"]) + 1:]
            name = re.sub(r".*_verify_interface_header_sets/|\.cxx\.o$", "", name)
            self.check(room, files, rules.HEADERS.get(room, set()),
                       f"{room}: public header {name}")


def layer_violations(libcore):
    """Within core, by what its files include."""
    checked = 0
    for root in (libcore / "include/gatehouse", libcore / "src"):
        for path in sources_in(root):
            checked += 1
            layer = path.relative_to(root).parts[0]
            where = f"core: {path.relative_to(libcore)}"
            if layer not in rules.LAYERS:
                yield f"{where} is in no layer"
                continue
            for kind, name in includes(path):
                if kind == '"':
                    here = (path.parent / name).resolve()
                    if not here.exists():
                        here = (root / name).resolve()
                    if not here.is_relative_to(root.resolve()):
                        yield f"{where} includes {name}, which is outside core"
                        continue
                    other = here.relative_to(root.resolve()).parts[0]
                elif name.startswith("gatehouse/"):
                    other = name.split("/")[1]
                elif name in rules.STANDARD_HEADERS:
                    continue
                else:
                    yield f"{where} includes {name}, which is not of the standard library"
                    continue
                if other not in rules.LAYERS[layer]:
                    yield f"{where} includes {name}: {layer} may not use {other}"
    if checked == 0:
        raise CannotCheck(f"no sources in {libcore}")


def named_packages(folder, what, packages):
    """What the sources in the folder name themselves, which dependencies cannot tell from what was
    dragged along."""
    for path in sources_in(folder):
        for _, name in includes(path):
            package = foreign_package("/" + name)
            if package is not None and package not in packages:
                yield f"{what}: {path.relative_to(folder)} names {package}"


def violations(source, build, components, compiler):
    house = House(source, build, components, compiler)
    for component in components:
        house.check_component(component)
    found = house.violations | set(layer_violations(source / "libcore"))
    for component in components:
        room = component["room"]
        if room != "core":  # whose layers say it
            for part in ("include", "src"):
                found.update(named_packages(Path(component["folder"]) / part, room,
                                            rules.SOURCES.get(room, set())))
    for folder, packages in rules.PROGRAMS.items():
        found.update(named_packages(source / folder, folder, packages))
    return sorted(found)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--components", type=Path, required=True, help="what CMake wrote")
    parser.add_argument("--compiler", required=True)
    args = parser.parse_args()
    components = json.loads(args.components.read_text())
    try:
        found = violations(args.source.resolve(), args.build.resolve(), components, args.compiler)
    except CannotCheck as reason:
        print(f"cannot check: {reason}", file=sys.stderr)
        return 2
    for line in found:
        print(line)
    print(f"{len(found)} violations in {len(components)} rooms")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
