// Admits requests with a valid token and rejects all others.
#pragma once

#include <boost/beast/http.hpp>

#include <gatehouse/ports/clock.hpp>
#include <gatehouse/services/tokens/access_token.hpp>

#include "key_source.hpp"

using Request = boost::beast::http::request<boost::beast::http::string_body>;
using Response = boost::beast::http::response<boost::beast::http::string_body>;

// Thread-safe.
class Guard {
 public:
  Guard(KeySource& source, gatehouse::AccessTokenPolicy policy, gatehouse::Clock& clock)
      : source_(source), policy_(std::move(policy)), clock_(clock) {}

  Response answer(const Request& request);

 private:
  KeySource& source_;
  gatehouse::AccessTokenPolicy policy_;
  gatehouse::Clock& clock_;
};
