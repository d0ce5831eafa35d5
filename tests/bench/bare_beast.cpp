// The upper bound for the HTTP benchmarks: a minimal keep-alive server with Beast's callbacks and
// one io_context per thread, which answers every request with a fixed body.
//
//   bare_beast [body octets = 2] [threads = processors] [port = 0]
//
// Prints its port on 127.0.0.1, and serves until it is killed.

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using Socket = asio::basic_stream_socket<tcp, asio::io_context::executor_type>;

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(Socket socket, const std::string& body) : socket_(std::move(socket)), body_(body) {}

  void read() {
    request_ = {};
    http::async_read(socket_, buffer_, request_,
                     [self = shared_from_this()](beast::error_code error, std::size_t) {
                       if (!error) self->answer();
                     });
  }

 private:
  void answer() {
    response_.emplace(http::status::ok, request_.version());
    response_->set(http::field::date, "Thu, 01 Jan 1970 00:00:00 GMT");
    response_->set(http::field::content_type, "application/json");
    response_->keep_alive(request_.keep_alive());
    response_->body() = body_;
    response_->prepare_payload();
    http::async_write(socket_, *response_,
                      [self = shared_from_this()](beast::error_code error, std::size_t) {
                        if (!error && self->response_->keep_alive()) self->read();
                      });
  }

  Socket socket_;
  const std::string& body_;
  beast::flat_buffer buffer_;
  http::request<http::string_body> request_;
  std::optional<http::response<http::string_body>> response_;
};

class Listener {
 public:
  Listener(std::vector<std::unique_ptr<asio::io_context>>& contexts, std::uint16_t port,
           const std::string& body)
      : contexts_(contexts),
        acceptor_(*contexts.front(), {asio::ip::address_v4::loopback(), port}),
        body_(body) {
    accept();
  }

  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

 private:
  void accept() {
    auto& context = *contexts_[next_++ % contexts_.size()];
    acceptor_.async_accept(context, [this, &context](beast::error_code error, Socket socket) {
      if (!error) {
        socket.set_option(tcp::no_delay(true));
        auto session = std::make_shared<Session>(std::move(socket), body_);
        asio::post(context, [session] { session->read(); });
      }
      accept();
    });
  }

  std::vector<std::unique_ptr<asio::io_context>>& contexts_;
  tcp::acceptor acceptor_;
  const std::string& body_;
  std::size_t next_ = 0;
};

std::size_t argument(int count, char** values, int index, std::size_t otherwise) {
  return index < count ? std::strtoul(values[index], nullptr, 10) : otherwise;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string body(argument(argc, argv, 1, 2), 'x');
  const auto threads = argument(argc, argv, 2, std::thread::hardware_concurrency());
  const auto port = static_cast<std::uint16_t>(argument(argc, argv, 3, 0));

  std::vector<std::unique_ptr<asio::io_context>> contexts;
  for (std::size_t i = 0; i < std::max<std::size_t>(threads, 1); ++i) {
    contexts.push_back(std::make_unique<asio::io_context>(1));
  }
  const Listener listener(contexts, port, body);
  std::cout << listener.port() << std::endl;

  std::vector<std::jthread> others;
  for (const auto& context : contexts) {
    others.emplace_back([&context] {
      const auto work = asio::make_work_guard(*context);
      context->run();
    });
  }
}
