/// The operations that take a body, as the running server describes them.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "harness/tenant.hpp"

namespace gatehouse::testing {

struct DescribedField {
  std::string name;
  bool required;
  bool nullable;
  /// "email", "password" or empty.
  std::string format;
  std::string pattern;
  /// In code points.
  std::size_t min_length;
  std::optional<std::size_t> max_length;
};

struct DescribedOperation {
  std::string method;
  /// The template.
  std::string path;
  std::vector<DescribedField> fields;
  /// Fields of the resource that clients cannot set.
  std::set<std::string> read_only;

  [[nodiscard]] std::string name() const { return method + " " + path; }
  [[nodiscard]] std::set<std::string> required() const;
};

[[nodiscard]] std::vector<DescribedOperation> described_operations(ApiClient& client);

/// A request that the server accepts.
struct GoodRequest {
  ApiRequest request;
  boost::json::object body;
  unsigned success;

  [[nodiscard]] ApiReply send(ApiClient& client) const;
};

/// A request for the operation that would do something new each time, on a furnished tenant. Throws
/// for an operation that is not known: a new one needs a line here.
[[nodiscard]] GoodRequest good_request(Tenant& tenant, const DescribedOperation& operation);

}  // namespace gatehouse::testing
