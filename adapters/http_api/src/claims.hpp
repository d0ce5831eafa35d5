/// In whose name requests wait for the password hasher.
///
/// A caller who has proved who it is waits in the name of its account, whatever the number of its
/// users and projects. A stranger waits in the name of its network, and among what a network wants
/// the accounts that it wants into take turns. Whether there is such an account makes no
/// difference.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <gatehouse/http_server/handler.hpp>
#include <gatehouse/model/user.hpp>
#include <gatehouse/schema/value.hpp>

namespace gatehouse::http::api {

/// Networks from which a login has succeeded since the server started. They keep their turns while
/// strangers come from more networks than can be served. A table of fixed size in which a network
/// may take the place of another: a hint, which is forgotten without harm. For many threads.
class KnownNetworks {
 public:
  void remember(std::string_view network) noexcept;
  [[nodiscard]] bool contains(std::string_view network) const noexcept;

 private:
  static constexpr std::size_t places = 8192;

  /// Of each network its hash, at the place that the hash gives; 0 for a free place.
  std::array<std::atomic<std::uint64_t>, places> marks_{};
};

/// Of a user, or a service of the account.
[[nodiscard]] Claim claim_of(const Tenant& account, std::string matter);
/// Of a client without a token that wants into the account of that name.
[[nodiscard]] Claim claim_of_stranger(const Request& request, const KnownNetworks& known,
                                      std::string_view login);

/// The text of a member of the body; empty when it has none.
[[nodiscard]] std::string_view text_of(const schema::Value& body, std::string_view member) noexcept;
/// Overwrites the texts of a body.
void wipe_texts(schema::Value& body) noexcept;

}  // namespace gatehouse::http::api
