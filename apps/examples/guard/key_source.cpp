#include "key_source.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <gatehouse/services/access_token.hpp>
#include <stdexcept>

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

namespace {

// Tokens that name keys nobody has must not make us ask all the time.
constexpr auto shortest_pause = std::chrono::seconds(1);
// A key that was discarded is forgotten here too.
constexpr auto longest_pause = std::chrono::minutes(5);

bool has_key_of(const gatehouse::KeySet& keys, std::string_view token) {
  const auto id = gatehouse::key_named_by(token);
  return id && keys.find(*id) != nullptr;
}

}  // namespace

std::shared_ptr<const gatehouse::KeySet> KeySource::keys_for(std::string_view token) {
  const std::lock_guard lock(mutex_);
  const auto age = std::chrono::steady_clock::now() - fetched_;
  const bool wanted =
      !keys_ || age > longest_pause || (age > shortest_pause && !has_key_of(*keys_, token));
  if (!wanted) return keys_;
  try {
    keys_ = std::make_shared<const gatehouse::KeySet>(fetch());
    fetched_ = std::chrono::steady_clock::now();
  } catch (const std::exception&) {
    // What was fetched before still verifies: that is the point of tokens that verify by
    // themselves.
    if (!keys_) throw;
  }
  return keys_;
}

gatehouse::KeySet KeySource::fetch() const {
  asio::io_context context;
  asio::ip::tcp::resolver resolver(context);
  beast::tcp_stream stream(context);
  stream.connect(resolver.resolve(host_, port_));

  http::request<http::empty_body> request(http::verb::get, "/.well-known/jwks.json", 11);
  request.set(http::field::host, host_);
  http::write(stream, request);
  beast::flat_buffer buffer;
  http::response<http::string_body> response;
  http::read(stream, buffer, response);

  auto keys = gatehouse::KeySet::parse(response.body(), signatures_);
  if (response.result() != http::status::ok || !keys) {
    throw std::runtime_error("there is no key set at " + host_ + ":" + port_);
  }
  return std::move(*keys);
}
