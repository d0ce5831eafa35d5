/// From a request for an operation to its response: caller, parameters, body, work.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gatehouse/base/result.hpp>
#include <gatehouse/http_server/message.hpp>
#include <gatehouse/schema/value.hpp>
#include <gatehouse/services/services.hpp>

#include "authenticator.hpp"
#include "claimed_body.hpp"
#include "router.hpp"

namespace gatehouse::http::api {

/// A response without a body, or with one that is JSON already.
[[nodiscard]] Response respond_text(unsigned status, std::string body);

class Answering {
 public:
  /// Called with the path's template, the request's id and what went wrong on this side.
  using LogFailure =
      std::function<void(std::string_view where, std::string_view id, std::string_view what)>;

  /// `services` and `authenticator` outlive this. Each further part of a list may wait for the
  /// storage for as long as `storage_deadline`.
  Answering(Services& services, Authenticator& authenticator,
            std::chrono::milliseconds storage_deadline, LogFailure log_failure)
      : services_(services),
        authenticator_(authenticator),
        storage_deadline_(storage_deadline),
        log_failure_(std::move(log_failure)) {}

  /// `body` is null unless it has been read already. Adds to `about` who the caller is.
  [[nodiscard]] Response answer(const Request& request, const Endpoint& endpoint, ReadBody* body,
                                RequestLabels& labels);

 private:
  /// The refusal of what is wrong with the parameters; in its place, that of a caller who may not
  /// do this whatever they are.
  [[nodiscard]] Error refuse_parameters(const Request& request, const Endpoint& endpoint,
                                        const Caller& caller, const Error& wrong);
  [[nodiscard]] Result<Content> work(const Request& request, const Endpoint& endpoint,
                                     const ParameterValues& parameters, const Caller& caller,
                                     ReadBody* body);
  [[nodiscard]] Result<Response> begin_list(const Request& request, const Endpoint& endpoint,
                                            ParameterValues parameters, const Caller& caller);

  Services& services_;
  Authenticator& authenticator_;
  const std::chrono::milliseconds storage_deadline_;
  const LogFailure log_failure_;
};

}  // namespace gatehouse::http::api
