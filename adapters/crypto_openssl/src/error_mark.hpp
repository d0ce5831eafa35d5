/// OpenSSL's error queue of the calling thread.
#pragma once

#include <openssl/err.h>

namespace gatehouse {

/// Removes the errors that were added to the thread's queue during its lifetime, and leaves the
/// earlier ones: an invalid signature must not look like a failure of the connection that it came
/// over.
class ErrorMark {
 public:
  ErrorMark() noexcept { ERR_set_mark(); }
  ErrorMark(const ErrorMark&) = delete;
  ErrorMark& operator=(const ErrorMark&) = delete;
  ~ErrorMark() { ERR_pop_to_mark(); }
};

}  // namespace gatehouse
