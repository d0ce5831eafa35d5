#!/usr/bin/env python3
"""Checks that check_calls.py reports calls that are missing from the matrices."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

CHECK = Path(__file__).resolve().parent / "check_calls.py"

SERVICES = """\
class Services {
 public:
  explicit Services(const Ports& ports);

 private:
  Erasures erasures_;

 public:
  Accounts accounts;
};
"""
ACCOUNTS = """\
class Accounts {
 public:
  [[nodiscard]] Result<Account> get(const UserContext& caller);
  [[nodiscard]] Result<Account> update(
      const UserContext& caller, const UpdateAccount& command);
  [[nodiscard]] Result<Account> find(AccountId id);
  [[nodiscard]] Result<Done> move(AccountId id, const UserContext& mover);

 private:
  Result<Account> read(const UserContext& caller);
};
"""


def check(estate, accounts=ACCOUNTS):
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "services.hpp").write_text(SERVICES)
        (Path(folder) / "accounts.hpp").write_text(accounts)
        (Path(folder) / "estate.cpp").write_text(estate)
        return subprocess.run([sys.executable, CHECK, folder, Path(folder) / "estate.cpp"],
                              capture_output=True, text=True, check=False)


class Planted(unittest.TestCase):
    def test_all_calls_made_passes(self):
        answer = check(
            "s.accounts.get(caller); s.accounts.update(\n caller, {}); s.accounts.move(id, caller);")
        self.assertEqual(answer.returncode, 0, answer.stdout)
        self.assertIn("3 calls", answer.stdout)

    def test_a_call_that_is_missing_is_found(self):
        answer = check("s.accounts.get(caller); s.accounts.update(admin, {}); s.users.update(caller);")
        self.assertEqual(answer.returncode, 1)
        self.assertIn("accounts.update takes a user", answer.stdout)
        self.assertIn("accounts.move takes a user", answer.stdout)

    def test_no_calls_at_all_is_an_error(self):
        self.assertEqual(check("", "class Accounts {};\n").returncode, 2)


if __name__ == "__main__":
    unittest.main()
