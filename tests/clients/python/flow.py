"""A client on the package that openapi-python-client generates."""

import os
import re
from pathlib import Path

from gatehouse_client import AuthenticatedClient, Client
from gatehouse_client.api.account import get_me
from gatehouse_client.api.consumers import attach_consumer, create_consumer, create_consumer_token
from gatehouse_client.api.credentials import create_credential, list_credentials
from gatehouse_client.api.projects import create_project, get_project
from gatehouse_client.api.registration import approve_account, register_account
from gatehouse_client.api.services import attach_service
from gatehouse_client.api.sessions import log_in
from gatehouse_client.models import (
    ApproveAccount,
    AttachConsumer,
    AttachService,
    CreateConsumer,
    CreateCredential,
    DescribeProject,
    Error,
    LogIn,
    MintConsumerToken,
    RegisterAccount,
)

URL = os.environ["GATEHOUSE_URL"]
PASSWORD = os.environ["GATEHOUSE_PASSWORD"]
SERVICE = os.environ["GATEHOUSE_SERVICE"]
EMAIL = "python@example.com"


def approve_code(registration):
    """Returns the code of the mail for the registration."""
    for file in (Path(os.environ["GATEHOUSE_MAILDIR"]) / "new").iterdir():
        text = file.read_text(encoding="utf-8")
        if f"X-Registration-Id: {registration}" in text:
            return re.search(r"^X-Approve-Code: (\S+)", text, re.MULTILINE).group(1)
    raise AssertionError(f"no mail for the registration {registration}")


def register():
    stranger = Client(base_url=URL)
    begun = register_account.sync(
        client=stranger, body=RegisterAccount(organization_name="Python Ltd", email=EMAIL))
    registration = begun.content.registration_id
    approve_account.sync(
        registration, client=stranger,
        body=ApproveAccount(email=EMAIL, password=PASSWORD, first_name="Ada", last_name="Lovelace",
                            approve_code=approve_code(registration)))
    session = log_in.sync(client=stranger, body=LogIn(email=EMAIL, password=PASSWORD))
    return AuthenticatedClient(base_url=URL, token=session.content.token)


def main():
    client = register()
    assert get_me.sync(client=client).content.role == "admin"

    project = create_project.sync(client=client, body=DescribeProject(name="Web shop")).content
    assert project.user_used == 0

    again = create_project.sync_detailed(client=client, body=DescribeProject(name="Web shop"))
    assert again.status_code == 409
    assert isinstance(again.parsed, Error) and again.parsed.code == "already_exists"

    missing = get_project.sync_detailed("0" * 32, client=client)
    assert missing.status_code == 404
    assert isinstance(missing.parsed, Error) and missing.parsed.code == "not_found"

    consumer = create_consumer.sync(client=client, body=CreateConsumer()).content.id
    attach_service.sync(project.id, client=client,
                        body=AttachService(name="Push", service_catalog_code=SERVICE))
    attach_consumer.sync(project.id, client=client, body=AttachConsumer(consumer_id=consumer))
    minted = create_consumer_token.sync(
        client=client,
        body=MintConsumerToken(consumer_id=consumer, project_id=project.id,
                               service_catalog_code=SERVICE))
    assert re.fullmatch("[0-9a-f]{64}", minted.content.token)

    saved = create_credential.sync(
        project.name, client=client,
        body=CreateCredential(username="reader", password="secret", email="reader@example.com"))
    assert saved.success
    credentials = list_credentials.sync(project.name, client=client)
    assert [one.username for one in credentials.result_list] == ["reader"]


if __name__ == "__main__":
    main()
