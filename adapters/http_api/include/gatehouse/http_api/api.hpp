/// The account API over HTTP: the handler that a Server is given.
///
/// Every operation is a row of one table (src/operation.hpp): the row drives routing, `405 Allow`,
/// who may call it, decoding and checking, `OPTIONS` self-description and /openapi.json.
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

/// Names of the labels of an answer, if the caller became known: its role, or "service"; and its
/// account, an id.
inline constexpr std::string_view role_label = "role";
inline constexpr std::string_view account_label = "account";

/// What the OpenAPI document describes besides the operations of the API, in JSON.
struct DescribedPath {
  /// The template of the path.
  std::string path;
  /// Its path item.
  std::string item;
  /// An object of the schemas that the item names.
  std::string schemas;
};

struct ApiOptions {
  /// Told, in one line and without secrets, of what went wrong on our side: ports that are broken,
  /// exceptions nobody expected. Called from many threads.
  std::function<void(std::string_view)> log_failure = [](std::string_view) {};
  /// Lookups run on the thread of the connection: right for a storage that answers them without
  /// waiting (SQLite, memory). Otherwise on the lookup pool.
  bool lookups_are_direct = true;
  /// How long a request may wait for the storage in all, counted from its arrival: its waiting for
  /// a pool is included, and the time that is not the storage's (hashing, mail) is not. Past it, it
  /// is answered 503.
  std::chrono::milliseconds storage_deadline{5000};
  /// The number of the first operation in RequestLabels::operation; the others follow in the order
  /// of Api::operation_names().
  std::size_t first_operation = 0;
  /// What other handlers of the same server answer, for /openapi.json.
  std::vector<DescribedPath> other_paths{};
};

class Api final : public Handler {
 public:
  /// `services` outlives the API.
  explicit Api(Services& services, ApiOptions options = {});
  ~Api() override;

  /// The operationIds, in the order of their numbers.
  [[nodiscard]] static const std::vector<std::string_view>& operation_names();

  [[nodiscard]] std::variant<Plan, Response> plan(const Request& head) override;
  [[nodiscard]] std::optional<Response> admit(const Request& head, const Plan& plan) override;
  [[nodiscard]] std::variant<Plan, Response> handle(const Request& request, Plan& plan) override;
  [[nodiscard]] Response refuse(unsigned status, std::string_view path,
                                std::string_view detail) override;
  [[nodiscard]] Response failure(const Request& request) noexcept override;

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

/// The description of all operations, and of `others`, as an OpenAPI 3.1 document, indented: what
/// is served at /openapi.json and committed as docs/reference/openapi.json.
[[nodiscard]] std::string openapi_document(const std::vector<DescribedPath>& others);

}  // namespace gatehouse::http::api
