// The cost of the HTTP adapter alone: its server, with a handler that answers every request with a
// fixed body on the thread of the connection. To be compared with bare_beast.
//
//   direct_handler [body octets = 2] [threads = processors] [port = 0]
//
// Prints its port on 127.0.0.1, and serves until it is killed.

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <semaphore>
#include <string>

#include <gatehouse/http_server/server.hpp>

namespace {

using namespace gatehouse::http;

class FixedAnswer final : public Handler {
 public:
  explicit FixedAnswer(std::size_t size) : body_(size, 'x') {}

  std::variant<Plan, Response> plan(const Request&) override { return Plan{}; }
  std::variant<Plan, Response> handle(const Request&, Plan&) override {
    Response response;
    response.body = body_;
    return response;
  }
  Response refuse(unsigned status, std::string_view, std::string_view detail) override {
    Response response;
    response.status = status;
    response.body = detail;
    return response;
  }
  Response failure(const Request&) noexcept override {
    Response response;
    response.status = 500;
    return response;
  }

 private:
  const std::string body_;
};

std::size_t argument(int count, char** values, int index, std::size_t otherwise) {
  return index < count ? std::strtoul(values[index], nullptr, 10) : otherwise;
}

}  // namespace

int main(int argc, char** argv) {
  FixedAnswer handler(argument(argc, argv, 1, 2));
  ServerOptions options;
  options.io_threads = argument(argc, argv, 2, 0);
  options.port = static_cast<std::uint16_t>(argument(argc, argv, 3, 0));
  const Server server(options, Mux(handler));
  std::cout << server.port() << std::endl;
  std::binary_semaphore(0).acquire();
}
