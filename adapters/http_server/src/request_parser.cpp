#include "request_parser.hpp"

#include <limits>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>

#include <gatehouse/base/ascii.hpp>
#include <gatehouse/base/invariant.hpp>
#include <gatehouse/http_server/syntax.hpp>

#include "request_id.hpp"

namespace gatehouse::http::server {
namespace {

namespace beast = boost::beast;

/// Whether only the colon and whitespace separate name and value. Beast copies a folded value into
/// a buffer of its own, or skips a fold before the value (RFC 9112 section 5.2).
bool is_on_one_line(std::string_view name, std::string_view value) noexcept {
  const auto* const colon = name.data() + name.size();
  const auto from = reinterpret_cast<std::uintptr_t>(colon);
  const auto to = reinterpret_cast<std::uintptr_t>(value.data());
  // The buffer for folded values is on the stack, either before or after the header in memory.
  if (to <= from || to - from > std::numeric_limits<std::uint16_t>::max()) return false;
  for (const auto* at = colon + 1; at != value.data(); ++at) {
    if (*at != ' ' && *at != '\t') return false;
  }
  return true;
}

}  // namespace

RequestParser::RequestParser(Request& request, std::string& body, const HeadLimits& limits)
    : request_(request), body_(body), limits_(limits) {
  header_limit(std::numeric_limits<std::uint32_t>::max());
  Base::body_limit(boost::none);
  request_.method = request_.path = request_.query = request_.body = {};
  request_.headers.clear();
  request_.has_length = false;
  request_.id = {};
  request_.arrived = {};
  body_.clear();
}

std::optional<Refusal> RequestParser::read_head(std::string_view head) {
  ErrorCode error;
  put(boost::asio::buffer(head.data(), head.size()), error);
  if (refusal_) return refusal_;
  if (error == beast::http::error::bad_version) return refuse_version(head);
  if (error == beast::http::error::bad_method || error == beast::http::error::bad_target) {
    return Refusal{400, "the request line is malformed"};
  }
  if (error) return Refusal{400, "a header field is malformed"};
  return std::nullopt;
}

void RequestParser::keep_body(std::size_t limit) noexcept {
  body_left_ = limit;
  discards_ = false;
}

void RequestParser::discard_body(std::size_t limit) noexcept {
  body_left_ = limit;
  discards_ = true;
}

RequestParser::Progress RequestParser::read_body(std::string_view received) {
  Progress progress;
  // Beast 1.81 asserts that the last chunk is complete once it has seen its size. At least this
  // much must be received in any case.
  constexpr std::string_view shortest_end = "0\r\n\r\n";
  if (framing_.chunked() && received.size() < shortest_end.size()) return progress;

  ErrorCode error;
  eager(true);
  progress.used = put(boost::asio::buffer(received.data(), received.size()), error);
  if (refusal_) {
    progress.refusal = refusal_;
  } else if (error == beast::http::error::need_more) {
    progress.refusal = check_unfinished_chunk(received.substr(progress.used), limits_);
  } else if (error) {
    progress.refusal = Refusal{
        400, in_trailer_ ? "a trailer field is malformed" : "the chunked body is malformed"};
  }
  return progress;
}

void RequestParser::on_request_impl(beast::http::verb, View method, View target, int version,
                                    ErrorCode& error) {
  version_ = version;
  if (target.size() > limits_.target) {
    return refuse({414, "the request target is too long"}, error);
  }
  const auto parts = split_target(method, target, limits_.takes_any_target);
  if (!parts) return refuse({400, "the request target is malformed"}, error);
  request_.method = method;
  request_.path = parts->path;
  request_.query = parts->query;
}

void RequestParser::on_response_impl(int, View, int, ErrorCode&) {}

void RequestParser::on_field_impl(beast::http::field field, View name, View value,
                                  ErrorCode& error) {
  if (!is_on_one_line(name, value)) return refuse({400, "a field goes over several lines"}, error);
  if (++fields_ > limits_.fields) return refuse({431, "there are too many fields"}, error);
  if (in_trailer_) {
    trailer_ += name.size() + value.size();
    if (trailer_ > limits_.header) refuse({431, "the trailer fields are too large"}, error);
    return;
  }
  switch (field) {
    case beast::http::field::content_length:
      refuse_if(framing_.content_length(value), error);
      break;
    case beast::http::field::transfer_encoding:
      refuse_if(framing_.transfer_encoding(value), error);
      break;
    case beast::http::field::host: refuse_if(framing_.host(value), error); break;
    case beast::http::field::expect: framing_.expect(value); break;
    default:
      if (equal_but_case(name, "X-Request-Id")) take_id(value);
      break;
  }
  request_.headers.push_back({name, value});
}

void RequestParser::on_header_impl(ErrorCode& error) {
  refuse_if(framing_.finish(http_1_1()), error);
  request_.has_length = framing_.chunked() || framing_.length();
}

void RequestParser::on_body_init_impl(const boost::optional<std::uint64_t>&, ErrorCode&) {}

std::size_t RequestParser::on_body_impl(View part, ErrorCode& error) {
  if (part.size() > body_left_) {
    refuse({413, "the body is too large"}, error);
    return 0;
  }
  take(part);
  return part.size();
}

void RequestParser::on_chunk_header_impl(std::uint64_t size, View extension, ErrorCode& error) {
  if (const auto refusal = check_chunk_extension(extension)) return refuse(*refusal, error);
  extensions_ += extension.size();
  if (extensions_ > limits_.header)
    return refuse({400, "the chunk extensions are too long"}, error);
  if (size > body_left_) return refuse({413, "the body is too large"}, error);
  in_trailer_ = size == 0;
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, View part, ErrorCode&) {
  take(part);
  return part.size();
}

void RequestParser::on_finish_impl(ErrorCode&) {}

/// A repeated X-Request-Id is ignored.
void RequestParser::take_id(View value) {
  const std::string_view id(value.data(), value.size());
  request_.id = std::exchange(has_id_, true) || !is_request_id(id) ? std::string_view() : id;
}

void RequestParser::take(View part) {
  invariant(part.size() <= body_left_);
  body_left_ -= part.size();
  if (discards_) return;
  make_room(part.size());
  body_.append(part.data(), part.size());
}

/// Grows `body` by doubling. A body of announced length never takes more than that, since its last
/// octet would otherwise cost as much memory as all before it. (std::string::reserve() also
/// doubles, except for an empty string.)
void RequestParser::make_room(std::size_t octets) {
  const std::size_t needed = body_.size() + octets;
  if (!framing_.length() || needed <= body_.capacity() ||
      2 * body_.capacity() < *framing_.length()) {
    return;
  }
  std::string whole;
  whole.reserve(static_cast<std::size_t>(*framing_.length()));
  whole.append(body_).swap(body_);
}

void RequestParser::refuse(const Refusal& refusal, ErrorCode& error) {
  refusal_ = refusal;
  error = beast::http::error::bad_field;
}

void RequestParser::refuse_if(const std::optional<Refusal>& refusal, ErrorCode& error) {
  if (refusal) refuse(*refusal, error);
}

}  // namespace gatehouse::http::server
