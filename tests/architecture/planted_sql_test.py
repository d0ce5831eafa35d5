#!/usr/bin/env python3
"""Plants each thing that check_sql.py forbids, and some that look like it, and asks it to tell them
apart."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

CHECK = Path(__file__).resolve().parent / "check_sql.py"

FORBIDDEN = [
    "SELECT pg_advisory_xact_lock(1)",
    "SELECT pg_try_advisory_lock(1)",
    "LOCK TABLE users IN EXCLUSIVE MODE",
    "LOCK users",
    "SELECT id FROM users WHERE id = :id FOR UPDATE",
    "SELECT id FROM outgoing_mail FOR NO KEY UPDATE SKIP LOCKED",
    "LISTEN changes",
    "notify changes",
    "SELECT pg_notify('changes', '')",
    "CREATE TABLE t (id SERIAL PRIMARY KEY)",
    "CREATE TABLE t (id BIGSERIAL PRIMARY KEY)",
    "CREATE TABLE t (id BIGINT GENERATED ALWAYS AS IDENTITY)",
    "CREATE SEQUENCE ids",
    "INSERT INTO t VALUES (nextval('ids'))",
    "CREATE TEMP TABLE t (id BIGINT)",
    "CREATE TEMPORARY TABLE t (id BIGINT)",
    "CREATE UNLOGGED TABLE t (id BIGINT)",
    "DECLARE c CURSOR FOR SELECT 1",
    "SET SESSION statement_timeout = 1",
    "SET LOCAL lock_timeout = 1",
    "SELECT set_config('a', 'b', false)",
    "RESET ALL",
    "DISCARD ALL",
    "CREATE TABLE t (content BYTEA)",
    "CREATE FUNCTION f() RETURNS BIGINT AS ''",
    "CREATE TRIGGER t BEFORE INSERT ON users",
    "DO $$ BEGIN END $$",
    "SELECT ctid FROM users",
    "PREPARE TRANSACTION 'x'",
]

ALLOWED = [
    "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE",
    "UPDATE users SET email = :email WHERE id = :id",
    "INSERT INTO t (id) VALUES (:id) ON CONFLICT (id) DO UPDATE SET id = excluded.id",
    "INSERT INTO t (id) VALUES (:id) ON CONFLICT DO NOTHING",
    "the database is temporarily busy",
    "SAVEPOINT piece",
]


def check(source):
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "planted.cpp").write_text(source)
        return subprocess.run([sys.executable, CHECK, folder], capture_output=True, text=True,
                              check=False)


class Planted(unittest.TestCase):
    def test_each_forbidden_statement_is_found_however_it_is_written(self):
        for statement in FORBIDDEN:
            half = statement.index(" ") + 1
            for source in (f'const char* s = "{statement}";\n',
                           f'const char* s = R"(\n    {statement})";\n',
                           f'const char* s = "{statement[:half]}"\n    "{statement[half:]}";\n'):
                with self.subTest(source):
                    answer = check(source)
                    self.assertEqual(answer.returncode, 1, answer.stdout)
                    self.assertIn("planted.cpp:1: ", answer.stdout)

    def test_what_is_allowed_passes(self):
        for statement in ALLOWED:
            with self.subTest(statement):
                answer = check(f'const char* s = "{statement}";\n')
                self.assertEqual(answer.returncode, 0, answer.stdout)

    def test_comments_are_no_statements(self):
        self.assertEqual(check('// "LISTEN changes"\n/* "LOCK users" */ char c = \'"\';\n').returncode,
                         0)

    def test_nothing_to_check_is_an_error(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertNotEqual(
                subprocess.run([sys.executable, CHECK, folder], capture_output=True,
                               check=False).returncode, 0)


if __name__ == "__main__":
    unittest.main()
