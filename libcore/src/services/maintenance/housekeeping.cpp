#include <gatehouse/services/maintenance/housekeeping.hpp>

#include <chrono>

#include <gatehouse/base/invariant.hpp>
#include <gatehouse/services/issue.hpp>

namespace gatehouse {
namespace {

constexpr std::size_t mails_per_step = 16;
constexpr std::size_t records_per_step = 500;
constexpr int erasure_steps_per_step = 16;
/// No step begins after this time, so that a call stays short on a slow disk.
constexpr Duration time_for_erasures = std::chrono::seconds(1);

template <class Records>
std::size_t erase_expired(Operations& operations, Collection<Records> Collections::*records,
                          Timestamp now) {
  const auto erased = operations.keep_house([&](Change& change) -> Result<std::size_t> {
    return (change.tx.*records)().erase_expired(now, records_per_step);
  });
  invariant(*erased <= records_per_step);
  return *erased;
}

}  // namespace

Housekeeping::Housekeeping(Operations& operations, const ServicePorts& ports,
                           const Settings& settings, ClockWatch& clock, MailDelivery& mail,
                           SigningKeys& keys, ServiceTokens& service_tokens, Erasures& erasures)
    : operations_(operations),
      ports_(ports),
      settings_(settings),
      clock_(clock),
      mail_(mail),
      keys_(keys),
      service_tokens_(service_tokens),
      erasures_(erasures) {}

Housekeeping::Report Housekeeping::step() {
  // Runs first, since ids made afterwards are in order.
  Report report = erase_records();
  const Report mail = deliver_mail();
  report.mails_delivered = mail.mails_delivered;
  report.erased.mails = mail.erased.mails;
  report.more |= mail.more;
  return report;
}

Housekeeping::Report Housekeeping::deliver_mail() {
  Report report;
  report.clock = clock_.read();
  const MailDelivery::Outcome mails = mail_.deliver_due(mails_per_step, report.clock.is_steady);
  invariant(mails.delivered + mails.dropped <= mails_per_step);
  report.mails_delivered = mails.delivered;
  report.erased.mails = mails.dropped;
  report.more = mails.delivered + mails.dropped == mails_per_step;
  return report;
}

Housekeeping::Report Housekeeping::erase_records() {
  Report report;
  report.clock = clock_.read();
  if (const auto newest = newest_in_order(operations_)) ports_.clock.continue_after(*newest);
  service_tokens_.store_uses();
  erase_what_was_over(report);
  erase_what_was_deleted(report);
  return report;
}

void Housekeeping::erase_what_was_over(Report& report) {
  if (!report.clock.is_steady) return;

  const auto erase = [&]<class Records>(Collection<Records> Collections::*records, Timestamp over) {
    const std::size_t erased = erase_expired(operations_, records, over);
    report.more |= erased == records_per_step;
    return erased;
  };
  const Timestamp now = report.clock.date;
  report.erased.sessions = erase(&Transaction::sessions, now);
  report.erased.service_account_tokens = erase(&Transaction::service_account_tokens, now);
  report.erased.consumer_tokens = erase(&Transaction::consumer_tokens, now);
  report.erased.token_families = erase(&Transaction::token_families, now);
  report.erased.service_tokens = erase(&Transaction::service_tokens, now);
  report.erased.idempotency_keys = erase(&Transaction::idempotency_keys, now);
  report.erased.signing_keys = keys_.erase_outdated(now);
  // An expired reset token has a different response from an unknown one, and an expired
  // registration can be sent a new code, so they are kept for some time.
  const Timestamp long_ago = now - settings_.mail_lifetime;
  report.erased.password_resets = erase(&Transaction::password_resets, long_ago);
  report.erased.approve_codes = erase(&Transaction::approve_codes, long_ago);
  report.erased.registrations = erase(&Transaction::registrations, long_ago);
  report.erased.mail_entries = erase(&Transaction::mail_ledger, now - mail_ledger_retention);
}

/// Runs regardless of the date.
void Housekeeping::erase_what_was_deleted(Report& report) {
  const Duration begun = ports_.clock.elapsed();
  const auto has_time = [&] { return ports_.clock.elapsed() - begun < time_for_erasures; };
  bool more_to_erase = true;
  for (int i = 0; i < erasure_steps_per_step && more_to_erase && has_time(); ++i) {
    const Erasures::Step step = erasures_.step();
    report.erased.deleted += step.rows;
    more_to_erase = step.more;
  }
  report.more |= more_to_erase;
}

}  // namespace gatehouse
