/// JSON representations of objects, with the fields of their resources (schema/resources.hpp).
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <vector>

#include <gatehouse/model/account.hpp>
#include <gatehouse/model/catalogue_item.hpp>
#include <gatehouse/model/consumer.hpp>
#include <gatehouse/model/push_keys.hpp>
#include <gatehouse/model/user.hpp>
#include <gatehouse/services/accounts/registrations.hpp>
#include <gatehouse/services/accounts/sessions.hpp>
#include <gatehouse/services/projects/attachments.hpp>
#include <gatehouse/services/projects/consumers.hpp>
#include <gatehouse/services/projects/projects.hpp>

namespace gatehouse::http::api {

[[nodiscard]] boost::json::object view(const Account& account);
[[nodiscard]] boost::json::object view(const BegunRegistration& registration);
[[nodiscard]] boost::json::object view(const ProjectView& view);
[[nodiscard]] boost::json::object view(ProjectId project, const PushKeys& keys);
[[nodiscard]] boost::json::object view(const CatalogueItem& item);
[[nodiscard]] boost::json::object view(const AttachmentView& view);
[[nodiscard]] boost::json::object view(const Consumer& consumer);
[[nodiscard]] boost::json::object view(const MintedToken& minted);

/// A user in a list (token null), and a new one (with its token).
[[nodiscard]] boost::json::object view_in_list(const User& user);
[[nodiscard]] boost::json::object view_created(const NewSession& session);
/// A user requested by id.
[[nodiscard]] boost::json::object view_user(const User& user);
/// The calling user.
[[nodiscard]] boost::json::object view_me(const User& user);
/// The first admin of a newly approved account.
[[nodiscard]] boost::json::object view_approved(const NewSession& session);

}  // namespace gatehouse::http::api
