#!/usr/bin/env python3
"""Installs Gatehouse and builds programs against it."""

import argparse
import os
import re
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
# All packages that the components look for.
FOREIGN = ["Boost", "SOCI", "SQLite3", "OpenSSL", "Argon2", "Unistring", "Idn2", "spdlog", "fmt",
           "CLI11", "tomlplusplus", "doctest"]
options = None


class Failed(AssertionError):
    pass


def run(*command):
    """Runs the command; returns its output, or raises Failed with the output."""
    done = subprocess.run([str(word) for word in command], text=True, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode != 0:
        raise Failed(f"{' '.join(map(str, command))}\n{done.stdout}")
    return done.stdout


def configure(source, build, *settings):
    shutil.rmtree(build, ignore_errors=True)
    return run(options.cmake, "-S", source, "-B", build, "-G", options.generator,
               f"-DCMAKE_CXX_COMPILER={options.compiler}",
               f"-DCMAKE_CXX_COMPILER_LAUNCHER={options.launcher}", *settings)


def forbid(packages):
    return [f"-DCMAKE_DISABLE_FIND_PACKAGE_{package}=ON" for package in packages]


def fresh(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def build_consumer(name, prefix, *settings):
    """Configures and builds consumers/<name> against the package; returns its build folder."""
    build = options.work / name
    # Compiling is sufficient; optimising would take most of the time.
    configure(HERE / "consumers" / name, build, "-DCMAKE_BUILD_TYPE=Debug",
              "-DCMAKE_CXX_FLAGS_DEBUG=-O0", f"-DCMAKE_PREFIX_PATH={prefix}", *settings)
    run(options.cmake, "--build", build)
    return build


class Installed(unittest.TestCase):
    """The package of this build, moved away from its installation folder."""

    @classmethod
    def setUpClass(cls):
        first = options.work / "first_prefix"
        cls.prefix = options.work / "prefix"
        fresh(first)
        shutil.rmtree(cls.prefix, ignore_errors=True)
        run(options.cmake, "--install", options.build, "--prefix", first)
        first.rename(cls.prefix)

    def config(self):
        (file,) = self.prefix.rglob("gatehouse-config.cmake")
        return file.parent

    def find(self, *words):
        """Returns CMake's message when a project requests the package in this way."""
        source = fresh(options.work / "asking")
        (source / "CMakeLists.txt").write_text(
            "cmake_minimum_required(VERSION 3.25)\nproject(asking LANGUAGES CXX)\n"
            f"find_package(gatehouse {' '.join(words)})\n"
            'message(STATUS "found: ${gatehouse_FOUND}")\n')
        return configure(source, source / "build", f"-DCMAKE_PREFIX_PATH={self.prefix}")

    def test_core_and_memory_need_no_foreign_package(self):
        build = build_consumer("core_and_memory", self.prefix, *forbid(FOREIGN))
        self.assertIn("yes: a taken e-mail is refused", run(build / "consumer"))

    def test_every_component_can_be_asked_for_alone(self):
        for component in options.components:
            with self.subTest(component):
                self.assertIn("found: 1", self.find("0.1 REQUIRED COMPONENTS", component))

    def test_every_public_header_compiles(self):
        build_consumer("everything", self.prefix, f"-DCOMPONENTS={';'.join(options.components)}")

    def test_the_conformance_suite_runs_outside(self):
        build = build_consumer("storage_conformance", self.prefix,
                               f"-DTESTS={options.source / 'tests'}")
        self.assertIn("Status: SUCCESS!", run(build / "consumer", "--no-colors"))

    def test_the_example_of_embedding_builds_and_runs(self):
        example = options.source / "apps/examples/embed"
        libraries = re.findall(r"gatehouse::(\w+)", (example / "CMakeLists.txt").read_text())
        build = build_consumer("embed", self.prefix, f"-DEMBED_SOURCE={example}",
                               f"-DCOMPONENTS={';'.join(sorted(set(libraries)))}")
        run(build / "consumer")

    def test_an_unknown_component_is_named_with_those_there_are(self):
        with self.assertRaises(Failed) as refused:
            self.find("REQUIRED COMPONENTS core storage_papyrus")
        said = " ".join(str(refused.exception).split())
        self.assertIn("there is no component storage_papyrus; this package has: core", said)

    def test_an_unknown_component_that_is_optional_is_no_error(self):
        self.assertIn("found: 1",
                      self.find("REQUIRED COMPONENTS core OPTIONAL_COMPONENTS storage_papyrus"))

    def test_a_missing_library_is_named_with_who_needs_it(self):
        source = options.work / "without_argon2"
        with self.assertRaises(Failed) as refused:
            configure(HERE / "consumers/everything", source, f"-DCMAKE_PREFIX_PATH={self.prefix}",
                      "-DCOMPONENTS=password_argon2", *forbid(["Argon2"]))
        said = " ".join(str(refused.exception).split())
        self.assertIn("gatehouse::password_argon2 needs Argon2, which was not found", said)

    def test_another_minor_version_is_refused(self):
        with self.assertRaises(Failed) as refused:
            self.find("0.2 REQUIRED")
        self.assertIn("compatible with requested version", str(refused.exception))

    def test_the_package_names_no_folder_of_its_build_and_exports_no_warnings(self):
        files = list(self.config().glob("*.cmake"))
        self.assertGreater(len(files), len(options.components))
        for file in files:
            text = file.read_text()
            for folder in (options.source, options.build):
                self.assertNotIn(str(folder), text, file.name)
            self.assertNotRegex(text, r"[\s\";]-W", file.name)

    def test_the_server_comes_along_and_runs(self):
        self.assertIn("0.1", run(self.prefix / "bin/gatehouse", "version"))

    def test_licence_and_documentation_come_along(self):
        for name in ("LICENSE", "README.md", "CHANGELOG.md"):
            self.assertTrue((self.prefix / "share/doc/gatehouse" / name).is_file(), name)


class CoreAndMemoryFromSource(unittest.TestCase):
    """A build of these two components only, on a machine without the dependencies of others."""

    def test_it_builds_and_installs_without_any_foreign_package(self):
        # Next to the tested build, so that ccache finds the objects by relative paths too.
        build = options.build.with_name(options.build.name + "-core-and-memory")
        prefix = options.work / "prefix"
        configure(options.source, build, "-DGATEHOUSE_ADAPTERS=storage_memory",
                  "-DGATEHOUSE_BUILD_TESTS=OFF",
                  *(f"-D{setting}" for setting in options.setting), *forbid(FOREIGN))
        run(options.cmake, "--build", build)
        fresh(prefix)
        run(options.cmake, "--install", build, "--prefix", prefix)
        self.assertFalse((prefix / "bin").exists(), "the server was not requested")
        components = {file.name for file in prefix.rglob("gatehouse-*-targets.cmake")}
        self.assertIn("gatehouse-test_support-targets.cmake", components)
        consumer = build_consumer("core_and_memory", prefix, *forbid(FOREIGN))
        self.assertIn("yes: a taken e-mail is refused", run(consumer / "consumer"))

    def test_an_unknown_adapter_is_named_with_those_there_are(self):
        with self.assertRaises(Failed) as refused:
            configure(options.source, options.work / "refused",
                      "-DGATEHOUSE_ADAPTERS=storage_papyrus")
        said = " ".join(str(refused.exception).split())
        self.assertIn("no adapter 'storage_papyrus'; there are: system", said)

    def test_an_adapter_without_the_one_it_stands_on_is_refused(self):
        with self.assertRaises(Failed) as refused:
            configure(options.source, options.work / "refused",
                      "-DGATEHOUSE_ADAPTERS=storage_sqlite", "-DGATEHOUSE_BUILD_TESTS=OFF")
        self.assertIn("gatehouse::storage_sqlite needs gatehouse::storage_sql",
                      " ".join(str(refused.exception).split()))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="a folder of its own")
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--build", type=Path, required=True, help="what is installed")
    parser.add_argument("--cmake", required=True)
    parser.add_argument("--generator", required=True)
    parser.add_argument("--compiler", required=True)
    parser.add_argument("--launcher", default="")
    parser.add_argument("--setting", action="append", default=[],
                        help="NAME=VALUE for builds from source")
    parser.add_argument("--components", nargs="+", required=True)
    parser.add_argument("--part", required=True, help="the class of tests to run")
    options = parser.parse_args()
    options.work = options.work.resolve()
    options.build = options.build.resolve()
    os.environ["LC_ALL"] = "C.UTF-8"
    unittest.main(argv=[sys.argv[0], options.part])
