#include "key_source.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <future>
#include <gatehouse/services/tokens/access_token.hpp>
#include <stdexcept>

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

namespace {

constexpr auto deadline = std::chrono::seconds(2);
// Tokens that name unknown keys must not cause a fetch each.
constexpr auto shortest_pause = std::chrono::seconds(1);
// Limits how long a discarded key is accepted here.
constexpr auto longest_pause = std::chrono::minutes(5);

}  // namespace

KeySource::KeySource(std::string host, std::string port, const gatehouse::Signatures& signatures,
                     gatehouse::Clock& clock)
    : host_(std::move(host)),
      port_(std::move(port)),
      signatures_(signatures),
      clock_(clock),
      keys_(std::make_shared<const gatehouse::KeySet>(fetch())),
      tried_(clock.elapsed()) {}

std::shared_ptr<const gatehouse::KeySet> KeySource::keys_for(std::string_view token) {
  if (take_turn(token)) refresh();
  const std::lock_guard lock(mutex_);
  return keys_;
}

// Whether this thread is to fetch now.
bool KeySource::take_turn(std::string_view token) {
  const auto id = gatehouse::key_named_by(token);
  const std::lock_guard lock(mutex_);
  const gatehouse::Duration now = clock_.elapsed();
  const gatehouse::Duration age = now - tried_;
  const bool is_unknown = id && keys_->find(*id) == nullptr;
  if (fetching_ || age < (is_unknown ? gatehouse::Duration(shortest_pause) : longest_pause)) {
    return false;
  }
  fetching_ = true;
  tried_ = now;
  return true;
}

void KeySource::refresh() {
  std::shared_ptr<const gatehouse::KeySet> fresh;
  try {
    fresh = std::make_shared<const gatehouse::KeySet>(fetch());
  } catch (const std::exception&) {
    // The previous keys remain usable, as tokens can be verified offline.
  }
  const std::lock_guard lock(mutex_);
  if (fresh) keys_ = std::move(fresh);
  fetching_ = false;
}

// Uses plain HTTP, which suits a Gatehouse on the same machine. Anyone in the network path could
// replace the keys, so use TLS across a network.
gatehouse::KeySet KeySource::fetch() const {
  asio::io_context context;
  beast::tcp_stream stream(context);
  stream.expires_after(deadline);
  // The deadline only applies to asynchronous operations.
  const auto finish = [&context](auto future) {
    context.restart();
    context.run();
    return future.get();
  };
  asio::ip::tcp::resolver resolver(context);
  finish(stream.async_connect(resolver.resolve(host_, port_), asio::use_future));

  http::request<http::empty_body> request(http::verb::get, "/.well-known/jwks.json", 11);
  request.set(http::field::host, host_);
  finish(http::async_write(stream, request, asio::use_future));
  beast::flat_buffer buffer;
  http::response<http::string_body> response;
  finish(http::async_read(stream, buffer, response, asio::use_future));

  auto keys = gatehouse::KeySet::parse(response.body(), signatures_);
  if (response.result() != http::status::ok || !keys) {
    throw std::runtime_error("there is no key set at " + host_ + ":" + port_);
  }
  return std::move(*keys);
}
