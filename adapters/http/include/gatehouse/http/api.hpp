/// The account API over HTTP: the handler that a Server is given.
///
/// Every operation is a row of one table (src/api/): the row drives routing, `405 Allow`, who may
/// call it, decoding and checking, `OPTIONS` self-description and /openapi.json.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gatehouse/http/handler.hpp>
#include <gatehouse/services/services.hpp>

namespace gatehouse::http {

struct ApiOptions {
  /// Told, in one line and without secrets, of what went wrong on our side: ports that are broken,
  /// exceptions nobody expected. Called from many threads.
  std::function<void(std::string_view)> log_failure = [](std::string_view) {};
  /// Lookups run on the thread of the connection: right for a storage that answers them without
  /// waiting (SQLite, memory). Otherwise on the lookup lane.
  bool lookups_are_direct = true;
  /// How long a request may wait for the storage in all, counted from its arrival: its waiting for
  /// a lane is included, and the time that is not the storage's (hashing, mail) is not. Past it, it
  /// is answered 503.
  std::chrono::milliseconds storage_deadline{5000};
};

class Api final : public Handler {
 public:
  /// `services` outlives the API.
  explicit Api(Services& services, ApiOptions options = {});
  ~Api() override;

  /// What About::operation counts: "other", "gate" (decisions), then the operationIds.
  [[nodiscard]] static const std::vector<std::string_view>& operation_names();

  /// Where gateways ask for decisions.
  [[nodiscard]] std::string_view relayed_prefix() const noexcept override;
  [[nodiscard]] std::variant<Plan, Response> plan(const Request& head) override;
  [[nodiscard]] std::optional<Response> admit(const Request& head, const Plan& plan) override;
  [[nodiscard]] std::variant<Plan, Response> handle(const Request& request,
                                                    const Plan& plan) override;
  [[nodiscard]] Response refuse(unsigned status, std::string_view path,
                                std::string_view detail) override;
  [[nodiscard]] Response failure(const Request& request) noexcept override;

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

/// The description of all operations as an OpenAPI 3.1 document, indented: what is served at
/// /openapi.json and committed as docs/reference/openapi.json.
[[nodiscard]] std::string openapi_document();

}  // namespace gatehouse::http
