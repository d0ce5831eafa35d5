/// What OpenSSL says of its failures to the thread that called it.
#pragma once

#include <openssl/err.h>

namespace gatehouse {

/// Takes out of the thread's queue what came in while this lived, and leaves what was there: a bad
/// signature must not look like the failure of the connection that it came over.
class ErrorMark {
 public:
  ErrorMark() noexcept { ERR_set_mark(); }
  ErrorMark(const ErrorMark&) = delete;
  ErrorMark& operator=(const ErrorMark&) = delete;
  ~ErrorMark() { ERR_pop_to_mark(); }
};

}  // namespace gatehouse
