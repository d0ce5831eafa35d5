// The life of one connection: input and output of the client, events of the pools, and the time.
// For every order of events, the client gets well-formed responses, one after another, observers
// see exactly these, and the connection ends.
//
// The first octet of an input selects options. Of the others, those below 0x80 are sent by the
// client; each one above is an event.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <gatehouse/http_server/handler.hpp>
#include <gatehouse/http_server/mux.hpp>
#include <gatehouse/http_server/observer.hpp>
#include <gatehouse/http_server/server.hpp>
#include <gatehouse/http_server/syntax.hpp>

#include "chunks.hpp"
#include "fuzz.hpp"
#include "machine_driver.hpp"

namespace {

using namespace gatehouse::http;
using gatehouse::fuzz::require;
using gatehouse::fuzz::take_chunks;
using gatehouse::fuzz::take_line;
using gatehouse::http::server::Action;
using gatehouse::http::testing::MachineDriver;

constexpr std::size_t large_body = std::size_t{20} * 1024;
constexpr std::size_t flood_size = 4096;
constexpr std::size_t parts_in_all = 3;
constexpr std::string_view interim = "HTTP/1.1 100 Continue\r\n\r\n";

class Parts final : public BodySource {
 public:
  explicit Parts(bool is_broken) : is_broken_(is_broken) {}

  bool next(std::string& part) override {
    if (is_broken_ && made_ == 1) throw std::runtime_error("part");
    part.append(large_body, 'p');
    return ++made_ < parts_in_all;
  }

 private:
  const bool is_broken_;
  std::size_t made_ = 0;
};

Response text(unsigned status, std::string_view body) {
  Response response;
  response.status = status;
  response.body = body;
  response.content_type = "text/plain";
  return response;
}

/// The action depends on the second character of the path.
class Behaviours final : public Handler {
 public:
  std::variant<Plan, Response> plan(const Request& head) override {
    Plan plan;
    plan.body_limit = 64;
    switch (behaviour(head)) {
      case 'e': return text(404, "early");
      case 'x': throw std::runtime_error("plan");
      case 'a': plan.admission = Pool::storage; [[fallthrough]];
      case 'b': plan.body_limit = large_body; break;
      case 'u': plan.discards_body = true; break;
      case 'h': plan.pool = Pool::hashing; break;
      case 'm': plan.pool = Pool::mail; break;
      case 'w':
      case 'p':
      case 'q': plan.pool = Pool::storage; break;
      default: break;
    }
    return plan;
  }

  std::optional<Response> admit(const Request& head, Plan&) override {
    if (head.query == "x") throw std::runtime_error("admit");
    if (head.count("T") == 1) return std::nullopt;
    return text(401, "a T is missing");
  }

  std::variant<Plan, Response> handle(const Request& request, Plan& plan) override {
    switch (behaviour(request)) {
      case 'g':
        if (plan.pool != Pool::direct) break;
        plan.pool = Pool::verifying;
        return std::move(plan);
      case 'i': return injecting();
      case 'l': return text(200, std::string(large_body, 'l'));
      case 'n': return text(204, {});
      case 'p':
      case 'q': {
        auto response = text(200, "first");
        response.rest = std::make_shared<Parts>(behaviour(request) == 'q');
        return response;
      }
      case 's': {
        auto response = text(200, {});
        response.shared_body = shared_;
        return response;
      }
      case 't': throw std::runtime_error("handle");
      default: break;
    }
    return text(200, request.body);
  }

  Response refuse(unsigned status, std::string_view, std::string_view detail) override {
    return text(status, detail);
  }

  Response failure(const Request&) noexcept override { return text(500, "failed"); }

 private:
  static char behaviour(const Request& request) noexcept {
    return request.path.size() > 1 ? request.path[1] : '/';
  }

  static Response injecting() {
    auto response = text(200, "injected");
    response.headers.emplace_back("X-Name", "value\r\nX-Injected: yes");
    return response;
  }

