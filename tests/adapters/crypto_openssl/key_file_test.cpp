#include <gatehouse/crypto_openssl/key_file.hpp>

#include <sys/stat.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include <gatehouse/ports/port_error.hpp>
#include <gatehouse/testing/sequence_entropy.hpp>
#include <gatehouse/testing/temporary_folder.hpp>

using namespace gatehouse;

namespace {

namespace fs = std::filesystem;

const std::string digits(64, 'a');
const std::string more_digits(64, 'b');

class KeyFile {
 public:
  [[nodiscard]] std::string path() const { return (folder_.path() / "keys").string(); }

  void write(const std::string& text, mode_t mode = 0600) const {
    std::ofstream(path(), std::ios::binary) << text;
    REQUIRE(::chmod(path().c_str(), mode) == 0);
  }

  [[nodiscard]] std::string text() const {
    std::ifstream file(path(), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }

  /// The ids, or the error.
  [[nodiscard]] std::string read() const {
    try {
      std::string ids;
      for (const EncryptionKey& key : read_key_file(path())) ids += key.id + " ";
      return ids;
    } catch (const PortError& error) {
      return error.what();
    }
  }

  [[nodiscard]] std::size_t files_beside() const {
    const fs::directory_iterator all(folder_.path());
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
  }

 private:
  testing::TemporaryFolder folder_;
};

}  // namespace

TEST_CASE("key file: keys are read in order, and blank lines and comments are skipped") {
  const KeyFile file;
  file.write("# made on a Tuesday\n\nk2 " + digits + "\r\n# the one before\nk1 " + more_digits);
  const auto keys = read_key_file(file.path());
  REQUIRE(keys.size() == 2);
  CHECK(keys[0].id == "k2");
  CHECK(keys[0].octets.reveal() == std::string(32, '\xAA'));
  CHECK(keys[1].id == "k1");
  CHECK(keys[1].octets.reveal() == std::string(32, '\xBB'));
}

TEST_CASE("key file: a new file is readable, private to its owner, and unique") {
  testing::SequenceEntropy entropy;
  const KeyFile file;
  REQUIRE(create_key_file(file.path(), entropy));
  struct stat status {};
  REQUIRE(::stat(file.path().c_str(), &status) == 0);
  CHECK((status.st_mode & 07777) == 0600);
  const auto keys = read_key_file(file.path());
  REQUIRE(keys.size() == 1);
  CHECK(file.files_beside() == 1);

  const KeyFile other;
  REQUIRE(create_key_file(other.path(), entropy));
  CHECK_FALSE(equal_in_constant_time(read_key_file(other.path())[0].octets, keys[0].octets));
  // Both lines together form a file for a rotation.
  const std::string both = other.text() + file.text();
  other.write(both);
  CHECK(read_key_file(other.path()).size() == 2);
}

TEST_CASE("key file: an existing file is never overwritten") {
  testing::SequenceEntropy entropy;
  const KeyFile file;
  file.write("anything");
  CHECK_FALSE(create_key_file(file.path(), entropy));
  CHECK(file.text() == "anything");
  CHECK(file.files_beside() == 1);
}

TEST_CASE("key file: one of several concurrent creations succeeds, and no temporary file is left") {
  testing::SequenceEntropy entropy;
  const KeyFile file;
  std::atomic<int> made = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] { made += create_key_file(file.path(), entropy) ? 1 : 0; });
  }
  for (auto& thread : threads) thread.join();
  CHECK(made == 1);
  CHECK(file.files_beside() == 1);
  CHECK(read_key_file(file.path()).size() == 1);
}

TEST_CASE("key file: a failed creation is reported") {
  testing::SequenceEntropy entropy;
  const KeyFile file;
  const std::string path = file.path() + "/none/keys";
  CHECK_THROWS_WITH_AS(
      static_cast<void>(create_key_file(path, entropy)),
      ("the encryption key file \"" + path + "\" cannot be made: No such file or directory")
          .c_str(),
      PortError);
}

TEST_CASE("key file: a missing, irregular or oversized file is rejected") {
  const KeyFile file;
  CHECK(file.read() == "the encryption key file \"" + file.path() +
                           "\" cannot be opened: No such file or directory");
  fs::create_directory(file.path());
  CHECK(file.read().find("is not a file") != std::string::npos);
  fs::remove(file.path());
  file.write(std::string(100'000, '\n'));
  CHECK(file.read().find("too large") != std::string::npos);
}

TEST_CASE("key file: a file that other users can read or change is rejected") {
  const KeyFile file;
  for (const mode_t mode : {0644U, 0604U, 0602U, 0601U, 0620U, 0660U}) {
    CAPTURE(mode);
    file.write("k1 " + digits, mode);
    CHECK(file.read() == "the encryption key file \"" + file.path() +
                             "\" is open to others than its owner: chmod 600 it");
  }
  for (const mode_t mode : {0600U, 0400U, 0640U, 0440U}) {
    CAPTURE(mode);
    file.write("k1 " + digits, mode);
    CHECK(file.read() == "k1 ");
    fs::remove(file.path());
  }
}

TEST_CASE("key file: a malformed line is reported by its number, without its content") {
  const KeyFile file;
  const std::string good = "k1 " + digits + "\n";
  const std::vector<std::string> malformed{"k2",
                                           "k2 ",
                                           digits,
                                           "k2 " + digits.substr(1),
                                           "k2 " + digits + "a",
                                           "k2 " + digits + " ",
                                           "k2  " + digits,
                                           "k2\t" + digits,
                                           "k2 " + std::string(64, 'A'),
                                           "k2 " + std::string(64, 'g')};
  for (const std::string& bad : malformed) {
    CAPTURE(bad);
    file.write(good + bad + "\n");
    CHECK(file.read() ==
          "the encryption key file \"" + file.path() +
              "\", line 2: must be a key's id, a space, and 64 lower-case hex digits");
  }
}

TEST_CASE("key file: a file without keys, or with duplicate names or keys, is rejected") {
  const KeyFile file;
  const auto says = [&](const std::string& text, const std::string& what) {
    file.write(text);
    const std::string why = file.read();
    CAPTURE(why);
    CHECK(why.find(what) != std::string::npos);
    CHECK(why.find(digits) == std::string::npos);
  };
  says("", "holds no key");
  says("# nothing\n\n", "holds no key");
  says("k1 " + digits + "\nk1 " + more_digits, "two keys have the id \"k1\"");
  says("k1 " + digits + "\nk2 " + digits, "\"k1\" and \"k2\" are the same key");
  says("K1 " + digits, "a key's id must be like");
  says(" " + digits, "a key's id must be like");
}
