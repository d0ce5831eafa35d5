/// Decisions for gateways: `/gate/{projectName}/{proxyName}`, any method.
///
/// For nginx `auth_request`, Traefik `forwardAuth` and Envoy `ext_authz`: the response is 200, 401
/// or 403, with header fields. The gateway authenticates with its token in X-Gatehouse-Gateway,
/// which also determines the account. Without a valid token there is no verdict. Malformed requests
/// are refused.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>
#include <variant>

#include <gatehouse/http_server/handler.hpp>

namespace gatehouse {

class Access;
class Gateways;
struct Gateway;

}  // namespace gatehouse

namespace gatehouse::http::gate {

/// The path at which a Mux must mount the gate, as Mux::Requests::relayed; and the path template.
inline constexpr std::string_view prefix = "/gate/";
inline constexpr std::string_view path_template = "/gate/{projectName}/{proxyName}";

/// Label names of a decision: the gateway's account, an id; and the verdict, "allowed" or the name
/// of the refusal.
inline constexpr std::string_view account_label = "account";
inline constexpr std::string_view verdict_label = "verdict";

struct GateOptions {
  /// Called with one line, free of secrets, for each internal failure: failing ports and unexpected
  /// exceptions. Must be thread-safe.
  std::function<void(std::string_view)> log_failure = [](std::string_view) {};
  /// Whether decisions without hashing are made on the thread of the connection, which suits a
  /// storage that does not block on lookups (SQLite, memory). Otherwise they use the lookup pool.
  bool lookups_are_direct = true;
  /// Maximum time to wait for the pool and the storage together; then the response is 503.
  std::chrono::milliseconds storage_deadline{5000};
  /// The number of decisions in RequestLabels::operation.
  std::size_t operation = 0;
};

class Gate final : public Handler {
 public:
  /// The services must outlive the gate.
  Gate(Gateways& gateways, Access& access, GateOptions options = {});

  /// Returns the verdict if it needs neither hashing nor waiting, otherwise the pool for it.
  [[nodiscard]] std::variant<Plan, Response> plan(const Request& head) override;
  [[nodiscard]] std::variant<Plan, Response> handle(const Request& request, Plan& plan) override;
  /// Returns one of the statuses that gateways accept: 500 and 503 are kept, any other becomes 403.
  /// It has no body, since gateways would pass one on to their clients.
  [[nodiscard]] Response refuse(unsigned status, std::string_view path,
                                std::string_view detail) override;
  [[nodiscard]] Response failure(const Request& request) noexcept override;

 private:
  struct Inquiry;
  struct Reading;

  [[nodiscard]] static Reading read(const Request& request, const Gateway& gateway);
  /// Returns a response that needs neither hashing nor waiting, otherwise the pool for it.
  [[nodiscard]] std::variant<Plan, Response> try_now(const Request& head, std::string_view token);
  [[nodiscard]] std::variant<Plan, Response> decide(const Request& request, Plan& plan);
  [[nodiscard]] Plan plan_on(Pool pool) const;
  /// Returns the response with the labels of a decision, including the gateway's account if known.
  [[nodiscard]] Response labelled(Response response, const Gateway* gateway) const;
  void log_failure(const Request& request, std::string_view what) const noexcept;

  Gateways& gateways_;
  Access& access_;
  const GateOptions options_;
};

}  // namespace gatehouse::http::gate
