/// Decisions for gateways: `/gate/{projectName}/{proxyName}`, any method.
///
/// For nginx `auth_request`, Traefik `forwardAuth` and Envoy `ext_authz`: 200, 401 or 403, and
/// header fields. The gateway proves itself with its token in X-Gatehouse-Gateway, which also says
/// which account is meant; without a valid one there is no verdict. Whatever is malformed is
/// refused.
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

/// Where a Mux is to mount the gate, as Mux::Requests::relayed; and the template of its paths.
inline constexpr std::string_view prefix = "/gate/";
inline constexpr std::string_view path_template = "/gate/{projectName}/{proxyName}";

/// Names of the labels of a decision: the account of the gateway, an id; and "allowed", or the name
/// of the refusal.
inline constexpr std::string_view account_label = "account";
inline constexpr std::string_view verdict_label = "verdict";

struct GateOptions {
  /// Called, from many threads, with a line without secrets about each failure on this side: ports
  /// that are broken, unexpected exceptions.
  std::function<void(std::string_view)> log_failure = [](std::string_view) {};
  /// What needs no hashing is decided on the thread of the connection: right for a storage that
  /// answers lookups without waiting (SQLite, memory). Otherwise on the lookup pool.
  bool lookups_are_direct = true;
  /// How long a request may wait for its pool and the storage together. Past it, the answer is 503.
  std::chrono::milliseconds storage_deadline{5000};
  /// The number of decisions in RequestLabels::operation.
  std::size_t operation = 0;
};

class Gate final : public Handler {
 public:
  /// The services outlive the gate.
  Gate(Gateways& gateways, Access& access, GateOptions options = {});

  /// The verdict, if it takes neither hashing nor waiting, or where to work it out.
  [[nodiscard]] std::variant<Plan, Response> plan(const Request& head) override;
  [[nodiscard]] std::variant<Plan, Response> handle(const Request& request, Plan& plan) override;
  /// One of the statuses that gateways take, without a body, since gateways pass that on to their
  /// clients, for whom it is not meant: 500 and 503 stay, any other status becomes 403.
  [[nodiscard]] Response refuse(unsigned status, std::string_view path,
                                std::string_view detail) override;
  [[nodiscard]] Response failure(const Request& request) noexcept override;

 private:
  struct Inquiry;
  struct Reading;

  [[nodiscard]] static Reading read(const Request& request, const Gateway& gateway);
  /// The answer that needs neither hashing nor waiting, or where to work it out.
  [[nodiscard]] std::variant<Plan, Response> try_now(const Request& head, std::string_view token);
  [[nodiscard]] std::variant<Plan, Response> decide(const Request& request, Plan& plan);
  [[nodiscard]] Plan plan_on(Pool pool) const;
  /// The response, counted as a decision; of the gateway's account, where that is known.
  [[nodiscard]] Response labelled(Response response, const Gateway* gateway) const;
  void log_failure(const Request& request, std::string_view what) const noexcept;

  Gateways& gateways_;
  Access& access_;
  const GateOptions options_;
};

}  // namespace gatehouse::http::gate
