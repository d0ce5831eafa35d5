/// Executes the operation of a request: caller, parameters, body, work, response.
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
#include "findings.hpp"
#include "router.hpp"

namespace gatehouse::http::api {

class Answering {
 public:
  /// Called with the path's template, the request id and a description of the internal failure.
  using LogFailure =
      std::function<void(std::string_view where, std::string_view id, std::string_view what)>;

  /// `services` and `authenticator` must outlive this object. Each further part of a list may wait
  /// `storage_deadline` for the storage.
  Answering(Services& services, Authenticator& authenticator,
            std::chrono::milliseconds storage_deadline, LogFailure log_failure)
      : services_(services),
        authenticator_(authenticator),
        storage_deadline_(storage_deadline),
        log_failure_(std::move(log_failure)) {}

  /// `findings` may be null. Adds labels of the caller to `labels`.
  [[nodiscard]] Response answer(const Request& request, const Endpoint& endpoint,
                                Findings* findings, RequestLabels& labels);

 private:
  /// Returns the refusal of invalid parameters, or of a caller who lacks permission whatever the
  /// parameters are.
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
