#include "erasures.hpp"

#include "../columns.hpp"

namespace gatehouse::sql {
namespace {

/// The column value for all scopes; the scope of every project is ''.
constexpr const char* all_scopes = "*";

std::string scope_column(const std::optional<Scope>& scope) {
  return scope ? column(*scope) : all_scopes;
}

Erasure from_row(const std::string& account, const std::string& kind, const std::string& scope,
                 const std::string& name, const std::string& keep) {
  const auto known = parse_erasure_kind(kind);
  if (!known) raise_damaged("erasure");
  return {.key = {.account = to<Tenant>(account),
                  .kind = *known,
                  .scope = scope == all_scopes ? std::nullopt : std::optional(to_scope(scope)),
                  .name = name},
          .keep = to<std::optional<TokenDigest>>(keep)};
}

constexpr const char* exactly =
    " WHERE account_id = :account AND kind = :kind AND scope = :scope AND name = :name";

}  // namespace

Erasures::Erasures(Connection& connection)
    : note_(connection,
            "INSERT INTO erasures (account_id, kind, scope, name, keep, after_time, after_key)"
            " VALUES (:account, :kind, :scope, :name, :keep, 0, 0)"
            " ON CONFLICT (account_id, kind, scope, name) DO UPDATE SET keep = excluded.keep"),
      find_(connection, std::string("SELECT keep FROM erasures") + exactly),
      // Rows of the kind `copies` are handled by SessionCopies (see session_copies.hpp).
      list_(connection,
            "SELECT account_id, kind, scope, name, keep FROM erasures WHERE kind <> 'copies'"
            " ORDER BY account_id, kind, scope, name LIMIT :limit"),
      remove_(connection, std::string("DELETE FROM erasures") + exactly) {}

void Erasures::note(const Erasure& erasure) {
  const ErasureKey& key = erasure.key;
  note_.change(column(key.account), Text(gatehouse::name(key.kind)), scope_column(key.scope),
               key.name, column(erasure.keep));
}

std::optional<Erasure> Erasures::find(const ErasureKey& key) const {
  return find_.one(
      [&](const Text& keep) {
        return Erasure{.key = key, .keep = to<std::optional<TokenDigest>>(keep)};
      },
      column(key.account), Text(gatehouse::name(key.kind)), scope_column(key.scope), key.name);
}

std::vector<Erasure> Erasures::list(std::size_t limit) const {
  return list_.all(from_row, column(limit));
}

bool Erasures::remove(const ErasureKey& key) {
  return remove_.change(column(key.account), Text(gatehouse::name(key.kind)),
                        scope_column(key.scope), key.name) > 0;
}

}  // namespace gatehouse::sql
