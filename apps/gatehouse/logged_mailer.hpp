/// Logs the cause of mail failures for the operator. Users only learn that delivery failed.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include <gatehouse/ports/mailer.hpp>

namespace gatehouse::app {

class LoggedMailer final : public Mailer {
 public:
  /// `log` must be thread-safe.
  LoggedMailer(std::unique_ptr<Mailer> mailer, std::function<void(std::string_view)> log);

  void deliver(const Mail& mail) override;
  [[nodiscard]] std::string message_id(std::string_view unique_name) const override;

 private:
  std::unique_ptr<Mailer> mailer_;
  std::function<void(std::string_view)> log_;
};

}  // namespace gatehouse::app
