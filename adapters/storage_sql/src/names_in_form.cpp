#include "names_in_form.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <gatehouse/base/text.hpp>

namespace gatehouse::sql {
namespace {

using Text = std::string;

constexpr long long rows_at_once = 1000;

struct Address {
  Text id;
  Text text;
  Text key;
};

/// All addresses that are not ASCII, oldest first.
std::vector<Address> other_addresses(Connection& connection, const Text& table) {
  Statement<In<Text, long long>, Out<Text, Text, Text>> page(
      connection, "SELECT id, email, email_key FROM " + table +
                      " WHERE email_key > :after ORDER BY email_key LIMIT :limit");
  std::vector<Address> others;
  for (Text after;;) {
    const auto rows = page.all(
        [](const Text& id, const Text& text, const Text& key) {
          return Address{id, text, key};
        },
        after, rows_at_once);
    for (const Address& row : rows) {
      if (!is_ascii(row.text)) others.push_back(row);
    }
    if (rows.empty()) break;
    after = rows.back().key;
  }
  std::sort(others.begin(), others.end(),
            [](const Address& a, const Address& b) { return a.id < b.id; });
  return others;
}

void give_keys(Connection& connection, const TextForms* forms, const Text& table) {
  Statement<In<Text, Text>> change(
      connection, "UPDATE " + table + " SET " + "email_key = :key WHERE email_key = :former" +
                      " AND NOT EXISTS (SELECT 1 FROM " + table + " WHERE email_key = :key)");
  const std::vector<Address> others = other_addresses(connection, table);
  // A former key was case-folded, and may be the new key of another row; so all are reset first.
  for (const Address& address : others) change.change(address.text, address.key);
  if (forms == nullptr) return;
  for (const Address& address : others) {
    const auto key = forms->email_key(address.text);
    if (key && *key != address.text) change.change(*key, address.text);
  }
}

struct Username {
  Text id;
  Text account;
  Text text;
};

void compose_usernames(Connection& connection, const TextForms& forms) {
  Statement<In<Text, long long>, Out<Text, Text, Text>> page(
      connection,
      "SELECT id, account_id, username FROM credentials WHERE id > :after ORDER BY id LIMIT"
      " :limit");
  Statement<In<Text, Text, Text>> change(
      connection,
      "UPDATE credentials SET username = :username WHERE id = :id AND NOT EXISTS"
      " (SELECT 1 FROM credentials WHERE account_id = :account AND username = :username)");
  for (Text after;;) {
    const auto rows = page.all(
        [](const Text& id, const Text& account, const Text& text) {
          return Username{id, account, text};
        },
        after, rows_at_once);
    for (const Username& row : rows) {
      if (is_ascii(row.text)) continue;
      const Text composed = forms.compose(row.text);
      if (composed != row.text) change.change(composed, row.id, row.account);
    }
    if (rows.empty()) return;
    after = rows.back().id;
  }
}

}  // namespace

void bring_names_into_form(Connection& connection, const TextForms* forms) {
  for (const char* table : {"accounts", "registrations", "users"}) {
    give_keys(connection, forms, table);
  }
  if (forms != nullptr) compose_usernames(connection, *forms);
}

}  // namespace gatehouse::sql
