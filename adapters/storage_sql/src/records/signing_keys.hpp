#pragma once

#include <gatehouse/ports/storage/page.hpp>
#include <gatehouse/ports/storage/signing_key_records.hpp>
#include <gatehouse/storage_sql/statement.hpp>

namespace gatehouse::sql {

class SigningKeys final : public SigningKeyRecords {
 public:
  explicit SigningKeys(Connection& connection);

  bool insert(const SigningKey& key) override;
  std::vector<SigningKey> list() const override;
  bool update_private_key(SigningKeyId id, const std::string& sealed_private_key) override;
  bool erase(SigningKeyId id) override;

  std::vector<SigningKey> page(const Page<SigningKey>& page) const;

 private:
  using Text = std::string;
  using Columns = Out<Text, Text, Text, Text, long long, long long>;

  Statement<In<Text, Text, Text, Text, long long, long long>> insert_;
  mutable Statement<In<>, Columns> list_;
  Statement<In<Text, Text>> update_private_key_;
  Statement<In<Text>> erase_;
  mutable Statement<In<Text, long long>, Columns> page_;
};

}  // namespace gatehouse::sql
