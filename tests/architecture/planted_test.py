#!/usr/bin/env python3
"""Builds a small house in which each rule of rules.py is broken, and asks the check to find it all.

A second house, in which nothing is broken, has to pass; a third one, not built, must not.
"""

import argparse
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
CMAKE_MODULES = HERE.parents[1] / "cmake"

ROOMS = ["storage_memory", "storage_sql", "storage_sqlite", "http_server"]

HOUSE = {
    "CMakeLists.txt": f"""
        cmake_minimum_required(VERSION 3.25)
        project(planted LANGUAGES CXX)
        set(CMAKE_MODULE_PATH "{CMAKE_MODULES}")
        set(CMAKE_VERIFY_INTERFACE_HEADER_SETS ON)
        include(GatehouseComponent)
        include(GatehouseArchitecture)
        include_directories(SYSTEM foreign)
        foreach(folder IN ITEMS libcore adapters/{' adapters/'.join(ROOMS)})
          add_subdirectory(${{folder}})
        endforeach()
        gatehouse_describe_components("${{CMAKE_BINARY_DIR}}/components.json")
        """,
    "libcore/CMakeLists.txt": """
        gatehouse_component(core
          SOURCES src/base/a.cpp src/services/s.cpp
          HEADERS gatehouse/base/b.hpp gatehouse/model/m.hpp gatehouse/ports/p.hpp
                  gatehouse/schema/c.hpp gatehouse/services/s.hpp)
        """,
    "libcore/include/gatehouse/base/b.hpp": "#include <string>\n",
    "libcore/include/gatehouse/model/m.hpp": "#include <gatehouse/base/b.hpp>\n",
    "libcore/include/gatehouse/ports/p.hpp": "#include <gatehouse/model/m.hpp>\n",
    "libcore/include/gatehouse/schema/c.hpp": "#include <gatehouse/model/m.hpp>\n",
    "libcore/include/gatehouse/services/s.hpp":
        "#include <gatehouse/ports/p.hpp>\n#include <gatehouse/schema/c.hpp>\n",
    "libcore/src/base/a.cpp": "#include <gatehouse/base/b.hpp>\nint a() { return 1; }\n",
    "libcore/src/services/s.cpp": "#include <gatehouse/services/s.hpp>\nint s() { return 1; }\n",
    "foreign/boost/version.hpp": "",
    "foreign/boost/asio.hpp": "#include <boost/version.hpp>\n",
    "foreign/soci/soci.h": "#include <boost/version.hpp>\n",
    "foreign/openssl/sha.h": "",
    "foreign/argon2.h": "",
    "foreign/curl/curl.h": "",
    "foreign/spdlog/spdlog.h": "#include <fmt/format.h>\n",
    "foreign/fmt/format.h": "",
    "foreign/other/other.h": "",
}
for room in ROOMS:
    needs = "gatehouse::core"
    if room == "storage_sqlite":
        needs += " gatehouse::storage_sql"
    HOUSE[f"adapters/{room}/CMakeLists.txt"] = (
        f"gatehouse_component({room} SOURCES src/x.cpp HEADERS gatehouse/{room}/x.hpp"
        f" PUBLIC {needs})\n")
    HOUSE[f"adapters/{room}/include/gatehouse/{room}/x.hpp"] = "#include <string>\n"
    HOUSE[f"adapters/{room}/src/x.cpp"] = "#include <gatehouse/services/s.hpp>\nint x() { return 1; }\n"

# One room may reach the lowest folder of core alone.
HOUSE["adapters/http_server/src/x.cpp"] = "#include <gatehouse/base/b.hpp>\nint x() { return 1; }\n"

# What is allowed, and has to pass.
HOUSE["adapters/http_server/src/x.cpp"] += "#include <boost/asio.hpp>\n#include <openssl/sha.h>\n"
HOUSE["adapters/storage_sqlite/src/x.cpp"] += (
    "#include <gatehouse/storage_sql/x.hpp>\n#include <soci/soci.h>\n")

