/// The subcommands. Each returns the program's exit status, or throws an exception that main()
/// reports.
#pragma once

#include "configuration.hpp"

namespace gatehouse::app {

int serve(const Configuration& chosen);
int create_root(const Configuration& chosen);
int create_key(const Configuration& chosen);
int rotate_key(const Configuration& chosen);
int rotate_signing_key(const Configuration& chosen);
int migrate(const Configuration& chosen);
int back_up(const Configuration& chosen);
int doctor(const Configuration& chosen);
int export_records(const Configuration& chosen);
int import_records(const Configuration& chosen);
int print_openapi();
int print_version();

}  // namespace gatehouse::app
