// Deallocated memory of a mail contains no codes: this program checks all memory when it is freed.
#include <doctest/doctest.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <string>
#include <string_view>

#include <gatehouse/mail_maildir/maildir_mailer.hpp>
#include <gatehouse/mail_message/message.hpp>
#include <gatehouse/services/mail/mail_texts.hpp>
#include <gatehouse/testing/temporary_folder.hpp>

#ifdef __has_feature
#if __has_feature(thread_sanitizer)
#define GATEHOUSE_THREAD_SANITIZER
#include <sanitizer/allocator_interface.h>
#endif
#endif

using namespace gatehouse;

namespace {

/// Encoded, so that constants of the program itself are not reported.
constexpr std::string_view marker_backwards = "5a6b7c8d9e0f1a2b";
[[maybe_unused]] constexpr std::size_t header = alignof(std::max_align_t);

std::atomic<bool> is_watching = false;
std::atomic<int> leaks = 0;

bool holds_marker(const char* memory, std::size_t size) {
  const std::size_t length = marker_backwards.size();
  for (std::size_t at = 0; at + length <= size; ++at) {
    std::size_t same = 0;
    while (same < length && memory[at + same] == marker_backwards[length - 1 - same]) ++same;
    if (same == length) return true;
  }
  return false;
}

std::string marker() { return {marker_backwards.rbegin(), marker_backwards.rend()}; }

void check_freed(const volatile void* memory, std::size_t size) noexcept {
  const auto* const octets = static_cast<const char*>(const_cast<const void*>(memory));
  if (is_watching && holds_marker(octets, size)) ++leaks;
}

}  // namespace

#ifdef GATEHOUSE_THREAD_SANITIZER

// ThreadSanitizer defines the functions itself, and calls these hooks.
namespace {

void taken(const volatile void* /*memory*/, std::size_t /*size*/) {}
void given_back(const volatile void* memory) {
  check_freed(memory, __sanitizer_get_allocated_size(memory));
}

const int hooks = __sanitizer_install_malloc_and_free_hooks(&taken, &given_back);

}  // namespace

#else

namespace {

void* take(std::size_t size) {
  auto* const memory = static_cast<char*>(std::malloc(size + header));
  if (memory == nullptr) throw std::bad_alloc();
  *reinterpret_cast<std::size_t*>(memory) = size;
  return memory + header;
}

void give_back(void* memory) noexcept {
  if (memory == nullptr) return;
  char* const begin = static_cast<char*>(memory) - header;
  check_freed(begin + header, *reinterpret_cast<std::size_t*>(begin));
  std::free(begin);
}

}  // namespace

void* operator new(std::size_t size) { return take(size); }
void operator delete(void* memory) noexcept { give_back(memory); }
void operator delete(void* memory, std::size_t) noexcept { give_back(memory); }

#endif

TEST_CASE("wiping: a code in freed memory is detected") {
  is_watching = true;
  { const std::string forgotten = "a code that is long enough: " + marker(); }
  is_watching = false;
  CHECK(leaks.exchange(0) > 0);
}

TEST_CASE("wiping: no code of a delivered mail is left in freed memory") {
  const testing::TemporaryFolder folder;
  MaildirMailer mailer({.path = folder.path() / "mail",
                        .from = {.address = Email::parse("gatehouse@example.com").value()}});
  const Settings settings;
  OutgoingMail entry;
  entry.recipient = Email::parse("ada@example.com").value();
  for (const MailKind kind : {MailKind::approval, MailKind::password_reset}) {
    entry.kind = kind;
    std::string text = std::string(48, '0') + marker();
    const Secret secret(text);
    wipe(text);
    is_watching = true;
    mailer.deliver(write_mail(entry, secret, Timestamp{}, settings));
    is_watching = false;
    CHECK(leaks.exchange(0) == 0);
  }
}
