/// Parses one request with Beast and enforces the stricter rules of RFC 9112.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/beast/http/basic_parser.hpp>

#include <gatehouse/http_server/message.hpp>

#include "framing.hpp"

namespace gatehouse::http::server {

class RequestParser final : private boost::beast::http::basic_parser<true> {
  using Base = boost::beast::http::basic_parser<true>;

 public:
  /// Fills `request` with views of the input, and `body`. Both must outlive the parser.
  RequestParser(Request& request, std::string& body, const HeadLimits& limits);

  /// Parses `head`, a complete header as found by HeadScan. On refusal, the path of the request is
  /// set if the request line could be parsed.
  [[nodiscard]] std::optional<Refusal> read_head(std::string_view head);

  /// Stores the decoded body, up to `limit` octets; a longer one is rejected with 413.
  void keep_body(std::size_t limit) noexcept;
  /// Discards the body; one longer than `limit` is rejected.
  void discard_body(std::size_t limit) noexcept;

  struct Progress {
    /// Octets consumed.
    std::size_t used = 0;
    std::optional<Refusal> refusal;
  };
  /// Continues with the body. Must not be called when done().
  [[nodiscard]] Progress read_body(std::string_view received);

  [[nodiscard]] bool done() const { return is_done(); }
  /// Whether the client's version and Connection field permit keep-alive.
  [[nodiscard]] bool keep_alive() const { return Base::keep_alive(); }
  [[nodiscard]] bool http_1_1() const noexcept { return version_ == 11; }
  [[nodiscard]] const Framing& framing() const noexcept { return framing_; }

 private:
  using ErrorCode = boost::beast::error_code;
  using View = boost::beast::string_view;

  void on_request_impl(boost::beast::http::verb verb, View method, View target, int version,
                       ErrorCode& error) override;
  void on_response_impl(int status, View reason, int version, ErrorCode& error) override;
  void on_field_impl(boost::beast::http::field field, View name, View value,
                     ErrorCode& error) override;
  void on_header_impl(ErrorCode& error) override;
  void on_body_init_impl(const boost::optional<std::uint64_t>& length, ErrorCode& error) override;
  std::size_t on_body_impl(View part, ErrorCode& error) override;
  void on_chunk_header_impl(std::uint64_t size, View extension, ErrorCode& error) override;
  std::size_t on_chunk_body_impl(std::uint64_t remaining, View part, ErrorCode& error) override;
  void on_finish_impl(ErrorCode& error) override;

  void refuse(const Refusal& refusal, ErrorCode& error);
  void refuse_if(const std::optional<Refusal>& refusal, ErrorCode& error);
  void take(View part);
  void make_room(std::size_t octets);
  void take_id(View value);

  Request& request_;
  std::string& body_;
  HeadLimits limits_;
  Framing framing_;
  std::optional<Refusal> refusal_;
  std::size_t fields_ = 0;
  std::uint64_t body_left_ = 0;
  std::size_t extensions_ = 0;
  std::size_t trailer_ = 0;
  int version_ = 0;
  bool in_trailer_ = false;
  bool discards_ = false;
  bool has_id_ = false;
};

}  // namespace gatehouse::http::server
