// Requests as octets: the result is independent of the segmentation, and an independent parser,
// written after RFC 9112, finds the same body and the same end.
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gatehouse/http_server/message.hpp>
#include <gatehouse/http_server/syntax.hpp>

#include <framing.hpp>
#include <request_parser.hpp>

#include "chunks.hpp"
#include "fuzz.hpp"

namespace {

using namespace gatehouse::http;
using namespace gatehouse::http::server;
using gatehouse::fuzz::require;
using gatehouse::fuzz::take_chunks;

constexpr HeadLimits limits{.target = 128, .header = 512, .fields = 8};
constexpr std::size_t body_limit = 256;

enum class State : std::uint8_t { incomplete, refused, complete };

struct Outcome {
  State state = State::incomplete;
  std::string method, path, query, body;
  std::size_t head = 0;
  std::size_t consumed = 0;
  bool chunked = false;
  bool keep_alive = false;
  /// The parser processes the rest of a chunked body only when it has the length of the shortest
  /// end, "0\r
  /// \r
  /// ".
  bool is_rest_unread = false;
  std::optional<std::uint64_t> length;

  friend bool operator==(const Outcome&, const Outcome&) = default;
};

/// The header of the request, when it is complete and its size is accepted; otherwise only the
/// state.
std::pair<State, std::string_view> scan_head(std::string_view input, std::size_t step) {
  HeadScan scan;
  for (std::size_t shown = 0; shown < input.size();) {
    shown = std::min(shown + step, input.size());
    const auto received = input.substr(0, shown);
    const auto found = scan.scan(received);
    const auto extent =
        found == HeadScan::State::complete ? received.substr(0, scan.size()) : received;
    if (check_size(extent, limits) || found == HeadScan::State::malformed) {
      return {State::refused, {}};
    }
    if (found == HeadScan::State::complete) return {State::complete, extent};
  }
  return {State::incomplete, {}};
}

State read_body(RequestParser& parser, std::string_view input, std::size_t step,
                std::size_t& consumed) {
  parser.keep_body(body_limit);
  for (std::size_t shown = consumed; !parser.done();) {
    if (shown == input.size()) return State::incomplete;
    shown = std::min(shown + step, input.size());
    const auto received = input.substr(consumed, shown - consumed);
    const auto progress = parser.read_body(received);
    require(progress.used <= received.size(), "no more is used than was received");
    if (progress.refusal) return State::refused;
    consumed += progress.used;
  }
  return State::complete;
}

void check_request(const Request& request, const Framing& framing) {
  require(is_token(request.method), "a method is a token");
  require(request.path.starts_with('/') || (request.path == "*" && request.method == "OPTIONS"),
          "a path begins with a slash, or is the asterisk of OPTIONS");
  require(is_path_and_query(request.path) && is_path_and_query(request.query),
          "a target holds nothing that must be encoded");
  require(request.headers.size() <= limits.fields, "the number of fields is limited");
  for (const auto& field : request.headers) {
    require(is_token(field.name), "the name of a field is a token");
    require(is_field_value(field.value), "the value of a field holds no control character");
  }
  require(request.count("Host") <= 1, "there is one Host at most");
  require(!(framing.chunked() && framing.length()), "a body has one framing");
  require(framing.chunked() == (request.count("Transfer-Encoding") > 0),
          "no coding but chunked is taken");
}

Outcome read(std::string_view input, std::size_t step) {
  const auto [state, head] = scan_head(input, step);
  Outcome outcome{.state = state};
  if (state != State::complete) return outcome;

  Request request{};
  RequestParser parser(request, outcome.body, limits);
  outcome.state = State::refused;
  if (parser.read_head(head)) return outcome;
  const Framing& framing = parser.framing();
  check_request(request, framing);
  if (framing.length() && *framing.length() > body_limit) return outcome;
  outcome.head = outcome.consumed = head.size();
  outcome.state = read_body(parser, input, step, outcome.consumed);
  if (outcome.state != State::complete) {
    const bool is_short = input.size() - outcome.consumed < 5;
    return Outcome{
        .state = outcome.state,
        .is_rest_unread = outcome.state == State::incomplete && framing.chunked() && is_short};
  }
  outcome.method = request.method;
  outcome.path = request.path;
  outcome.query = request.query;
  outcome.chunked = framing.chunked();
  outcome.length = framing.length();
  outcome.keep_alive = parser.keep_alive();
  return outcome;
}

void check_framing(std::string_view input, const Outcome& outcome) {
  require(outcome.body.size() <= body_limit, "a body is limited");
  std::string_view rest = input.substr(outcome.head);
  if (outcome.chunked) {
    require(take_chunks(rest) == outcome.body, "the chunks hold the body");
  } else {
    const std::uint64_t length = outcome.length.value_or(0);
    require(rest.substr(0, length) == outcome.body, "the body has the length that was announced");
    rest.remove_prefix(length);
  }
  require(outcome.consumed == input.size() - rest.size(), "the request ends where its body does");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto input = gatehouse::fuzz::text_of(data, size);
  if (input.empty()) return 0;
  const Outcome whole = read(input, input.size());
  if (whole.state == State::complete) check_framing(input, whole);
  for (const std::size_t step : {std::size_t{1}, std::size_t{7}}) {
    const Outcome pieces = read(input, step);
    // An invalid request may be refused as soon as a part has arrived.
    if (pieces.state == State::refused) {
      require(whole.state != State::complete, "what is refused in pieces is not accepted whole");
    } else if (pieces.is_rest_unread) {
      require(whole.state != State::complete, "what is incomplete in pieces is not accepted whole");
    } else {
      require(pieces == whole, "pieces make the same request");
    }
  }
  return 0;
}
