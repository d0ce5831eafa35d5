#include "framing.hpp"

#include <gatehouse/base/ascii.hpp>

#include <algorithm>

#include <gatehouse/http_server/syntax.hpp>

namespace gatehouse::http::server {
namespace {

constexpr std::size_t max_chunk_line = 1024;

constexpr Refusal malformed_request_line{400, "the request line is malformed"};
constexpr Refusal malformed_lines{400, "a line of the request does not end with CR LF"};

std::string_view first_line(std::string_view head) noexcept {
  return head.substr(0, head.find("\r\n"));
}

bool is_digit(char octet) noexcept { return octet >= '0' && octet <= '9'; }

bool is_version(std::string_view text) noexcept {
  return text.size() == 8 && text.starts_with("HTTP/") && is_digit(text[5]) && text[6] == '.' &&
         is_digit(text[7]);
}

std::optional<Target> split_path(std::string_view text, bool takes_any) noexcept {
  if (!takes_any && !is_path_and_query(text)) return std::nullopt;
  const auto mark = text.find('?');
  if (mark == std::string_view::npos) return Target{text, {}};
  return Target{text.substr(0, mark), text.substr(mark + 1)};
}

/// Removes scheme and authority from a target in absolute-form, and returns the authority. Returns
/// nothing for other forms.
std::optional<std::string_view> authority_of(std::string_view& target) noexcept {
  const auto scheme = target.find("://");
  if (scheme == std::string_view::npos || !(equal_but_case(target.substr(0, scheme), "http") ||
                                            equal_but_case(target.substr(0, scheme), "https"))) {
    return std::nullopt;
  }
  target.remove_prefix(scheme + 3);
  const auto authority = target.substr(0, target.find_first_of("/?"));
  target.remove_prefix(authority.size());
  return authority;
}

}  // namespace

const HeadLimits& HeadRules::of(std::string_view head) const noexcept {
  if (relayed_prefix.empty()) return own;
  const auto line = first_line(head);
  const auto space = line.find(' ');
  if (space == std::string_view::npos) return own;
  auto target = line.substr(space + 1);
  if (!target.starts_with('/')) authority_of(target);
  return target.starts_with(relayed_prefix) ? relayed : own;
}

HeadScan::State HeadScan::scan(std::string_view received) noexcept {
  for (;;) {
    const auto rest = received.substr(line_);
    const auto feed = rest.find('\n');
    const auto line = rest.substr(0, feed);
    const auto carriage = line.find('\r');
    const bool ends_with_carriage = carriage + 1 == line.size();
    if (feed == std::string_view::npos) {
      return carriage == std::string_view::npos || ends_with_carriage ? State::incomplete
                                                                      : State::malformed;
    }
    if (carriage == std::string_view::npos || !ends_with_carriage) return State::malformed;
    line_ += feed + 1;
    if (carriage == 0) return State::complete;
  }
}

bool has_clean_line_ends(std::string_view text) noexcept {
  for (std::size_t at = 0; (at = text.find_first_of("\r\n", at)) != std::string_view::npos;) {
    if (text[at] == '\n') return false;
    if (at + 1 == text.size()) return true;
    if (text[at + 1] != '\n') return false;
    at += 2;
  }
  return true;
}

std::optional<Refusal> check_size(std::string_view head, const HeadLimits& limits) noexcept {
  const auto line = first_line(head);
  if (line.empty() || !is_token_octet(line.front())) return malformed_request_line;
  const auto method = line.substr(0, line.find(' '));
  // The line already exceeds the limit of a target, so the rest is not awaited.
  if (method.size() > limits.target) return malformed_request_line;
  if (method.size() < line.size()) {
    const auto target = line.substr(method.size() + 1);
    if (target.substr(0, target.find(' ')).size() > limits.target) {
      return Refusal{414, "the request target is too long"};
    }
  }
  if (head.size() > limits.header) return Refusal{431, "the request header is too large"};
  return std::nullopt;
}

Refusal refuse_version(std::string_view head) noexcept {
  const auto line = first_line(head);
  const auto version_at = line.rfind(' ');
  if (version_at != std::string_view::npos && std::ranges::count(line, ' ') == 2 &&
      is_version(line.substr(version_at + 1))) {
    return {505, "the server speaks HTTP/1.1 and HTTP/1.0"};
  }
  return malformed_request_line;
}

std::optional<Target> split_target(std::string_view method, std::string_view target,
                                   bool takes_any) noexcept {
  if (target.starts_with('/')) return split_path(target, takes_any);
  if (target == "*") {
    return method == "OPTIONS" ? std::optional{Target{target, {}}} : std::nullopt;
  }
  const auto authority = authority_of(target);
  if (!authority || authority->empty() || !is_authority(*authority)) return std::nullopt;
  // RFC 9112 section 3.2.4: OPTIONS for the server as a whole, as sent to a proxy.
  if (target.empty()) return Target{method == "OPTIONS" ? "*" : "/", {}};
  auto parts = split_path(target, takes_any);
  if (parts && parts->path.empty()) parts->path = "/";
  return parts;
}

std::optional<Refusal> Framing::content_length(std::string_view value) noexcept {
  if (length_) return Refusal{400, "there is more than one Content-Length"};
  length_ = decimal(value);
  if (!length_) return Refusal{400, "Content-Length is not a number"};
  return std::nullopt;
}

std::optional<Refusal> Framing::transfer_encoding(std::string_view value) noexcept {
  if (chunked_ || !equal_but_case(value, "chunked")) {
    return Refusal{400, "Transfer-Encoding is not exactly chunked"};
  }
  chunked_ = true;
  return std::nullopt;
}

std::optional<Refusal> Framing::host(std::string_view value) noexcept {
  if (has_host_) return Refusal{400, "there is more than one Host"};
  if (!is_authority(value)) return Refusal{400, "Host is malformed"};
  has_host_ = true;
  return std::nullopt;
}

void Framing::expect(std::string_view value) noexcept {
  (equal_but_case(value, "100-continue") ? expects_continue_ : expects_unknown_) = true;
}

std::optional<Refusal> Framing::finish(bool http_1_1) noexcept {
  if (chunked_ && length_) {
    return Refusal{400, "there are both Content-Length and Transfer-Encoding"};
  }
  if (chunked_ && !http_1_1) return Refusal{400, "HTTP/1.0 has no Transfer-Encoding"};
  if (http_1_1 && !has_host_) return Refusal{400, "there is no Host"};
  // RFC 9110 section 10.1.1: Expect is ignored from an HTTP/1.0 client.
  if (!http_1_1) expects_continue_ = expects_unknown_ = false;
  return std::nullopt;
}

std::optional<Refusal> check_chunk_extension(std::string_view extension) noexcept {
  if (extension.empty()) return std::nullopt;
  if (extension.size() > max_chunk_line) return Refusal{400, "a chunk extension is too long"};
  if (extension.front() != ';' || !is_field_value(extension)) {
    return Refusal{400, "a chunk extension is malformed"};
  }
  return std::nullopt;
}

std::optional<Refusal> check_unfinished_chunk(std::string_view text,
                                              const HeadLimits& limits) noexcept {
  if (!has_clean_line_ends(text)) return malformed_lines;
  if (text.starts_with("\r\n")) text.remove_prefix(2);
  if (first_line(text).size() > max_chunk_line) return Refusal{400, "a chunk line is too long"};
  if (text.size() > limits.header) return Refusal{431, "the trailer fields are too large"};
  return std::nullopt;
}

}  // namespace gatehouse::http::server
