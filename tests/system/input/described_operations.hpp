/// The operations with a body, as described by the running server.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "harness/tenant.hpp"

namespace gatehouse::testing {

struct DescribedField {
  /// `counts` is an object whose members are integers.
  enum class Type { string, boolean, integer, list, counts };

  std::string name;
  Type type;
  bool required;
  bool nullable;
  /// "email", "password", "date-time" or empty. This and the following members apply to each item
  /// of a list.
  std::string format;
  std::string pattern;
  /// In code points.
  std::size_t min_length;
  std::optional<std::size_t> max_length;
  /// The only accepted values; empty: no restriction.
  std::vector<std::string> words;
  std::size_t min_items;
  std::size_t max_items;
  /// The bounds of an integer.
  std::int64_t min_value;
  std::int64_t max_value;
};

/// The type of a body: an object, an array of objects, an array of texts, which are called "name"
/// here, or a form.
enum class Shape { object, objects, texts, form };

struct DescribedOperation {
  std::string method;
  /// The template.
  std::string path;
  Shape shape;
  std::vector<DescribedField> fields;
  /// Fields of the resource that clients cannot set.
  std::set<std::string> read_only;

  [[nodiscard]] std::string name() const { return method + " " + path; }
  [[nodiscard]] std::set<std::string> required() const;
  [[nodiscard]] bool is_of_account_api() const {
    return path.starts_with("/api/v1/") || path.starts_with("/v1/");
  }
  [[nodiscard]] bool is_of_credential_api() const { return path.starts_with("/apiops/"); }
};

[[nodiscard]] std::vector<DescribedOperation> described_operations(ApiClient& client);

}  // namespace gatehouse::testing
