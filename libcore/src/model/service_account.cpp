#include <gatehouse/model/service_account.hpp>

#include <algorithm>
#include <charconv>
#include <system_error>

namespace gatehouse {
namespace {

/// 256 bits in base64url.
constexpr std::size_t length_of_random_part = 43;

std::string count_text(Timestamp time) { return std::to_string(time.time_since_epoch().count()); }

std::optional<Timestamp> parse_microseconds(std::string_view digits) {
  Duration::rep count = 0;
  const char* end = digits.data() + digits.size();
  const auto [read, error] = std::from_chars(digits.data(), end, count);
  if (error != std::errc() || read != end) return std::nullopt;
  return Timestamp(Duration(count));
}

/// Removes the text before the separator, and the separator, from the front.
std::string_view take_part(std::string_view& text, char separator) {
  const std::size_t end = text.find(separator);
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return part;
}

std::optional<ServiceAccountSecret> parse_secret(std::string_view text) {
  if (std::count(text.begin(), text.end(), ':') != 3) return std::nullopt;
  const auto id = ServiceAccountSecretId::parse(take_part(text, ':'));
  const auto digest = TokenDigest::parse(take_part(text, ':'));
  const auto created_at = parse_microseconds(take_part(text, ':'));
  const auto last_used_at = parse_microseconds(text);
  if (!id || !digest || !created_at || (!text.empty() && !last_used_at)) return std::nullopt;
  return ServiceAccountSecret{*id, *digest, *created_at, last_used_at};
}

}  // namespace

std::string to_text(const std::vector<ServiceAccountSecret>& secrets) {
  std::string text;
  for (const ServiceAccountSecret& secret : secrets) {
    if (!text.empty()) text += ' ';
    text += secret.id.to_string() + ':' + secret.digest.to_string() + ':' +
            count_text(secret.created_at) + ':';
    if (secret.last_used_at) text += count_text(*secret.last_used_at);
  }
  return text;
}

std::optional<std::vector<ServiceAccountSecret>> parse_secrets(std::string_view text) {
  std::vector<ServiceAccountSecret> secrets;
  if (text.ends_with(' ')) return std::nullopt;
  while (!text.empty()) {
    const auto secret = parse_secret(take_part(text, ' '));
    if (!secret) return std::nullopt;
    secrets.push_back(*secret);
  }
  return secrets;
}

bool is_service_account_token(std::string_view text) noexcept {
  return text.size() == service_account_token_prefix.size() + length_of_random_part &&
         text.starts_with(service_account_token_prefix);
}

const ServiceAccountSecret* find_secret(const ServiceAccount& account,
                                        ServiceAccountSecretId id) noexcept {
  for (const ServiceAccountSecret& secret : account.secrets) {
    if (secret.id == id) return &secret;
  }
  return nullptr;
}

User as_user(const ServiceAccount& account) {
  return {.id = account.id,
          .account = account.account,
          .role = Role::developer,
          .email = {},
          .first_name = account.name,
          .last_name = {},
          .password_hash = {},
          .created_at = account.created_at};
}

}  // namespace gatehouse
