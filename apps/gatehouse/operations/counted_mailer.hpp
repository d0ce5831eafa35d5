/// Counts delivered and failed mails.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include <gatehouse/ports/mailer.hpp>

namespace gatehouse::app {

struct MailCounts {
  std::atomic<std::uint64_t> delivered = 0;
  std::atomic<std::uint64_t> failed = 0;
};

class CountedMailer final : public Mailer {
 public:
  /// `counts` must outlive the mailer.
  CountedMailer(std::unique_ptr<Mailer> mailer, MailCounts& counts);

  void deliver(const Mail& mail) override;
  [[nodiscard]] std::string message_id(std::string_view unique_name) const override;

 private:
  std::unique_ptr<Mailer> mailer_;
  MailCounts& counts_;
};

}  // namespace gatehouse::app
