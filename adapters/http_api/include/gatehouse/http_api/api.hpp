/// The account API over HTTP, as a Handler for a Server.
///
/// Every operation is a row of one table (src/operation.hpp), which drives routing, `405 Allow`,
/// authorization, decoding and validation, the self-description by `OPTIONS`, and /openapi.json.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gatehouse/http_server/handler.hpp>

namespace gatehouse {

class Services;

}  // namespace gatehouse

namespace gatehouse::http::api {

/// Label names of a response if the caller was identified: its role, or "service"; and its account,
/// an id.
inline constexpr std::string_view role_label = "role";
inline constexpr std::string_view account_label = "account";

/// A path described in the OpenAPI document in addition to the API's operations, in JSON.
struct DescribedPath {
  /// The template of the path.
  std::string path;
  /// Its path item.
  std::string item;
  /// An object with the schemas that the item references.
  std::string schemas;
};

struct ApiOptions {
  /// Called with one line, free of secrets, for each internal failure: failing ports and unexpected
  /// exceptions. Must be thread-safe.
  std::function<void(std::string_view)> log_failure = [](std::string_view) {};
  /// Whether lookups run on the thread of the connection, which suits a storage that does not block
  /// on them (SQLite, memory). Otherwise they run on the lookup pool.
  bool lookups_are_direct = true;
  /// Maximum time that a request may wait for the storage, counted from its arrival. Includes the
  /// time in the queue of a pool, but not hashing and mail. When it is exceeded, the request is
  /// rejected with 503.
  std::chrono::milliseconds storage_deadline{5000};
  /// The number of the first operation in RequestLabels::operation; the others follow in the order
  /// of Api::operation_names().
  std::size_t first_operation = 0;
  /// Paths served by other handlers of the same server, for /openapi.json.
  std::vector<DescribedPath> other_paths{};
  /// The version of the program, for /openapi.json.
  std::string version{};
};

class Api final : public Handler {
 public:
  /// `services` must outlive the API.
  explicit Api(Services& services, ApiOptions options = {});
  ~Api() override;

  /// Returns the operationIds, in the order of their numbers.
  [[nodiscard]] static const std::vector<std::string_view>& operation_names();

  [[nodiscard]] std::variant<Plan, Response> plan(const Request& head) override;
  [[nodiscard]] std::optional<Response> admit(const Request& head, Plan& plan) override;
  [[nodiscard]] std::variant<Plan, Response> handle(const Request& request, Plan& plan) override;
  [[nodiscard]] Response refuse(unsigned status, std::string_view path,
                                std::string_view detail) override;
  [[nodiscard]] Response failure(const Request& request) noexcept override;

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

/// Returns the description of all operations and of `others` as an indented OpenAPI 3.1 document of
/// the program's version, as served at /openapi.json and committed as docs/reference/openapi.json.
[[nodiscard]] std::string openapi_document(const std::vector<DescribedPath>& others,
                                           std::string_view version);

}  // namespace gatehouse::http::api
