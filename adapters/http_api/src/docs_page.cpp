#include "docs_page.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <initializer_list>
#include <map>

#include <gatehouse/base/ascii.hpp>

#include "curl_example.hpp"
#include "json_writer.hpp"

namespace gatehouse::http::api {
namespace {

namespace json = boost::json;

std::string escaped(std::string_view text) {
  std::string html;
  for (const char c : text) {
    switch (c) {
      case '&': html += "&amp;"; break;
      case '<': html += "&lt;"; break;
      case '>': html += "&gt;"; break;
      case '"': html += "&quot;"; break;
      default: html += c;
    }
  }
  return html;
}

/// Returns the text of a member; empty without that member.
std::string_view text_in(const json::object& object, std::string_view member) {
  const json::value* value = object.if_contains(member);
  return value == nullptr || !value->is_string() ? std::string_view() : value->get_string();
}

/// Returns the HTML of texts in paragraphs, in which backquotes enclose code.
std::string paragraphs(std::string_view text) {
  std::string html = "<p>";
  bool in_code = false;
  for (const char c : escaped(text)) {
    if (c == '`') {
      html += in_code ? "</code>" : "<code>";
      in_code = !in_code;
    } else if (c == '\n') {
      if (html.ends_with("\n")) html += "</p><p>";
      html += '\n';
    } else {
      html += c;
    }
  }
  return html + "</p>\n";
}

std::string link_to_schema(std::string_view reference) {
  const std::string name(reference.substr(reference.rfind('/') + 1));
  return "<a href=\"#schema-" + name + "\">" + name + "</a>";
}

/// Returns a few words on what values of the schema are.
std::string kind_of(const json::object& schema) {
  const std::string_view reference = text_in(schema, "$ref");
  if (!reference.empty()) return link_to_schema(reference);
  if (const json::value* items = schema.if_contains("items")) {
    return "list of " + kind_of(items->as_object());
  }
  std::string kind;
  if (const json::value* type = schema.if_contains("type")) {
    if (type->is_string()) kind = type->get_string();
    for (const json::value& one : type->is_array() ? type->get_array() : json::array()) {
      kind.append(kind.empty() ? "" : " or ").append(one.as_string());
    }
  }
  if (const json::value* words = schema.if_contains("enum")) {
    kind += ":";
    for (const json::value& word : words->as_array()) {
      kind += " <code>" + escaped(json::serialize(word)) + "</code>";
    }
  }
  const std::string_view format = text_in(schema, "format");
  if (!format.empty() && format != "int64") kind.append(" (").append(format).append(")");
  const json::value* longest = schema.if_contains("maxLength");
  if (longest != nullptr) kind += ", at most " + json::serialize(*longest) + " characters";
  return kind;
}

std::string row(std::initializer_list<std::string> cells) {
  std::string html = "<tr>";
  for (const std::string& cell : cells) html += "<td>" + cell + "</td>";
  return html + "</tr>\n";
}

std::string table(std::initializer_list<std::string_view> heads, const std::string& rows) {
  std::string html = "<table><thead><tr>";
  for (const std::string_view head : heads) {
    html.append("<th scope=\"col\">").append(head).append("</th>");
  }
  return html + "</tr></thead><tbody>\n" + rows + "</tbody></table>\n";
}

std::string in_code(std::string_view text) { return "<code>" + escaped(text) + "</code>"; }

std::string render_parameters(const json::object& operation) {
  const json::value* parameters = operation.if_contains("parameters");
  if (parameters == nullptr || parameters->as_array().empty()) return {};
  std::string rows;
  for (const json::value& one : parameters->as_array()) {
    const json::object& parameter = one.as_object();
    rows += row({in_code(text_in(parameter, "name")), std::string(text_in(parameter, "in")),
                 kind_of(parameter.at("schema").as_object()),
                 escaped(text_in(parameter, "description"))});
  }
  return "<h4>Parameters</h4>\n" + table({"Name", "In", "Type", "Meaning"}, rows);
}

/// Returns the schema and the example of a body or response that has content; else nothing.
std::string render_content(const json::object& holder) {
  const json::value* content = holder.if_contains("content");
  if (content == nullptr) return {};
  const auto& [type, media] = *content->as_object().begin();
  const json::object& described = media.as_object();
  std::string html = in_code(type) + ": " + kind_of(described.at("schema").as_object());
  if (const json::value* example = described.if_contains("example")) {
    const json::object* object = example->if_object();
    const std::string text = object == nullptr ? json::serialize(*example) : write_json(*object, 2);
    html += "<details><summary>Example</summary><pre>" + escaped(text) + "</pre></details>";
  }
  return html;
}

std::string render_responses(const json::object& operation, const json::object& responses) {
  std::string rows;
  for (const auto& [status, response] : operation.at("responses").as_object()) {
    const json::object* described = &response.as_object();
    const std::string_view reference = text_in(*described, "$ref");
    if (!reference.empty()) {
      described = &responses.at(reference.substr(reference.rfind('/') + 1)).as_object();
    }
    rows += row({std::string(status), escaped(text_in(*described, "description")),
                 render_content(*described)});
  }
  return "<h4>Responses</h4>\n" + table({"Status", "Meaning", "Content"}, rows);
}

/// The parts of the page that list the operations of one domain.
struct Group {
  std::string index;
  std::string operations;
};

void render_operation(std::string_view method, std::string_view path, const json::object& operation,
                      const json::object& components, Group& group) {
  const std::string id = escaped(text_in(operation, "operationId"));
  std::string summary = escaped(text_in(operation, "summary"));
  std::erase(summary, '`');
  const std::string name = "<span class=\"method " + std::string(method) + "\">" +
                           std::string(method) + "</span> " + in_code(path);
  group.index += "<li id=\"index-" + id + "\"><a href=\"#" + id + "\">" + summary + "</a></li>\n";
  std::string words(method);
  for (const std::string_view part :
       {path, text_in(operation, "operationId"), text_in(operation, "description")}) {
    words.append(" ").append(part);
  }
  std::string& html = group.operations;
  html += "<section class=\"operation\" id=\"" + id + "\" aria-labelledby=\"title-" + id +
          "\" data-search=\"" + escaped(to_lower(words)) + "\">\n<h3 id=\"title-" + id + "\">" +
          name + "</h3>\n" + paragraphs(text_in(operation, "description"));
  html += render_parameters(operation);
  if (const json::value* body = operation.if_contains("requestBody")) {
    html += "<h4>Body</h4>\n<div>" + render_content(body->as_object()) + "</div>\n";
  }
  html += "<h4>With curl</h4>\n<pre class=\"curl\">" +
          escaped(curl_example(method, path, operation)) + "</pre>\n";
  html += render_responses(operation, components.at("responses").as_object()) + "</section>\n";
}

std::map<std::string_view, Group> render_groups(const json::object& document) {
  std::map<std::string_view, Group> groups;
  const json::object& components = document.at("components").as_object();
  for (const auto& [path, item] : document.at("paths").as_object()) {
    for (const auto& [method, part] : item.as_object()) {
      const json::object* operation = part.if_object();
      if (operation == nullptr) continue;
      const std::string_view tag = operation->at("tags").as_array().front().as_string();
      render_operation(method, path, *operation, components, groups[tag]);
    }
  }
  return groups;
}

std::string render_schemas(const json::object& schemas) {
  std::string html;
  for (const auto& [name, value] : schemas) {
    const json::object& schema = value.as_object();
    html.append("<section id=\"schema-").append(name).append("\">\n<h3>").append(name);
    html += "</h3>\n";
    std::string rows;
    const json::value* properties = schema.if_contains("properties");
    for (const auto& [field, property] :
         properties == nullptr ? json::object() : properties->as_object()) {
      const json::object& described = property.as_object();
      rows += row({in_code(field), kind_of(described), escaped(text_in(described, "description"))});
    }
    html += rows.empty() ? "<p>No fields.</p>\n" : table({"Field", "Type", "Meaning"}, rows);
    html += "</section>\n";
  }
  return html;
}

}  // namespace

std::string render_docs(std::string_view page, const json::object& document) {
  std::map<std::string_view, Group> groups = render_groups(document);
  std::map<std::string_view, std::string> words;
  for (const json::value& value : document.at("tags").as_array()) {
    const json::object& tag = value.as_object();
    const std::string name = escaped(text_in(tag, "name"));
    const Group& group = groups[text_in(tag, "name")];
    words["index"] += "<h2>" + name + "</h2>\n<ul>\n" + group.index + "</ul>\n";
    words["operations"] += "<div class=\"group\">\n<h2>" + name + "</h2>\n" +
                           paragraphs(text_in(tag, "description")) + group.operations + "</div>\n";
  }
  const json::object& info = document.at("info").as_object();
  words["title"] = escaped(text_in(info, "title"));
  words["version"] = escaped(text_in(info, "version"));
  words["about"] = paragraphs(text_in(info, "description"));
  words["schemas"] = render_schemas(document.at("components").at("schemas").as_object());
  std::string html;
  for (std::size_t open = page.find("{{"); open != std::string_view::npos; open = page.find("{{")) {
    html += page.substr(0, open);
    const std::size_t close = page.find("}}", open);
    html += words.at(page.substr(open + 2, close - open - 2));
    page.remove_prefix(close + 2);
  }
  return html.append(page);
}

}  // namespace gatehouse::http::api