# (file, what it says besides, what the check has to say of it)
PLANTED = [
    ("libcore/src/base/a.cpp", "#include <boost/version.hpp>", [
        "core: src/base/a.cpp reaches boost",
        "core: src/base/a.cpp includes boost/version.hpp, which is not of the standard library"]),
    ("libcore/src/base/a.cpp", "#include <soci/soci.h>", [
        "core: src/base/a.cpp reaches soci",
        "core: src/base/a.cpp includes soci/soci.h, which is not of the standard library"]),
    ("libcore/src/base/a.cpp", "#include <openssl/sha.h>", [
        "core: src/base/a.cpp reaches openssl",
        "core: src/base/a.cpp includes openssl/sha.h, which is not of the standard library"]),
    ("libcore/src/base/a.cpp", "#include <argon2.h>", [
        "core: src/base/a.cpp reaches argon2",
        "core: src/base/a.cpp includes argon2.h, which is not of the standard library"]),
    ("libcore/src/base/a.cpp", "#include <curl/curl.h>", [
        "core: src/base/a.cpp reaches curl",
        "core: src/base/a.cpp includes curl/curl.h, which is not of the standard library"]),
    ("libcore/src/base/a.cpp", "#include <spdlog/spdlog.h>", [
        "core: src/base/a.cpp reaches spdlog", "core: src/base/a.cpp reaches fmt",
        "core: src/base/a.cpp includes spdlog/spdlog.h, which is not of the standard library"]),
    # Reached by way of a header, and a library that no rule names.
    ("libcore/include/gatehouse/ports/p.hpp", "#include <other/other.h>", [
        "core: public header gatehouse/ports/p.hpp reaches FOREIGN/other/other.h, "
        "which is not of the standard library",
        "core: public header gatehouse/services/s.hpp reaches FOREIGN/other/other.h, "
        "which is not of the standard library",
        "core: src/services/s.cpp reaches FOREIGN/other/other.h, "
        "which is not of the standard library",
        "core: include/gatehouse/ports/p.hpp includes other/other.h, "
        "which is not of the standard library"]),
    ("libcore/src/services/s.cpp", '#include "../../../adapters/http_server/include/gatehouse/http_server/x.hpp"', [
        "core: src/services/s.cpp reaches the room http_server",
        "core: src/services/s.cpp includes ../../../adapters/http_server/include/gatehouse/http_server/x.hpp, "
        "which is outside core"]),
    # Layers of core.
    ("libcore/src/base/a.cpp", "#include <gatehouse/model/m.hpp>", [
        "core: src/base/a.cpp includes gatehouse/model/m.hpp: base may not use model"]),
    ("libcore/include/gatehouse/schema/c.hpp", "#pragma once\n#include <gatehouse/ports/p.hpp>", [
        "core: include/gatehouse/schema/c.hpp includes gatehouse/ports/p.hpp: "
        "schema may not use ports",
        "core: public header gatehouse/schema/c.hpp reaches FOREIGN/other/other.h, "
        "which is not of the standard library"]),
    ("libcore/src/base/a.cpp", '#include "../services/inner.hpp"', [
        "core: src/base/a.cpp includes ../services/inner.hpp: base may not use services"]),
    ("libcore/src/services/inner.hpp", "", []),
    ("libcore/src/attic/old.cpp", "", ["core: src/attic/old.cpp is in no layer"]),
    # Siblings, SOCI and Boost in the wrong rooms.
    ("adapters/storage_memory/src/x.cpp", '#include "../../storage_sql/src/inner.hpp"', [
        "storage_memory: src/x.cpp reaches the room storage_sql"]),
    ("adapters/storage_sql/src/inner.hpp", "", []),
    ("adapters/storage_sql/src/x.cpp", '#include "../../storage_sqlite/src/inner.hpp"', [
        "storage_sql: src/x.cpp reaches the room storage_sqlite"]),
    ("adapters/storage_sqlite/src/inner.hpp", "", []),
    ("adapters/storage_sql/src/x.cpp", "#include <boost/asio.hpp>", [
        "storage_sql: src/x.cpp reaches asio", "storage_sql: src/x.cpp reaches boost",
        "storage_sql: x.cpp names asio"]),
    ("adapters/storage_sql/src/x.cpp", "#include <soci/soci.h>", [
        "storage_sql: src/x.cpp reaches soci", "storage_sql: x.cpp names soci"]),
    # SOCI brings Boost along; that is no leave to use it.
    ("adapters/storage_sqlite/src/x.cpp", "#include <boost/version.hpp>", [
        "storage_sqlite: x.cpp names boost"]),
    ("adapters/storage_memory/include/gatehouse/storage_memory/x.hpp",
     "#include <boost/version.hpp>", [
        "storage_memory: public header gatehouse/storage_memory/x.hpp reaches boost",
        "storage_memory: gatehouse/storage_memory/x.hpp names boost"]),
    ("apps/gatehouse/main.cpp", "#include <soci/soci.h>", ["apps/gatehouse: main.cpp names soci"]),
    ("adapters/storage_sqlite/include/gatehouse/storage_sqlite/x.hpp",
     "#include <soci/soci.h>", [
        "storage_sqlite: public header gatehouse/storage_sqlite/x.hpp reaches soci",
        "storage_sqlite: public header gatehouse/storage_sqlite/x.hpp reaches boost"]),
    ("adapters/http_server/src/x.cpp", "#include <soci/soci.h>", [
        "http_server: src/x.cpp reaches soci", "http_server: x.cpp names soci"]),
    ("adapters/http_server/src/x.cpp", "#include <gatehouse/schema/c.hpp>", [
        "http_server: src/x.cpp reaches schema of core", "http_server: src/x.cpp reaches model of core",
        # By way of what is planted in the schema above.
        "http_server: src/x.cpp reaches ports of core"]),
    ("adapters/http_server/include/gatehouse/http_server/x.hpp", "#include <boost/version.hpp>", [
        "http_server: public header gatehouse/http_server/x.hpp reaches boost",
        # By way of what core's services/s.cpp includes above.
        "core: src/services/s.cpp reaches boost"]),
]

