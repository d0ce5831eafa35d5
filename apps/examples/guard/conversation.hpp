// One connection from its first to its last request.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <atomic>
#include <memory>
#include <optional>

#include "guard.hpp"

class Conversation : public std::enable_shared_from_this<Conversation> {
 public:
  // `open` counts the open connections.
  Conversation(boost::asio::ip::tcp::socket socket, Guard& guard, std::atomic<int>& open)
      : stream_(std::move(socket)), guard_(guard), open_(open) {
    ++open_;
  }
  Conversation(const Conversation&) = delete;
  Conversation& operator=(const Conversation&) = delete;
  ~Conversation() { --open_; }

  void begin() { read(); }

 private:
  void read();
  void write(Response response);

  boost::beast::tcp_stream stream_;
  boost::beast::flat_buffer buffer_;
  std::optional<boost::beast::http::request_parser<boost::beast::http::string_body>> parser_;
  Response response_;
  Guard& guard_;
  std::atomic<int>& open_;
};
