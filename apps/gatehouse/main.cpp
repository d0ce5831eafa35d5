#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <exception>
#include <new>
#include <string>
#include <system_error>
#include <variant>
#include <vector>

#include "bad_option.hpp"
#include "command_line.hpp"
#include "commands.hpp"
#include "configuration_checks.hpp"
#include "operations/log_descriptor.hpp"

namespace {

using namespace gatehouse::app;

int run(const Configuration& chosen) {
  // The doctor reports each mistake by itself.
  if (chosen.command != "doctor") check_configuration(chosen);
  if (chosen.command == "serve") return serve(chosen);
  if (chosen.command == "create-root") return create_root(chosen);
  if (chosen.command == "create-key") return create_key(chosen);
  if (chosen.command == "rotate-key") return rotate_key(chosen);
  if (chosen.command == "rotate-signing-key") return rotate_signing_key(chosen);
  if (chosen.command == "migrate") return migrate(chosen);
  if (chosen.command == "backup") return back_up(chosen);
  if (chosen.command == "doctor") return doctor(chosen);
  if (chosen.command == "export") return export_records(chosen);
  if (chosen.command == "import") return import_records(chosen);
  if (chosen.command == "openapi") return print_openapi();
  return print_version();
}

int fail(int status, const std::string& why) {
  print(STDERR_FILENO, "gatehouse: " + why + "\n");
  return status;
}

/// The system's own words for a thread that it does not start do not say what was meant.
std::string in_words(const std::system_error& error) {
  if (error.code() != std::errc::resource_unavailable_try_again) return error.what();
  return "the system starts no more threads: raise its limits (ulimit -u, TasksMax=, or memory), "
         "or give fewer (--storage-threads, --mail-threads, --hashing-threads, --io-threads): " +
         error.code().message();
}

/// Secrets are in memory: no core file shows them, and no other process of the same user.
void keep_memory_private() {
  const rlimit none{0, 0};
  (void)::setrlimit(RLIMIT_CORE, &none);
  (void)::prctl(PR_SET_DUMPABLE, 0);
}

}  // namespace

int main(int argc, char** argv) {
  keep_memory_private();
  try {
    const auto read = read_command_line({argv + 1, argv + argc});
    if (const auto* exit = std::get_if<Exit>(&read)) return exit->status;
    const auto& chosen = std::get<Configuration>(read);
    try {
      return run(chosen);
    } catch (const BadOption& error) {
      return fail(2, error.in_words(chosen));
    }
  } catch (const std::bad_alloc&) {
    return fail(1, "there is not enough memory: raise its limit (ulimit -v, MemoryMax=)");
  } catch (const std::system_error& error) {
    return fail(1, in_words(error));
  } catch (const std::exception& error) {
    return fail(1, error.what());
  }
}
