/// A valid request for each described operation.
#pragma once

#include <boost/json/object.hpp>
#include <set>
#include <string>

#include "described_operations.hpp"

namespace gatehouse::testing {

/// A valid request.
struct GoodRequest {
  ApiRequest request;
  boost::json::object body;
  unsigned success;
  Shape shape;

  /// `body` in the format of the operation.
  [[nodiscard]] std::string written() const;
  [[nodiscard]] ApiReply send(ApiClient& client) const;

  /// Checks for success in the format of its API.
  void check_accepted(const ApiReply& reply) const;
  /// Checks for a refusal because of these fields in the format of its API. The API does not name
  /// fields of a form that cannot be decoded.
  void check_rejected(const ApiReply& reply, const std::set<std::string>& fields) const;
};

/// Returns a request with a new effect at each call, for a furnished tenant. Throws for an unknown
/// operation: new operations must be added here.
[[nodiscard]] GoodRequest good_request(Tenant& tenant, const DescribedOperation& operation);

}  // namespace gatehouse::testing