  const std::shared_ptr<const std::string> shared_ =
      std::make_shared<const std::string>(large_body, 's');
};

struct Answer {
  unsigned status;
  bool is_cut;
  /// Empty if the request was malformed.
  std::string method;
  std::size_t sent;
};

class Answers final : public Observer {
 public:
  void on_answer(const Exchange& exchange) noexcept override {
    all.push_back({exchange.status, exchange.is_cut, std::string(exchange.method), exchange.sent});
  }

  std::vector<Answer> all;
};

enum class Event : std::uint8_t {
  pause,
  step,
  disconnect,
  take_nothing,
  take_some,
  take_all,
  stop,
  give_up,
  fill_lanes,
  free_lanes,
  run_lane,
  turn_away,
  finish_handshake,
  meet_plain_http,
  flood,
  tick,
};

void happen(MachineDriver& driver, Event event) {
  constexpr std::size_t some = 700;
  constexpr std::size_t all = std::size_t{1} << 30U;
  using namespace std::chrono_literals;
  const bool shakes_hands = driver.last_action() == Action::shake_hands;
  switch (event) {
    case Event::pause: return driver.pass(30s);
    case Event::step: return driver.pass(500ms);
    case Event::tick: return driver.pass(0s);
    case Event::disconnect: return driver.disconnect();
    case Event::take_nothing: return driver.take_up_to(0);
    case Event::take_some: return driver.take_up_to(some);
    case Event::take_all: return driver.take_up_to(all);
    case Event::stop: return driver.stop();
    case Event::give_up:
      // The client is not responsible for the duration of work on a pool.
      if (!driver.waiting_pool()) driver.ask_to_give_up();
      return;
    case Event::fill_lanes: return driver.fill_lanes(true);
    case Event::free_lanes: return driver.fill_lanes(false);
    case Event::run_lane: return driver.run_lane();
    case Event::turn_away:
      if (!driver.is_closed()) driver.turn_away();
      return;
    case Event::finish_handshake:
      if (shakes_hands && !driver.is_closed()) driver.finish_handshake();
      return;
    case Event::meet_plain_http:
      if (shakes_hands && !driver.is_closed()) driver.meet_plain_http();
      return;
    case Event::flood: return driver.send(std::string(flood_size, 'x'));
  }
}

/// Invariants between two events.
void check(MachineDriver& driver) {
  require(driver.in_flight() <= 1, "one request is worked on at a time");
  if (driver.is_closed()) {
    require(driver.in_flight() == 0, "a closed connection has no request in flight");
    return;
  }
  if (driver.machine().is_idle() && driver.last_action() == Action::read) {
    require(driver.shared().memory.held() == 0, "an idle connection holds nothing");
  }
}

/// Executes the input.
void live(MachineDriver& driver, std::string_view script) {
  constexpr std::string_view events =
      "\x80\x81\x82\x83\x84\x85\x86\x87\x88\x89\x8a\x8b\x8c\x8d\x8e\x8f";
  driver.start();
  while (!script.empty() && !driver.is_closed()) {
    const auto first = static_cast<unsigned char>(script.front());
    if (first >= 0x80) {
      happen(driver, static_cast<Event>(first % events.size()));
      script.remove_prefix(1);
    } else {
      std::size_t count = 1;
      while (count < script.size() && static_cast<unsigned char>(script[count]) < 0x80) ++count;
      driver.send(script.substr(0, count));
      script.remove_prefix(count);
    }
    check(driver);
  }
}

/// The client stops sending and reads all output, and the pools do their work.
void come_to_an_end(MachineDriver& driver) {
  constexpr int rounds = 16;
  happen(driver, Event::take_all);
  driver.fill_lanes(false);
  for (int i = 0; i < rounds && !driver.is_closed(); ++i) {
    driver.run_lane(flood_size);
    happen(driver, Event::take_all);
    driver.pass(std::chrono::hours(1));
    check(driver);
  }
  require(driver.is_closed(), "every connection ends");
}

struct Head {
  std::optional<std::size_t> length;
  bool is_chunked = false;
  bool closes = false;
};

Head take_head(std::string_view& rest, unsigned status) {
  const auto status_line = take_line(rest);
  require(status_line && status_line->starts_with("HTTP/1.1 " + std::to_string(status) + " "),
          "an answer begins with its status");
  Head head;
  for (;;) {
    const auto line = take_line(rest);
    require(line.has_value(), "the fields of an answer end with an empty line");
    if (line->empty()) return head;
    const std::size_t colon = line->find(": ");
    require(colon != std::string_view::npos, "a field has a name and a value");
    const auto name = line->substr(0, colon);
    const auto value = line->substr(colon + 2);
    require(is_token(name) && is_field_value(value), "a field of an answer is well-formed");
    require(name != "X-Injected", "the handler's line break makes no field");
    if (name == "Content-Length") {
      require(!head.length, "there is one Content-Length");
      head.length = std::stoul(std::string(value));
    }
    if (name == "Transfer-Encoding") head.is_chunked = value == "chunked";
    if (name == "Connection") head.closes = value == "close";
  }
}

/// `octets` are those of this response; `is_last` means that no other one follows.
void check_answer(std::string_view octets, const Answer& answer, bool is_last) {
  const Head head = take_head(octets, answer.status);
  require(is_last || !head.closes, "what says that it is the last answer is the last");
  require(is_last || !answer.is_cut, "nothing follows an answer that was cut");
  require(!(head.length && head.is_chunked), "an answer has one framing");
  if (answer.is_cut) return;
  const bool may_be_to_head = answer.method.empty() || answer.method == "HEAD";
  if (answer.method == "HEAD" || answer.status == 204) {
    require(octets.empty(), "an answer to HEAD, and one without content, has no body");
  } else if (head.is_chunked) {
    require(take_chunks(octets) && octets.empty(), "the body ends with its last chunk");
  } else if (head.length) {
    require(octets.size() == *head.length || (octets.empty() && may_be_to_head),
            "the body has the length that was announced");
  } else {
    require(head.closes, "what has no length ends with the connection");
  }
}

void check_answers(std::string_view octets, const std::vector<Answer>& answers) {
  for (const Answer& answer : answers) {
    while (octets.starts_with(interim)) octets.remove_prefix(interim.size());
    require(answer.sent <= octets.size(), "observers see no more than was sent");
    check_answer(octets.substr(0, answer.sent), answer, &answer == &answers.back());
    octets.remove_prefix(answer.sent);
  }
  while (octets.starts_with(interim)) octets.remove_prefix(interim.size());
  require(octets.empty(), "observers see all that was sent");
}

/// The data sent to the client, and the data in flight when the connection closed.
std::string all_octets(MachineDriver& driver) {
  std::string octets = driver.taken();
  for (const auto& buffer : driver.machine().output().unsent_octets()) {
    octets.append(static_cast<const char*>(buffer.data()), buffer.size());
  }
  return octets;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto input = gatehouse::fuzz::text_of(data, size);
  if (input.empty()) return 0;
  const auto choice = static_cast<unsigned char>(input.front());
  const bool is_encrypted = (choice & 1U) != 0;
  const bool has_little_memory = (choice & 2U) != 0;

  ServerOptions options;
  options.max_target = 64;
  options.max_header = 256;
  if (has_little_memory) options.output_memory = large_body;
  Behaviours behaviours;
  Answers answers;
  MachineDriver driver(Mux(behaviours).mount("/r/", behaviours, Mux::Requests::relayed), options,
                       {&answers}, is_encrypted);
  live(driver, input.substr(1));
  // The pool that generates a part still owns it, and learns of the end of the connection later.
  const bool lane_has_part = driver.is_closed() && driver.waiting_pool();
  if (!driver.is_closed()) come_to_an_end(driver);
  if (!lane_has_part) check_answers(all_octets(driver), answers.all);
  return 0;
}
