/// Decisions for gateways: `/gate/{projectName}/{proxyName}`, any method.
///
/// For nginx `auth_request`, Traefik `forwardAuth` and Envoy `ext_authz`: 200, 401 or 403, and
/// header fields. The gateway proves itself with its token in X-Gatehouse-Gateway, which also says
/// which account is meant; without a valid one there is no verdict. Whatever is malformed is
/// refused.
#pragma once

#include <optional>
#include <string_view>
#include <variant>

#include <gatehouse/http/handler.hpp>
#include <gatehouse/services/services.hpp>

#include "gate/gate_request.hpp"

namespace gatehouse::http {

inline constexpr std::string_view gate_prefix = "/gate/";
inline constexpr std::string_view gate_path = "/gate/{projectName}/{proxyName}";

class Gate {
 public:
  /// With `lookups_are_direct`, what needs no hashing is decided on the thread of the connection.
  Gate(Services& services, bool lookups_are_direct);

  [[nodiscard]] static bool is_for(std::string_view path) noexcept;

  /// The verdict, if it takes neither hashing nor waiting, or where to work it out.
  [[nodiscard]] std::variant<Plan, Response> plan(const Request& head);
  [[nodiscard]] std::variant<Plan, Response> handle(const Request& request, const Plan& plan);

 private:
  /// What is asked, taken apart.
  struct Inquiry {
    ProtectedName name;
    BasicCredential shown;
    std::optional<IpAddress> address;

    [[nodiscard]] AccessQuestion question(AccountId account) const;
  };
  /// A malformed inquiry is refused for the first reason that it gives.
  [[nodiscard]] static std::variant<Inquiry, Refusal> read(const Request& request,
                                                           const Gateway& gateway);

  /// The answer that needs neither hashing nor waiting, or where to work it out.
  [[nodiscard]] std::variant<Plan, Response> try_now(const Request& head, std::string_view token);

  Services& services_;
  const bool lookups_are_direct_;
};

}  // namespace gatehouse::http
