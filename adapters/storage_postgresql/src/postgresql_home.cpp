#include "postgresql_home.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include <gatehouse/storage_sql/migrations.hpp>

namespace gatehouse {
namespace {

using sql::In;
using sql::Out;
using sql::Statement;

/// The format number is for later versions.
constexpr std::string_view mark = "Gatehouse installation, format 1";
constexpr std::string_view mark_of_any_format = "Gatehouse installation, format ";

std::string quoted(const std::string& identifier) {
  std::string text = "\"";
  for (const char c : identifier) text.append(c == '"' ? 2 : 1, c);
  return text + '"';
}

std::optional<std::string> first_schema(sql::Connection& connection) {
  return Statement<In<>, Out<std::optional<std::string>>>(connection, "SELECT current_schema()")
      .value();
}

/// Returns the schemas of the search path that have a table or similar relation named
/// `schema_version`, in order.
std::vector<std::string> schemas_with_versions(sql::Connection& connection) {
  Statement<In<>, Out<std::string>> find(
      connection,
      "SELECT path.name FROM unnest(current_schemas(false)) WITH ORDINALITY AS path (name, place)"
      " WHERE EXISTS (SELECT 1 FROM pg_catalog.pg_class"
      " WHERE relname = 'schema_version' AND relkind IN ('r', 'p', 'v', 'm', 'f')"
      " AND relnamespace = quote_ident(path.name)::regnamespace)"
      " ORDER BY path.place");
  return find.all([](const std::string& schema) { return schema; });
}

/// Returns the name of the first object in a schema that no extension has put there.
std::optional<std::string> first_content(sql::Connection& connection, const std::string& schema) {
  Statement<In<std::string>, Out<std::string>> find(
      connection,
      "SELECT relname FROM pg_catalog.pg_class AS thing"
      " WHERE relnamespace = quote_ident(CAST(:schema AS TEXT))::regnamespace"
      " AND relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT EXISTS"
      " (SELECT 1 FROM pg_catalog.pg_depend WHERE classid = 'pg_catalog.pg_class'::regclass"
      " AND objid = format('%I.%I', CAST(:schema AS TEXT), thing.relname)::regclass"
      " AND deptype = 'e')"
      " ORDER BY relname LIMIT 1");
  return find.one([](const std::string& name) { return name; }, schema);
}

bool is_marked(sql::Connection& connection, const std::string& table) {
  Statement<In<std::string>, Out<std::optional<std::string>>> comment(
      connection, "SELECT obj_description(CAST(:relation AS TEXT)::regclass, 'pg_class')");
  return comment.value(table).value_or("").starts_with(mark_of_any_format);
}

/// Whether the table has the columns of Gatehouse's, so that its rows can be read.
bool has_our_columns(sql::Connection& connection, const std::string& table) {
  Statement<In<std::string>, Out<long long>> count(
      connection,
      "SELECT count(*) FROM pg_catalog.pg_attribute"
      " WHERE attrelid = CAST(:relation AS TEXT)::regclass AND NOT attisdropped AND attnum > 0"
      " AND ((attname = 'version' AND atttypid = 'bigint'::regtype)"
      " OR (attname = 'name' AND atttypid = 'text'::regtype))");
  return count.value(table) == 2;
}

/// Removes blanks, which may differ after a restore from an edited dump.
std::string letters_of(std::string_view text) {
  constexpr std::string_view blanks = " \t\n\v\f\r";
  std::string letters(text);
  std::erase_if(letters, [=](char c) { return blanks.find(c) != std::string_view::npos; });
  return letters;
}

/// Whether the table's rows are those of Gatehouse's migrations, from the first on.
bool has_our_rows(sql::Connection& connection, const std::string& table) {
  Statement<In<>, Out<long long, std::string>> read(
      connection, "SELECT version, name FROM " + table + " ORDER BY version");
  const auto rows = read.all([](long long version, const std::string& migration) {
    return std::pair(version, letters_of(migration));
  });
  const auto known = sql::migrations();
  const std::size_t common = std::min(rows.size(), known.size());
  for (std::size_t i = 0; i < common; ++i) {
    if (rows[i].first != known[i].number || rows[i].second != letters_of(known[i].name))
      return false;
  }
  return !rows.empty();
}

bool is_ours(sql::Connection& connection, const std::string& schema) {
  const std::string table = quoted(schema) + ".schema_version";
  return is_marked(connection, table) ||
         (has_our_columns(connection, table) && has_our_rows(connection, table));
}

/// Returns the first schema of the search path that contains Gatehouse's tables.
std::optional<std::string> schema_of_ours(sql::Connection& connection) {
  for (std::string& schema : schemas_with_versions(connection)) {
    if (is_ours(connection, schema)) return std::move(schema);
  }
  return std::nullopt;
}

}  // namespace

std::string find_home(PostgresqlConnection& connection, const std::string& name) {
  connection.sql().failed = false;
  if (auto schema = schema_of_ours(connection.sql())) return *std::move(schema);
  const auto first = first_schema(connection.sql());
  if (!first) {
    throw PortError("database " + name +
                    " has no schema of those in the search path: create one for Gatehouse");
  }
  if (const auto content = first_content(connection.sql(), *first)) {
    // Each query reads its own snapshot: another server may have made the tables in between.
    if (auto schema = schema_of_ours(connection.sql())) return *std::move(schema);
    throw PortError("database " + name + " belongs to another program, whose \"" + *content +
                    "\" is in the schema " + quoted(*first) +
                    ": give Gatehouse a database of its own, or a schema "
                    "(?options=-csearch_path%3DNAME at the end of the URL)");
  }
  return *first;
}

void stay_at(PostgresqlAddress& address, const std::string& home) {
  address.settings["search_path"] = quoted(home);
}

void mark_home(PostgresqlConnection& connection) {
  try {
    if (is_marked(connection.sql(), "schema_version")) return;
    connection.session().run(
        ("COMMENT ON TABLE schema_version IS '" + std::string(mark) + "'").c_str());
  } catch (const PortError&) {
    return;
  }
}

}  // namespace gatehouse
