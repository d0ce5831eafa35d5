/// Where a request begins and ends, and what is refused for being ambiguous about it (RFC 9112
/// sections 2, 3, 5 and 6). Pure functions of octets: no sockets, no parser.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace gatehouse::http::server {

/// Why a request is not taken, as it is told to the client.
struct Refusal {
  unsigned status;
  std::string_view detail;
};

/// How a request's header is read. Sizes are in octets; `header` counts the request line too.
struct HeadLimits {
  std::size_t target;
  std::size_t header;
  std::size_t fields = 100;
  /// Whether path and query may hold octets that RFC 3986 wants encoded. Whitespace and control
  /// characters never stand there.
  bool takes_any_target = false;
};

/// The limits of all requests, and those of requests that another server relays: their targets and
/// fields come from that server's clients, and mean nothing but for the few that it adds.
struct HeadRules {
  HeadLimits own;
  HeadLimits relayed;
  /// The beginning of the path of relayed requests; empty when there are none.
  std::string_view relayed_prefix;

  /// Those of a request whose header begins so, as far as has come.
  [[nodiscard]] const HeadLimits& of(std::string_view head) const noexcept;
};

/// Looks for the empty line that ends a header, going on where it stopped when more has come.
/// Lines end with CRLF; a CR or LF that stands alone is malformed.
class HeadScan {
 public:
  enum class State : std::uint8_t { incomplete, complete, malformed };

  /// `received` begins with the request line and only ever grows between calls.
  [[nodiscard]] State scan(std::string_view received) noexcept;

  /// Octets of the header, empty line included, once it is complete.
  [[nodiscard]] std::size_t size() const noexcept { return line_; }

 private:
  std::size_t line_ = 0;
};

/// Whether each CR and LF of `text` is half of a CRLF; a CR at the very end may yet become one.
[[nodiscard]] bool has_clean_line_ends(std::string_view text) noexcept;

/// What is wrong already with the beginning of a header, or with the size of a whole one.
[[nodiscard]] std::optional<Refusal> check_size(std::string_view head,
                                                const HeadLimits& limits) noexcept;

/// The refusal of a request line whose version is not 1.0 or 1.1: 505 if the line is well-formed
/// otherwise, as that of HTTP/2 is, else 400.
[[nodiscard]] Refusal refuse_version(std::string_view head) noexcept;

/// The parts of a target that a handler is given.
struct Target {
  std::string_view path;
  std::string_view query;
};

/// Takes apart origin-form, absolute-form (http and https; its authority is dropped) and `*`, which
/// goes with OPTIONS alone. Nothing when it has another form, or, unless `takes_any`, octets that
/// must be encoded.
[[nodiscard]] std::optional<Target> split_target(std::string_view method, std::string_view target,
                                                 bool takes_any = false) noexcept;

/// The fields of a header that decide where the body ends, gathered one by one.
class Framing {
 public:
  [[nodiscard]] std::optional<Refusal> content_length(std::string_view value) noexcept;
  [[nodiscard]] std::optional<Refusal> transfer_encoding(std::string_view value) noexcept;
  [[nodiscard]] std::optional<Refusal> host(std::string_view value) noexcept;
  void expect(std::string_view value) noexcept;

  /// Judges the whole, when the last field was given; `http_1_1` tells 1.1 from 1.0.
  [[nodiscard]] std::optional<Refusal> finish(bool http_1_1) noexcept;

  [[nodiscard]] bool chunked() const noexcept { return chunked_; }
  /// Of Content-Length.
  [[nodiscard]] std::optional<std::uint64_t> length() const noexcept { return length_; }
  /// Whether the client waits for `100 Continue`.
  [[nodiscard]] bool expects_continue() const noexcept { return expects_continue_; }
  /// Whether it expects something else, which nobody can meet.
  [[nodiscard]] bool expects_unknown() const noexcept { return expects_unknown_; }

 private:
  std::optional<std::uint64_t> length_;
  bool chunked_ = false;
  bool has_host_ = false;
  bool expects_continue_ = false;
  bool expects_unknown_ = false;
};

/// The lines between the data of chunks, which a parser may take more generously than RFC 9112
/// section 7.1 does. `extension` is what stands between the size and the end of the line.
[[nodiscard]] std::optional<Refusal> check_chunk_extension(std::string_view extension) noexcept;

/// What is wrong already with a chunk line, or the trailer fields after the last one, that is not
/// complete. `text` begins with the CRLF that ends the chunk before, if there was one.
[[nodiscard]] std::optional<Refusal> check_unfinished_chunk(std::string_view text,
                                                            const HeadLimits& limits) noexcept;

}  // namespace gatehouse::http::server
