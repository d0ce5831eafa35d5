/// For each described operation, a request that the server accepts.
#pragma once

#include <boost/json/object.hpp>
#include <set>
#include <string>

#include "described_operations.hpp"

namespace gatehouse::testing {

/// A request that the server accepts.
struct GoodRequest {
  ApiRequest request;
  boost::json::object body;
  unsigned success;
  Shape shape;

  /// `body` in its shape.
  [[nodiscard]] std::string written() const;
  [[nodiscard]] ApiReply send(ApiClient& client) const;

  /// Checks that it was done, in the words of its API.
  void check_accepted(const ApiReply& reply) const;
  /// Checks that it was refused for these fields, in the words of its API. Where the fields of a
  /// form are no texts that can be read, the API does not tell them.
  void check_rejected(const ApiReply& reply, const std::set<std::string>& fields) const;
};

/// A request for the operation that would do something new each time, on a furnished tenant. Throws
/// for an operation that is not known: a new one needs a line here.
[[nodiscard]] GoodRequest good_request(Tenant& tenant, const DescribedOperation& operation);

}  // namespace gatehouse::testing
