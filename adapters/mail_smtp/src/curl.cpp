#include "curl.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include <curl/curl.h>

#include <gatehouse/ports/port_error.hpp>

namespace gatehouse::mail_smtp {
namespace {

using Clock = std::chrono::steady_clock;

/// How long to wait for the answer to QUIT after the mail is accepted.
constexpr std::chrono::seconds patience_at_the_end{1};

struct EasyCleanup {
  void operator()(CURL* easy) const noexcept { curl_easy_cleanup(easy); }
};
using Easy = std::unique_ptr<CURL, EasyCleanup>;

struct ListCleanup {
  void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, ListCleanup>;

[[noreturn]] void cannot_be_used(std::string_view why) {
  throw PortError(std::string("libcurl cannot be used for mail: ").append(why));
}

Easy make_easy() {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (ready != CURLE_OK) cannot_be_used(curl_easy_strerror(ready));
  Easy easy(curl_easy_init());
  if (!easy) cannot_be_used("out of memory");
  return easy;
}

template <class Value>
void set(const Easy& easy, CURLoption option, Value value) {
  const CURLcode code = curl_easy_setopt(easy.get(), option, value);
  if (code != CURLE_OK) cannot_be_used(curl_easy_strerror(code));
}

/// The context of libcurl's callbacks.
struct Delivery {
  Conversation& conversation;
  bool needs_utf8;
  std::optional<Clock::time_point> accepted_at{};
};

std::size_t hear(const char* line, std::size_t, std::size_t size, void* data) noexcept {
  try {
    auto& delivery = *static_cast<Delivery*>(data);
    delivery.conversation.hear({line, size});
    if (!delivery.accepted_at && delivery.conversation.is_accepted()) {
      delivery.accepted_at = Clock::now();
    }
    return size;
  } catch (const std::exception&) {
    return 0;  // aborts the transfer
  }
}

std::size_t give(char* buffer, std::size_t, std::size_t size, void* data) noexcept {
  const auto& delivery = *static_cast<Delivery*>(data);
  // No part of the mail is sent to a server that would garble its addresses.
  if (delivery.needs_utf8 && !delivery.conversation.offers_utf8()) return CURL_READFUNC_ABORT;
  return delivery.conversation.read({buffer, size});
}

int is_over(void* data, curl_off_t, curl_off_t, curl_off_t, curl_off_t) noexcept {
  const auto& accepted_at = static_cast<const Delivery*>(data)->accepted_at;
  return accepted_at && Clock::now() - *accepted_at > patience_at_the_end ? 1 : 0;
}

std::string url_of(const SmtpOptions& options) {
  const bool v6 = options.host.find(':') != std::string::npos;
  return std::string(options.security == SmtpSecurity::implicit_tls ? "smtps://" : "smtp://")
      .append(v6 ? "[" + options.host + "]" : options.host)
      .append(":")
      .append(std::to_string(options.port));
}

void set_server(const Easy& easy, const SmtpOptions& options) {
  set(easy, CURLOPT_URL, url_of(options).c_str());
  set(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  set(easy, CURLOPT_PROXY, "");  // ignores the environment
  const auto deadline = options.deadline.count();
  set(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_deadline.count()));
  set(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(deadline));
  set(easy, CURLOPT_SERVER_RESPONSE_TIMEOUT, static_cast<long>(deadline / 1000 + 1));
  set(easy, CURLOPT_NOSIGNAL, 1L);
  set(easy, CURLOPT_FORBID_REUSE, 1L);
#if LIBCURL_VERSION_NUM >= 0x075700
  // Past the deadline, libcurl does not wait for a name server that hangs.
  set(easy, CURLOPT_QUICK_EXIT, 1L);
#endif
}

void set_security(const Easy& easy, const SmtpOptions& options) {
  switch (options.security) {
    case SmtpSecurity::implicit_tls:
    case SmtpSecurity::starttls: set(easy, CURLOPT_USE_SSL, long{CURLUSESSL_ALL}); break;
    case SmtpSecurity::opportunistic: set(easy, CURLOPT_USE_SSL, long{CURLUSESSL_TRY}); break;
    case SmtpSecurity::plain: set(easy, CURLOPT_USE_SSL, long{CURLUSESSL_NONE}); break;
  }
  set(easy, CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
  set(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  set(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  if (!options.ca_file.empty()) {
    set(easy, CURLOPT_CAINFO, options.ca_file.c_str());
    set(easy, CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  }
  if (!options.user.empty()) {
    set(easy, CURLOPT_USERNAME, options.user.c_str());
    set(easy, CURLOPT_PASSWORD, std::string(options.password.reveal()).c_str());
  }
}

std::string_view in_words(CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST: return "its name cannot be found";
    case CURLE_COULDNT_CONNECT: return "it cannot be reached";
    case CURLE_OPERATION_TIMEDOUT: return "it did not answer in time";
    case CURLE_USE_SSL_FAILED: return "it does not offer STARTTLS";
    case CURLE_PEER_FAILED_VERIFICATION: return "its certificate is not trusted";
    case CURLE_SSL_CONNECT_ERROR: return "TLS failed";
    case CURLE_SSL_CACERT_BADFILE: return "the authorities to trust cannot be read";
    case CURLE_LOGIN_DENIED: return "it refuses the login";
    default: return "it did not take the mail";
  }
}

/// libcurl's messages contain names from the certificate, which the server chooses.
std::string printable(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c < ' ' || c > '~') c = '?';
  }
  return out;
}

/// Returns a description of the failure; empty on success.
std::string describe(CURLcode code, const char* detail, const Conversation& conversation) {
  if (code == CURLE_OK) return {};
  std::string what(in_words(code));
  if (*detail != '\0') what.append(": ").append(printable(detail));
  if (!conversation.refusal().empty()) {
    what.append(" (reply ").append(conversation.refusal()).append(")");
  }
  return what;
}

}  // namespace

std::string hand_over(const SmtpOptions& options, const Envelope& envelope,
                      Conversation& conversation) {
  Delivery delivery{conversation, envelope.needs_utf8};
  std::array<char, CURL_ERROR_SIZE> detail{};
  const List recipients(curl_slist_append(nullptr, envelope.recipient.c_str()));
  if (!recipients) cannot_be_used("out of memory");

  const Easy easy = make_easy();
  set_server(easy, options);
  set_security(easy, options);
  set(easy, CURLOPT_ERRORBUFFER, detail.data());
  set(easy, CURLOPT_MAIL_FROM, envelope.sender.c_str());
  set(easy, CURLOPT_MAIL_RCPT, recipients.get());
  set(easy, CURLOPT_UPLOAD, 1L);
  set(easy, CURLOPT_READFUNCTION, &give);
  set(easy, CURLOPT_READDATA, &delivery);
  set(easy, CURLOPT_HEADERFUNCTION, &hear);
  set(easy, CURLOPT_HEADERDATA, &delivery);
  set(easy, CURLOPT_NOPROGRESS, 0L);
  set(easy, CURLOPT_XFERINFOFUNCTION, &is_over);
  set(easy, CURLOPT_XFERINFODATA, &delivery);

  const CURLcode code = curl_easy_perform(easy.get());
  if (code == CURLE_OK) return {};
  const bool refused = !conversation.refusal().empty();
  if (envelope.needs_utf8 && !conversation.offers_utf8() &&
      (code == CURLE_ABORTED_BY_CALLBACK || (code == CURLE_SEND_ERROR && refused))) {
    return "it does not offer SMTPUTF8, which a mail with such an address needs";
  }
  return describe(code, detail.data(), conversation);
}

std::string greet(const SmtpOptions& options) {
  // This conversation receives replies, but has no mail to send.
  Conversation conversation({});
  Delivery delivery{conversation, false};
  std::array<char, CURL_ERROR_SIZE> detail{};
  const Easy easy = make_easy();
  set_server(easy, options);
  set_security(easy, options);
  set(easy, CURLOPT_ERRORBUFFER, detail.data());
  set(easy, CURLOPT_CUSTOMREQUEST, "NOOP");
  set(easy, CURLOPT_NOBODY, 1L);
  set(easy, CURLOPT_HEADERFUNCTION, &hear);
  set(easy, CURLOPT_HEADERDATA, &delivery);
  return describe(curl_easy_perform(easy.get()), detail.data(), conversation);
}

}  // namespace gatehouse::mail_smtp
