#include <gatehouse/password_argon2/argon2_password_hasher.hpp>

#include <algorithm>
#include <limits>
#include <span>
#include <stdexcept>

#include <argon2.h>

#include <gatehouse/base/bytes.hpp>
#include <gatehouse/ports/port_error.hpp>

#include "block_pool.hpp"
#include "phc_string.hpp"

namespace gatehouse {

using password_argon2::Block;
using password_argon2::BlockPool;
using password_argon2::PhcString;

namespace {

/// The library's memory callbacks have no context parameter, so a thread-local variable holds the
/// block of the current call.
thread_local const Block* block_of_this_thread = nullptr;

int use_block(std::uint8_t** memory, std::size_t size) {
  const bool fits = size <= block_of_this_thread->kib() * 1024;
  *memory = fits ? block_of_this_thread->data() : nullptr;
  return fits ? ARGON2_OK : ARGON2_MEMORY_ALLOCATION_ERROR;
}

/// The block returns to the pool when the lease ends; the library has wiped it by now.
void leave_block(std::uint8_t*, std::size_t) {}

/// Computes `out.size()` bytes of hash of the password with the parameters and the salt of `phc`.
void compute(const PhcString& phc, const Secret& password, const Block& block,
             std::span<std::uint8_t> out) {
  const std::string_view text = password.reveal();
  if (text.size() > std::numeric_limits<std::uint32_t>::max()) {
    throw PortError("a password of more than 4 GiB cannot be hashed");
  }
  // The library takes mutable pointers also to memory that it only reads.
  argon2_context context{};
  context.out = out.data();
  context.outlen = static_cast<std::uint32_t>(out.size());
  context.pwd = reinterpret_cast<std::uint8_t*>(const_cast<char*>(text.data()));
  context.pwdlen = static_cast<std::uint32_t>(text.size());
  context.salt = const_cast<std::uint8_t*>(phc.salt.data());
  context.saltlen = static_cast<std::uint32_t>(phc.salt.size());
  context.t_cost = phc.iterations;
  context.m_cost = phc.memory_kib;
  context.lanes = phc.parallelism;
  context.threads = phc.parallelism;
  context.version = phc.version;
  context.allocate_cbk = use_block;
  context.free_cbk = leave_block;
  context.flags = ARGON2_DEFAULT_FLAGS;

  block_of_this_thread = &block;
  const int outcome = argon2_ctx(&context, static_cast<argon2_type>(phc.variant));
  block_of_this_thread = nullptr;

  if (outcome == ARGON2_OK) return;
  const std::string what = std::string("Argon2: ") + argon2_error_message(outcome);
  if (outcome == ARGON2_MEMORY_ALLOCATION_ERROR || outcome == ARGON2_THREAD_FAIL) {
    throw TransientPortError(what);
  }
  throw PortError(what);
}

void require(bool condition, const char* otherwise) {
  if (!condition) throw std::invalid_argument(otherwise);
}

Argon2Options checked(const Argon2Options& options) {
  using namespace password_argon2;
  require(options.parallelism >= 1 && options.parallelism <= max_lanes,
          "Argon2: parallelism must be 1 to 255");
  require(options.iterations >= 1, "Argon2: there must be at least 1 iteration");
  require(options.memory_kib >= min_kib_per_lane * options.parallelism,
          "Argon2: memory must be at least 8 KiB for each lane");
  require(options.memory_kib <= options.memory_budget_kib,
          "Argon2: the memory budget must hold the memory of one hash");
  require(options.salt_length >= min_salt && options.salt_length <= max_salt,
          "Argon2: the salt must be 8 to 48 bytes long");
  require(options.hash_length >= min_hash && options.hash_length <= max_hash,
          "Argon2: the hash must be 12 to 64 bytes long");
  require(options.iterations <= options.max_iterations &&
              options.parallelism <= options.max_parallelism,
          "Argon2: iterations and parallelism must not be above their maxima");
  require(options.wait_deadline.count() >= 0 && options.wait_deadline <= std::chrono::hours(1),
          "Argon2: the deadline must be 0 s to 1 h");
  return options;
}

}  // namespace

Argon2PasswordHasher::Argon2PasswordHasher(const Argon2Options& options, Entropy& entropy)
    : options_(checked(options)),
      entropy_(entropy),
      pool_(std::make_unique<BlockPool>(options.memory_budget_kib, options.wait_deadline)) {}

Argon2PasswordHasher::~Argon2PasswordHasher() = default;

std::string Argon2PasswordHasher::hash(const Secret& password) {
  PhcString phc;
  phc.memory_kib = options_.memory_kib;
  phc.iterations = options_.iterations;
  phc.parallelism = options_.parallelism;
  phc.salt.resize(options_.salt_length);
  phc.hash.resize(options_.hash_length);
  entropy_.fill(phc.salt);
  {
    const BlockPool::Lease lease = pool_->lease(phc.memory_kib);
    compute(phc, password, lease.block(), phc.hash);
  }
  return phc.to_string();
}

bool Argon2PasswordHasher::verify(const Secret& password, std::string_view phc) {
  const auto stored = PhcString::parse(phc);
  if (!stored) return false;
  if (auto excess = excess_of(*stored)) throw PortError(*excess);
  if (stored->memory_kib > options_.memory_budget_kib) note_large_hash(stored->memory_kib);
  std::vector<std::uint8_t> hash(stored->hash.size());
  {
    const BlockPool::Lease lease = pool_->lease(stored->memory_kib);
    compute(*stored, password, lease.block(), hash);
  }
  return equal_in_constant_time(hash, stored->hash);
}

bool Argon2PasswordHasher::understands(std::string_view phc) const {
  return PhcString::parse(phc).has_value();
}

bool Argon2PasswordHasher::is_too_costly(std::string_view phc) const {
  const auto stored = PhcString::parse(phc);
  return stored && excess_of(*stored).has_value();
}

bool Argon2PasswordHasher::needs_rehash(std::string_view phc) const {
  const auto stored = PhcString::parse(phc);
  return !stored || stored->variant != password_argon2::Variant::id ||
         stored->version != PhcString::version_1_3 || stored->memory_kib != options_.memory_kib ||
         stored->iterations != options_.iterations || stored->parallelism != options_.parallelism ||
         stored->hash.size() != options_.hash_length;
}

std::optional<std::size_t> Argon2PasswordHasher::memory_of(std::string_view phc) {
  const auto stored = PhcString::parse(phc);
  return stored ? std::optional<std::size_t>(stored->memory_kib) : std::nullopt;
}

void Argon2PasswordHasher::note_large_hash(std::size_t kib) {
  // The set is bounded, since the strings come from the database and may state any number of
  // amounts.
  constexpr std::size_t most_noted = 16;
  {
    const std::lock_guard lock(noted_mutex_);
    if (noted_.size() >= most_noted || !noted_.insert(kib).second) return;
  }
  if (options_.on_large_hash) options_.on_large_hash(kib);
}

std::size_t Argon2PasswordHasher::peak_memory_kib() const { return pool_->peak_kib(); }

Argon2PasswordHasher::Usage Argon2PasswordHasher::usage() const {
  return {pool_->waiting(), pool_->leases(), pool_->leased_kib() + pool_->idle_kib()};
}

std::optional<std::string> Argon2PasswordHasher::excess_of(const PhcString& stored) const {
  const auto words = [](const std::string& what, std::size_t asked, std::size_t allowed) {
    return "a stored password asks for " + std::to_string(asked) + " " + what +
           ", and no more than " + std::to_string(allowed) + " are allowed";
  };
  const std::size_t most_kib = std::max<std::size_t>(
      {options_.max_memory_kib, options_.memory_kib, options_.memory_budget_kib});
  if (stored.memory_kib > most_kib) return words("KiB of memory", stored.memory_kib, most_kib);
  if (stored.iterations > options_.max_iterations) {
    return words("iterations", stored.iterations, options_.max_iterations);
  }
  if (stored.parallelism > options_.max_parallelism) {
    return words("lanes", stored.parallelism, options_.max_parallelism);
  }
  return std::nullopt;
}

}  // namespace gatehouse
