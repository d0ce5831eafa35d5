/// Finds the boundaries of requests and rejects ambiguous framing (RFC 9112 sections 2, 3, 5 and
/// 6). Pure functions on octets, without sockets or the parser.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace gatehouse::http::server {

/// The reason for rejecting a request, as reported to the client.
struct Refusal {
  unsigned status;
  std::string_view detail;
};

/// Limits for reading a header, in octets. `header` includes the request line.
struct HeadLimits {
  std::size_t target;
  std::size_t header;
  std::size_t fields = 100;
  /// Whether path and query may contain octets that RFC 3986 requires to be encoded. Whitespace and
  /// control characters are never accepted.
  bool takes_any_target = false;
};

/// The limits for ordinary and for relayed requests. Target and fields of the latter come from the
/// relaying server's clients; only the few fields that the server adds are interpreted.
struct HeadRules {
  HeadLimits own;
  HeadLimits relayed;
  /// Path prefix of relayed requests; empty if there are none.
  std::string_view relayed_prefix;

  /// Returns the limits for a request whose header, as far as received, begins with `head`.
  [[nodiscard]] const HeadLimits& of(std::string_view head) const noexcept;
};

/// Finds the empty line that ends a header, resuming where the last scan stopped. Lines end with
/// CRLF; a lone CR or LF is malformed.
class HeadScan {
 public:
  enum class State : std::uint8_t { incomplete, complete, malformed };

  /// `received` starts with the request line and must only grow between calls.
  [[nodiscard]] State scan(std::string_view received) noexcept;

  /// Octets of the complete header, including the empty line.
  [[nodiscard]] std::size_t size() const noexcept { return line_; }

 private:
  std::size_t line_ = 0;
};

/// Whether every CR and LF of `text` is part of a CRLF; a CR at the very end is accepted.
[[nodiscard]] bool has_clean_line_ends(std::string_view text) noexcept;

/// Checks the beginning of an incomplete header, or the size of a complete one.
[[nodiscard]] std::optional<Refusal> check_size(std::string_view head,
                                                const HeadLimits& limits) noexcept;

/// Returns the refusal of a request line whose version is not 1.0 or 1.1: 505 if the line is
/// otherwise well-formed (e.g. HTTP/2), else 400.
[[nodiscard]] Refusal refuse_version(std::string_view head) noexcept;

/// The components of a target that are passed to a handler.
struct Target {
  std::string_view path;
  std::string_view query;
};

/// Splits a target in origin-form, absolute-form (http and https; the authority is dropped) or `*`,
/// which is valid with OPTIONS only. Returns nothing for other forms and, unless `takes_any`, for
/// octets that must be encoded.
[[nodiscard]] std::optional<Target> split_target(std::string_view method, std::string_view target,
                                                 bool takes_any = false) noexcept;

/// Collects the header fields that determine the length of the body.
class Framing {
 public:
  [[nodiscard]] std::optional<Refusal> content_length(std::string_view value) noexcept;
  [[nodiscard]] std::optional<Refusal> transfer_encoding(std::string_view value) noexcept;
  [[nodiscard]] std::optional<Refusal> host(std::string_view value) noexcept;
  void expect(std::string_view value) noexcept;

  /// Validates the combination after the last field; `http_1_1` distinguishes 1.1 from 1.0.
  [[nodiscard]] std::optional<Refusal> finish(bool http_1_1) noexcept;

  [[nodiscard]] bool chunked() const noexcept { return chunked_; }
  /// The value of Content-Length.
  [[nodiscard]] std::optional<std::uint64_t> length() const noexcept { return length_; }
  /// Whether the client waits for `100 Continue`.
  [[nodiscard]] bool expects_continue() const noexcept { return expects_continue_; }
  /// Whether the client has another expectation, which cannot be met.
  [[nodiscard]] bool expects_unknown() const noexcept { return expects_unknown_; }

 private:
  std::optional<std::uint64_t> length_;
  bool chunked_ = false;
  bool has_host_ = false;
  bool expects_continue_ = false;
  bool expects_unknown_ = false;
};

/// Checks the text between a chunk size and the end of its line, where a parser may be more lenient
/// than RFC 9112 section 7.1.
[[nodiscard]] std::optional<Refusal> check_chunk_extension(std::string_view extension) noexcept;

/// Checks an incomplete chunk line, or incomplete trailer fields. `text` begins with the CRLF that
/// ends the previous chunk, if any.
[[nodiscard]] std::optional<Refusal> check_unfinished_chunk(std::string_view text,
                                                            const HeadLimits& limits) noexcept;

}  // namespace gatehouse::http::server