options = None


def build_house(folder, planted):
    """Writes and builds it; returns its source and build folders."""
    shutil.rmtree(folder, ignore_errors=True)
    files = dict(HOUSE)
    for path, line, _ in planted:
        files[path] = f"{line}\n" + files.get(path, "")
    for path, text in files.items():
        file = folder / "source" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    configure = [options.cmake, "-S", folder / "source", "-B", folder / "build",
                 "-G", options.generator, f"-DCMAKE_CXX_COMPILER={options.compiler}",
                 f"-DCMAKE_CXX_COMPILER_LAUNCHER={options.launcher}"]
    subprocess.run(configure, check=True, stdout=subprocess.DEVNULL)
    return folder / "source", folder / "build"


def compile_house(build):
    for target in ("all", "all_verify_interface_header_sets"):
        subprocess.run([options.cmake, "--build", build, "--target", target], check=True,
                       stdout=subprocess.DEVNULL)


def check(source, build):
    return subprocess.run(
        [sys.executable, HERE / "check_architecture.py", "--source", source, "--build", build,
         "--components", build / "components.json", "--compiler", options.compiler],
        capture_output=True, text=True, check=False)


class Planted(unittest.TestCase):
    def test_every_planted_violation_is_found_and_nothing_else(self):
        source, build = build_house(options.build / "broken", PLANTED)
        compile_house(build)
        answer = check(source, build)
        expected = {line.replace("FOREIGN", str(source / "foreign"))
                    for _, _, lines in PLANTED for line in lines}
        found = set(answer.stdout.splitlines()[:-1])
        self.assertEqual(found - expected, set(), "found besides")
        self.assertEqual(expected - found, set(), "not found")
        self.assertEqual(answer.returncode, 1, answer.stderr)

    def test_a_house_in_order_passes(self):
        source, build = build_house(options.build / "in_order", [])
        before = check(source, build)
        self.assertEqual(before.returncode, 2, "passed before anything was built")
        self.assertIn("cannot check", before.stderr)
        compile_house(build)
        answer = check(source, build)
        self.assertEqual((answer.returncode, answer.stdout), (0, "0 violations in 5 rooms\n"))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=Path, required=True, help="a folder of its own")
    parser.add_argument("--cmake", required=True)
    parser.add_argument("--generator", required=True)
    parser.add_argument("--compiler", required=True)
    parser.add_argument("--launcher", default="")
    options = parser.parse_args()
    options.build = options.build.resolve()
    unittest.main(argv=sys.argv[:1])
