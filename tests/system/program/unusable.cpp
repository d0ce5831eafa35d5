#include "unusable.hpp"

#include <vector>

#include <doctest/doctest.h>

#include <gatehouse/testing/temporary_folder.hpp>

#include "harness/process.hpp"

namespace gatehouse::testing {

std::string check_unusable(const std::string& database, const std::string& says, int status) {
  const TemporaryFolder folder;
  std::string said;
  for (const auto& arguments :
       {std::vector<std::string>{"serve", "--listen", "127.0.0.1:0", "--mail",
                                 "maildir:" + (folder.path() / "mail").string()},
        std::vector<std::string>{"migrate"},
        std::vector<std::string>{"create-root", "--email", "root@example.org"}}) {
    Invocation invocation{arguments};
    invocation.arguments.insert(invocation.arguments.end(), {"--database", database});
    invocation.input = "secret\n";
    const auto outcome = run_gatehouse(invocation);
    INFO(arguments[0] << ": " << outcome.err);
    CHECK(outcome.status == status);
    CHECK(outcome.out.empty());
    CHECK(outcome.err.starts_with("gatehouse: "));
    CHECK(outcome.err.find(says) != std::string::npos);
    said += outcome.err;
  }
  return said;
}

}  // namespace gatehouse::testing
