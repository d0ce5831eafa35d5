#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <exception>
#include <iostream>
#include <new>
#include <string>
#include <system_error>
#include <variant>
#include <vector>

#include <gatehouse/ports/storage_error.hpp>

#include "bad_option.hpp"
#include "command_line.hpp"
#include "commands.hpp"
#include "configuration_checks.hpp"
#include "doctor/thread_check.hpp"
#include "operations/log_descriptor.hpp"

namespace {

using namespace gatehouse::app;

int run(const Configuration& chosen) {
  // The doctor reports each mistake separately.
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

std::string in_words(const std::system_error& error) {
  if (error.code() != std::errc::resource_unavailable_try_again) return error.what();
  return too_few_threads(error);
}

/// Opens /dev/null in place of standard streams that the parent process closed. Otherwise, a file
/// opened later could take such a number and receive the program's output. As before, reading
/// reports the end of the file, and writing fails.
void occupy_standard_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(stream, F_GETFD) < 0) (void)::open("/dev/null", O_RDONLY);
  }
}

/// A command fails if its output cannot be written.
int end_output(int status) {
  if (std::cout.flush() || status != 0) return status;
  return fail(1, "standard output cannot be written: check where it leads, and its disk");
}

/// Memory contains secrets, so core dumps and access by other processes of the user are disabled.
void keep_memory_private() {
  const rlimit none{0, 0};
  (void)::setrlimit(RLIMIT_CORE, &none);
  (void)::prctl(PR_SET_DUMPABLE, 0);
}

}  // namespace

int main(int argc, char** argv) {
  keep_memory_private();
  occupy_standard_streams();
  try {
    const auto read = read_command_line({argv + 1, argv + argc});
    if (const auto* exit = std::get_if<Exit>(&read)) return end_output(exit->status);
    const auto& chosen = std::get<Configuration>(read);
    try {
      return end_output(run(chosen));
    } catch (const BadOption& error) {
      return fail(2, error.in_words(chosen));
    }
  } catch (const gatehouse::StorageDamaged& error) {
    return fail(1, std::string(error.what()) +
                       ". Keep the database's files, and restore the last good backup");
  } catch (const std::bad_alloc&) {
    return fail(1, "there is not enough memory: raise its limit (ulimit -v, MemoryMax=)");
  } catch (const std::system_error& error) {
    return fail(1, in_words(error));
  } catch (const std::exception& error) {
    return fail(1, error.what());
  }
}
