// A small service that requires an access token of Gatehouse and verifies it locally, without a
// request to Gatehouse.
//
//     gatehouse_example_guard HOST PORT ISSUER PROJECT SERVICE [AUDIENCE]
//
// HOST and PORT are the address of Gatehouse, and ISSUER is the `iss` claim of its tokens. PROJECT
// is the id of this service's project and SERVICE the service's code: any account may attach a
// service with that code to its own projects, whose tokens must be rejected. AUDIENCE is the
// expected `aud` claim if Gatehouse runs with a non-default --audience-format.
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include <gatehouse/crypto_openssl/openssl_signatures.hpp>
#include <gatehouse/system/system_clock.hpp>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include "conversation.hpp"

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr int most_conversations = 1000;
constexpr int threads = 4;

class GuardedHandler {
 public:
  GuardedHandler(asio::io_context& context, Guard& guard)
      : context_(context),
        acceptor_(context, {asio::ip::make_address("127.0.0.1"), 0}),
        pause_(context),
        guard_(guard) {}

  unsigned short port() const { return acceptor_.local_endpoint().port(); }

  void open() {
    acceptor_.async_accept(
        asio::make_strand(context_), [this](boost::system::error_code error, tcp::socket socket) {
          if (error) return wait();
          if (conversations_ < most_conversations) {
            std::make_shared<Conversation>(std::move(socket), guard_, conversations_)->begin();
          }
          open();
        });
  }

 private:
  // Waits out a temporary failure, such as too many open files.
  void wait() {
    pause_.expires_after(std::chrono::milliseconds(100));
    pause_.async_wait([this](boost::system::error_code) { open(); });
  }

  asio::io_context& context_;
  tcp::acceptor acceptor_;
  asio::steady_timer pause_;
  Guard& guard_;
  std::atomic<int> conversations_ = 0;
};

int serve(const std::vector<std::string>& arguments) {
  const auto project = gatehouse::ProjectId::parse(arguments[3]);
  const auto service = gatehouse::ServiceCode::parse(arguments[4]);
  if (!project || !service) {
    std::cerr << "invalid project id or service code\n";
    return 2;
  }
  const gatehouse::OpensslSignatures signatures;
  gatehouse::SystemClock clock;
  KeySource source(arguments[0], arguments[1], signatures, clock);
  Guard guard(source,
              {.issuer = arguments[2],
               .service = *service,
               .project = *project,
               .audience = arguments.size() > 5 ? arguments[5] : ""},
              clock);

  asio::io_context context(threads);
  GuardedHandler door(context, guard);
  door.open();
  std::cout << "listening on http://127.0.0.1:" << door.port() << '\n' << std::flush;
  std::vector<std::thread> helpers;
  for (int i = 1; i < threads; ++i) helpers.emplace_back([&] { context.run(); });
  context.run();
  for (std::thread& helper : helpers) helper.join();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 6 && argc != 7) {
    std::cerr << "usage: gatehouse_example_guard HOST PORT ISSUER PROJECT SERVICE [AUDIENCE]\n";
    return 2;
  }
  try {
    return serve({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    std::cerr << "gatehouse_example_guard: " << error.what() << '\n';
    return 1;
  }
}
