#include "catalogue.hpp"

#include "../columns.hpp"

namespace gatehouse::sql {
namespace {

constexpr const char* select = "SELECT code, name, description, created_at FROM catalogue ";
constexpr const char* page_of = "ORDER BY created_at, code LIMIT :limit";

CatalogueItem from_row(const std::string& code, const std::string& name,
                       const std::string& description, long long created_at) {
  return {.code = to_service_code(code),
          .name = name,
          .description = description,
          .created_at = to_time(created_at)};
}

}  // namespace

Catalogue::Catalogue(Connection& connection)
    : insert_(connection,
              "INSERT INTO catalogue (code, name, description, created_at) VALUES"
              " (:code, :name, :description, :created_at) ON CONFLICT DO NOTHING"),
      find_(connection, std::string(select) + "WHERE code = :code"),
      first_page_(connection, std::string(select) + page_of),
      list_(connection,
            std::string(select) + "WHERE (created_at, code) > (:created_at, :code) " + page_of) {}

bool Catalogue::insert(const CatalogueItem& item) {
  return insert_.change(item.code.text(), item.name, item.description, column(item.created_at)) > 0;
}

std::optional<CatalogueItem> Catalogue::find(const ServiceCode& code) const {
  return find_.one(from_row, code.text());
}

std::vector<CatalogueItem> Catalogue::list(const Page<ServiceCode>& page) const {
  if (!page.after) return first_page_.all(from_row, column(page.limit));
  const auto last = find(*page.after);
  if (!last) return {};
  return list_.all(from_row, column(last->created_at), last->code.text(), column(page.limit));
}

std::vector<CatalogueItem> Catalogue::page(const Page<CatalogueItem>& page) const {
  if (!page.after) return first_page_.all(from_row, column(page.limit));
  return list_.all(from_row, column(page.after->created_at), page.after->code.text(),
                   column(page.limit));
}

}  // namespace gatehouse::sql
