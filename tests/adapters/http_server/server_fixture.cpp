#include "server_fixture.hpp"

#include <stdexcept>

namespace gatehouse::http::testing {
namespace {

Response text(unsigned status, std::string body) {
  Response response;
  response.status = status;
  response.body = std::move(body);
  response.content_type = "text/plain";
  return response;
}

class LetteredParts final : public BodySource {
 public:
  LetteredParts(std::string_view query, std::atomic<std::size_t>& count)
      : is_endless_(query == "endless"), is_broken_(query == "broken"), count_(count) {}

  bool next(std::string& part) override {
    ++count_;
    if (is_broken_ && number_ == 2) throw std::runtime_error("part");
    part.append(part_size, letter_of_part(number_++));
    return is_endless_ || number_ < parts_in_all;
  }

 private:
  const bool is_endless_;
  const bool is_broken_;
  std::atomic<std::size_t>& count_;
  std::size_t number_ = 1;
};

Claim claim_in(const Request& request) {
  return {
      .standing = request.count("X-Known") > 0 ? Claim::Standing::known : Claim::Standing::stranger,
      .party = std::string(request.header("X-Party")),
      .matter = std::string(request.header("X-Matter"))};
}

}  // namespace

char letter_of_part(std::size_t number) { return static_cast<char>('a' + number % 26); }

std::variant<Plan, Response> TestHandler::plan(const Request& head) {
  if (head.path == "/early") return text(404, "early");
  if (head.path == "/plan-throw") throw std::runtime_error("plan");
  Plan plan;
  plan.body_limit = 1000;
  plan.found = this;
  if (head.path == "/guarded") {
    plan.admission = Pool::storage;
    plan.body_limit = 1024 * 1024;
  }
  if (head.path == "/body") plan.body_limit = 1024 * 1024;
  if (head.path == "/unkept") plan.discards_body = true;
  if (head.path == "/parts") plan.pool = Pool::storage;
  if (head.path == "/storage") plan.pool = Pool::storage;
  if (head.path == "/hashing") plan.pool = Pool::hashing;
  if (head.path == "/verifying") plan.pool = Pool::verifying;
  if (head.path == "/lookup") plan.pool = Pool::lookup;
  if (head.path == "/reading") plan.pool = Pool::reading;
  if (head.path == "/mail") plan.pool = Pool::mail;
  if (head.path == "/claim") {
    plan.pool = Pool::hashing;
    plan.claim = claim_in(head);
  }
  return plan;
}

std::optional<Response> TestHandler::admit(const Request& head, Plan& plan) {
  ++admitted;
  if (std::any_cast<TestHandler*>(plan.found) != this)
    throw std::logic_error("what the plan found was lost");
  if (head.query == "throw") throw std::runtime_error("admit");
  if (head.count("X-Token") == 1) return std::nullopt;
  return text(401, "who is it?");
}

std::variant<Plan, Response> TestHandler::handle(const Request& request, Plan& plan) {
  ++handled;
  if (std::any_cast<TestHandler*>(plan.found) != this)
    throw std::logic_error("what the plan found was lost");
  if (request.path == "/go-on" && plan.pool == Pool::direct) {
    Plan next = plan;
    next.pool = Pool::hashing;
    next.claim = claim_in(request);
    return next;
  }
  if (plan.pool != Pool::direct) pass_gate(request.query);
  if (request.query == "hook") hook();
  if (request.path == "/throw") throw std::runtime_error("handle");
  if (request.path == "/large") return text(200, std::string(8 * 1024 * 1024, 'x'));
  if (request.path == "/shared") {
    static const auto shared = std::make_shared<const std::string>(1024 * 1024, 's');
    Response response = text(200, {});
    response.shared_body = shared;
    return response;
  }
  if (request.path == "/parts") {
    Response response = text(200, std::string(part_size, letter_of_part(0)));
    response.rest = std::make_shared<LetteredParts>(request.query, parts);
    return response;
  }
  if (request.path == "/empty") return text(204, {});
  if (request.path == "/inject") {
    auto response = text(200, "injected");
    response.headers.emplace_back("X-Name", "value\r\nX-Injected: yes");
    return response;
  }
  auto body = std::string(request.method).append(" ").append(request.path);
  if (!request.query.empty()) body.append("?").append(request.query);
  if (request.has_length) body.append(" [" + std::to_string(request.body.size()) + "]");
  if (!request.body.empty()) body.append(" ").append(request.body);
  auto response = text(200, std::move(body));
  if (const auto echo = request.header("x-echo"); !echo.empty()) {
    response.headers.emplace_back("X-Echo", echo);
  }
  return response;
}

Response TestHandler::refuse(unsigned status, std::string_view path, std::string_view detail) {
  Response response = text(status, std::string(path).append(": ").append(detail));
  if (status == 503) response.headers.emplace_back("Retry-After", "1");
  return response;
}

Response TestHandler::failure(const Request&) noexcept {
  try {
    throw;
  } catch (const std::exception& error) {
    return text(500, std::string("failed: ") + error.what());
  }
}

void TestHandler::shut_gate() {
  const std::lock_guard lock(mutex_);
  open_ = false;
}

void TestHandler::open_gate() {
  {
    const std::lock_guard lock(mutex_);
    open_ = true;
  }
  changed_.notify_all();
}

void TestHandler::await_held(std::size_t count) {
  std::unique_lock lock(mutex_);
  if (!changed_.wait_for(lock, 20s, [&] { return held_ >= count; })) {
    throw std::runtime_error("the requests did not reach their pool");
  }
}

std::string TestHandler::order() {
  const std::lock_guard lock(mutex_);
  return order_;
}

void TestHandler::pass_gate(std::string_view query) {
  std::unique_lock lock(mutex_);
  if (!order_.empty()) order_ += ' ';
  order_ += query;
  ++held_;
  changed_.notify_all();
  changed_.wait(lock, [this] { return open_; });
  --held_;
}

ServerOptions test_options() {
  ServerOptions options;
  options.port = 0;
  options.io_threads = 2;
  options.storage = {4, 64};
  options.hashing = {1, 1};
  options.refusal_delay = 10ms;
  options.mail = {1, 8};
  return options;
}

std::string get(std::string_view target, std::string_view fields) {
  return std::string("GET ").append(target).append(" HTTP/1.1\r\nHost: x\r\n").append(fields) +
         "\r\n";
}

std::string post(std::string_view target, std::string_view body, std::string_view fields) {
  return std::string("POST ").append(target).append(" HTTP/1.1\r\nHost: x\r\n").append(fields) +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

}  // namespace gatehouse::http::testing
