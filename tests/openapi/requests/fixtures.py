"""The objects that requests refer to: an account, and for what a request uses up, a new object."""

import base64
import json
import re
import urllib.error
import urllib.request
import uuid
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

PASSWORD = "correct horse battery staple"
USERS = ("admins", "billings", "developers")


def basic(user, password):
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def unique(word):
    return f"{word}-{uuid.uuid4().hex[:16]}"


class Fixtures:
    """Makes objects on the server at `url`, whose mails are in the folder `mail`."""

    def __init__(self, url, mail, root_email):
        self.url = url
        self.mail = Path(mail)
        self.root = self.log_in(root_email)
        self.service = self.new_service()
        self.admin = self.new_account()
        self.account = self.call("GET", "/api/v1/account")["content"]["id"]
        self.project = self.new_project()["id"]
        self.named = self.new_project()["name"]

    def call(self, method, path, body=None, token=None):
        request = urllib.request.Request(self.url + path, method=method)
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        request.add_header("Authorization", token or self.admin)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{method} {path}: {error.code} {error.read().decode()}") from error

    def make(self, path, body, token=None):
        return self.call("POST", "/api/v1/" + path, body, token)["content"]

    def log_in(self, email):
        return self.make("session", {"email": email, "password": PASSWORD}, "none")["token"]

    def mailed(self, field, mark):
        """Returns a header field of the mail that contains the mark, and deletes the mail."""
        for file in (self.mail / "new").iterdir():
            text = file.read_text(encoding="utf-8")
            if mark in text:
                file.unlink()
                return re.search(rf"^{field}: (\S+)", text, re.MULTILINE).group(1)
        raise RuntimeError(f"no mail has {mark}")

    # Accounts and their people.

    def new_registration(self):
        email = unique("owner") + "@example.com"
        begun = self.make("register", {"organizationName": "Engines", "email": email}, "none")
        registration = begun["registrationId"]
        return {"id": registration, "email": email,
                "code": self.mailed("X-Approve-Code", registration)}

    def new_account(self):
        """Returns the token of its admin."""
        begun = self.new_registration()
        person = {"approveCode": begun["code"], "email": begun["email"], "password": PASSWORD,
                  "firstName": "Ada", "lastName": "Lovelace"}
        path = f"/api/v1/register/{begun['id']}"
        return self.call("PUT", path, person, "none")["content"]["token"]

    def new_user(self, kind):
        return self.make(kind, {"email": unique("user") + "@example.com", "password": PASSWORD,
                                "firstName": "Ada", "lastName": "Lovelace"})

    def new_session(self):
        return self.log_in(self.reader["email"])

    def new_reset_token(self):
        email = self.new_user("developers")["email"]
        self.make("forgot-password", {"email": email}, "none")
        return self.mailed("X-Reset-Token", f"To: {email}")

    def new_service_account(self):
        self.make_room_for_service_accounts()
        return self.make("service-accounts", {"name": unique("back")})

    def make_room_for_service_accounts(self):
        """An account may have 100."""
        kept = self.__dict__.get("service_account", {}).get("id")
        listed = self.call("GET", "/api/v1/service-accounts")["content"]
        for one in listed if len(listed) > 50 else []:
            if one["id"] != kept:
                self.call("DELETE", f"/api/v1/service-accounts/{one['id']}")

    @cached_property
    def reader(self):
        return self.new_user("developers")

    @cached_property
    def users(self):
        return {kind: self.new_user(kind)["id"] for kind in USERS}

    @cached_property
    def service_account(self):
        return self.new_service_account()

    # Projects, and what hangs on them.

    def new_service(self):
        code = unique("push")
        self.make("services", {"codeName": code, "name": "Push"}, self.root)
        return code

    def attach_service(self, project, service):
        self.make(f"projects/{project}/services", {"serviceCatalogCode": service, "name": "Push"})

    def new_project(self):
        made = self.make("projects", {"name": unique("project")})
        self.attach_service(made["id"], self.service)
        return made

    def new_consumer(self):
        return self.make("consumers", {})["id"]

    def new_attached_consumer(self):
        consumer = self.new_consumer()
        self.make(f"projects/{self.project}/consumers", {"consumerId": consumer})
        return consumer

    def new_attached_service(self):
        service = self.new_service()
        self.attach_service(self.project, service)
        return service

    def new_member(self):
        user = self.new_user("developers")["id"]
        self.call("PUT", f"/api/v1/projects/{self.project}/members/{user}",
                  {"permissions": ["MANAGE_API_SECURITY"]})
        return user

    def new_consumer_token(self):
        return self.make("consumer-tokens", self.mint)["token"]

    @cached_property
    def mint(self):
        return {"consumerId": self.new_attached_consumer(), "projectId": self.project,
                "serviceCatalogCode": self.service}

    @cached_property
    def service_token(self):
        return self.make(f"projects/{self.project}/services-token", {})["token"]

    @cached_property
    def other_project(self):
        """A project that requests may rename and limit, and whose tokens they may end."""
        return self.new_project()["id"]

    def new_gateway(self):
        return self.make("gateways", {"name": unique("gateway")})

    @cached_property
    def gateway(self):
        return self.new_gateway()["token"]

    # The credential API.

    def of_project(self, path, body, method="POST"):
        return self.call(method, f"/apiops/projects/{self.named}/{path}/", body)

    def new_credential(self):
        name = unique("reader")
        self.of_project("credentials", {"username": name, "password": PASSWORD,
                                        "email": "reader@example.com"})
        return name

    def new_proxy(self):
        name = unique("proxy")
        self.of_project("apiProxies", {"name": name})
        return name

    def new_group(self):
        name = unique("group")
        self.of_project("apiProxyGroups", {"name": name})
        return name

    def grant(self, username, proxy):
        self.of_project(f"credentials/{username}/access", [{"name": proxy, "type": "API_PROXY"}],
                        "PUT")

    def new_grant(self):
        proxy = self.new_proxy()
        self.grant(self.credential, proxy)
        return proxy

    def new_grouped(self):
        proxy = self.new_proxy()
        self.of_project(f"apiProxyGroups/{self.group}/apiProxies", [proxy], "PUT")
        return proxy

    @cached_property
    def credential(self):
        return self.new_credential()

    @cached_property
    def group(self):
        return self.new_group()

    @cached_property
    def gated(self):
        """A credential, and a proxy that it may use."""
        username, proxy = self.new_credential(), self.new_proxy()
        self.grant(username, proxy)
        return username, proxy
