// A small service that lets nobody in without an access token of Gatehouse, and asks nobody to find
// out: it verifies the token itself.
//
//     gatehouse_example_guard HOST PORT ISSUER SERVICE
//
// HOST and PORT are where Gatehouse answers; ISSUER is what its tokens say as `iss`, and SERVICE
// the code of the service that this one is.
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <gatehouse/crypto_openssl/openssl_signatures.hpp>
#include <gatehouse/services/access_token.hpp>
#include <gatehouse/system/system_clock.hpp>
#include <iostream>
#include <string>
#include <thread>

#include "key_source.hpp"

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using Request = http::request<http::string_body>;
using Response = http::response<http::string_body>;

// Who the request comes from, or why nobody knows.
gatehouse::Result<gatehouse::AccessToken> caller_of(const Request& request, KeySource& source,
                                                    const gatehouse::AccessTokenPolicy& policy,
                                                    gatehouse::Clock& clock) {
  const beast::string_view field = request[http::field::authorization];
  const std::string_view authorization(field.data(), field.size());
  constexpr std::string_view scheme = "Bearer ";
  if (!authorization.starts_with(scheme)) {
    return gatehouse::Unexpected(gatehouse::unauthenticated("There is no token."));
  }
  const std::string_view token = authorization.substr(scheme.size());
  return gatehouse::verify_access_token(token, *source.keys_for(token), policy, clock.now());
}

Response answer(const Request& request, KeySource& source,
                const gatehouse::AccessTokenPolicy& policy, gatehouse::Clock& clock) {
  Response response(http::status::ok, request.version());
  response.keep_alive(request.keep_alive());
  const auto caller = caller_of(request, source, policy, clock);
  if (caller) {
    response.body() = "hello, " + caller->consumer.to_string() + "\n";
  } else {
    response.result(http::status::unauthorized);
    response.set(http::field::www_authenticate, "Bearer error=\"invalid_token\"");
    response.body() = caller.error().detail + "\n";
  }
  response.prepare_payload();
  return response;
}

void converse(asio::ip::tcp::socket socket, KeySource& source,
              const gatehouse::AccessTokenPolicy& policy, gatehouse::Clock& clock) {
  try {
    beast::tcp_stream stream(std::move(socket));
    beast::flat_buffer buffer;
    for (bool more = true; more;) {
      Request request;
      http::read(stream, buffer, request);
      const Response response = answer(request, source, policy, clock);
      http::write(stream, response);
      more = response.keep_alive();
    }
  } catch (const std::exception&) {
    // The client has gone, or the keys are not to be had: the connection ends.
  }
}

int main(int argc, char** argv) {
  if (argc != 5) {
    std::cerr << "usage: gatehouse_example_guard HOST PORT ISSUER SERVICE\n";
    return 2;
  }
  const auto service = gatehouse::ServiceCode::parse(argv[4]);
  if (!service) {
    std::cerr << "this is no code of a service: " << argv[4] << '\n';
    return 2;
  }
  const gatehouse::OpensslSignatures signatures;
  const gatehouse::AccessTokenPolicy policy{.issuer = argv[3], .service = service};
  gatehouse::SystemClock clock;
  KeySource source(argv[1], argv[2], signatures);

  asio::io_context context;
  asio::ip::tcp::acceptor acceptor(context, {asio::ip::make_address("127.0.0.1"), 0});
  std::cout << "listening on http://127.0.0.1:" << acceptor.local_endpoint().port() << std::endl;
  for (;;) {
    asio::ip::tcp::socket socket = acceptor.accept();
    std::thread(converse, std::move(socket), std::ref(source), std::cref(policy), std::ref(clock))
        .detach();
  }
}
