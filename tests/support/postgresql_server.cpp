#include "postgresql_server.hpp"

#include <fcntl.h>
#include <libpq-fe.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <stdexcept>

extern char** environ;

namespace gatehouse::testing {
namespace {

/// A pipe whose ends are not inherited by other child processes.
std::array<int, 2> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  return ends;
}

pid_t spawn(const std::vector<std::string>& arguments, int in, int out) {
  std::vector<std::string> words{GATEHOUSE_PYTHON, GATEHOUSE_POSTGRESQL_SCRIPT};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
  pid_t pid = -1;
  const int failure = ::posix_spawn(&pid, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failure != 0) throw std::runtime_error(words[0] + " cannot be run");
  return pid;
}

std::string read_line(int descriptor) {
  std::string line;
  for (char c = 0; ::read(descriptor, &c, 1) == 1 && c != '\n';) line += c;
  return line;
}

}  // namespace

PostgresqlServer::PostgresqlServer(const std::vector<std::string>& arguments) {
  const auto input = make_pipe();
  const auto output = make_pipe();
  script_ = spawn(arguments, input[0], output[1]);
  ::close(input[0]);
  ::close(output[1]);
  input_ = input[1];
  const std::string url = read_line(output[0]);
  ::close(output[0]);
  const std::size_t slash = url.rfind('/');
  const std::size_t colon = url.rfind(':');
  if (slash == std::string::npos || colon > slash) {
    ::close(input_);
    ::waitpid(script_, nullptr, 0);
    throw std::runtime_error("there is no PostgreSQL server for this test");
  }
  before_database_ = url.substr(0, slash + 1);
  port_ = url.substr(colon + 1, slash - colon - 1);
}

PostgresqlServer::~PostgresqlServer() {
  ::close(input_);
  ::waitpid(script_, nullptr, 0);
}

std::string PostgresqlServer::url(const std::string& database) const {
  return before_database_ + database;
}

std::string PostgresqlServer::create_database(const std::string& like) {
  std::string name = "test_" + std::to_string(++count_);
  run_postgresql(url(), "CREATE DATABASE " + name + " TEMPLATE " + like);
  return name;
}

void PostgresqlServer::drop_database(const std::string& name) {
  run_postgresql(url(), "DROP DATABASE " + name + " WITH (FORCE)");
}

PostgresqlServer& shared_postgresql_server() {
  static PostgresqlServer server;
  return server;
}

std::string run_postgresql(const std::string& url, const std::string& statements) {
  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectdb(url.c_str()), PQfinish);
  if (PQstatus(connection.get()) != CONNECTION_OK) {
    throw std::runtime_error(PQerrorMessage(connection.get()));
  }
  PQsetNoticeReceiver(
      connection.get(), [](void*, const PGresult*) {}, nullptr);
  const std::unique_ptr<PGresult, decltype(&PQclear)> answer(
      PQexec(connection.get(), statements.c_str()), PQclear);
  const ExecStatusType status = PQresultStatus(answer.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
    throw std::runtime_error(PQerrorMessage(connection.get()));
  }
  const bool has_value = PQntuples(answer.get()) > 0 && PQnfields(answer.get()) > 0;
  return has_value ? PQgetvalue(answer.get(), 0, 0) : "";
}

}  // namespace gatehouse::testing
