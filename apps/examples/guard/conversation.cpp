#include "conversation.hpp"

#include <utility>

namespace beast = boost::beast;
namespace http = boost::beast::http;

namespace {

constexpr auto patience = std::chrono::seconds(10);
constexpr std::uint64_t largest_body = 64 * 1024;

}  // namespace

void Conversation::read() {
  parser_.emplace();
  parser_->body_limit(largest_body);
  stream_.expires_after(patience);
  http::async_read(stream_, buffer_, *parser_,
                   [self = shared_from_this()](beast::error_code error, std::size_t) {
                     // The client has disconnected, timed out, or sent no valid HTTP.
                     if (!error) self->write(self->guard_.answer(self->parser_->get()));
                   });
}

void Conversation::write(Response response) {
  response_ = std::move(response);
  stream_.expires_after(patience);
  http::async_write(stream_, response_,
                    [self = shared_from_this()](beast::error_code error, std::size_t) {
                      if (!error && self->response_.keep_alive()) self->read();
                    });
}
