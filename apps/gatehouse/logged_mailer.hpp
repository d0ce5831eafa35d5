/// Tells the operator what went wrong with mail; users are told no more than that it did.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include <gatehouse/ports/mailer.hpp>

namespace gatehouse::app {

class LoggedMailer final : public Mailer {
 public:
  /// `log` is called by any number of threads at once.
  LoggedMailer(std::unique_ptr<Mailer> mailer, std::function<void(std::string_view)> log);

  void deliver(const Mail& mail) override;

 private:
  std::unique_ptr<Mailer> mailer_;
  std::function<void(std::string_view)> log_;
};

}  // namespace gatehouse::app
