/// Claims of requests in the queue of the password hasher.
///
/// The party of an authenticated caller is its account, whatever the number of its users and
/// projects. The party of a stranger is its network, whose logins to different accounts take turns.
/// Whether an account exists makes no difference.
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
/// strangers come from more networks than can be served. In the fixed-size table, one network may
/// overwrite another, which is harmless since an entry is only a hint. Thread-safe.
class KnownNetworks {
 public:
  void remember(std::string_view network) noexcept;
  [[nodiscard]] bool contains(std::string_view network) const noexcept;

 private:
  static constexpr std::size_t places = 8192;

  /// Hashes of networks, at the index given by the hash; 0 marks a free entry.
  std::array<std::atomic<std::uint64_t>, places> marks_{};
};

/// Returns the claim of a user or service of the account.
[[nodiscard]] Claim claim_of(const Tenant& account, std::string matter);
/// Returns the claim of a client without a token that logs in to the account of that name.
[[nodiscard]] Claim claim_of_stranger(const Request& request, const KnownNetworks& known,
                                      std::string_view login);

/// Returns the text of a member of the body, or an empty string.
[[nodiscard]] std::string_view text_of(const schema::Value& body, std::string_view member) noexcept;
/// Wipes all strings of a body.
void wipe_texts(schema::Value& body) noexcept;

}  // namespace gatehouse::http::api
