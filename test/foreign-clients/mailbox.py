"""Opens a mailbox with exchangelib: folders, messages, and a message moved to a new folder."""

import json
import os
import sys

from exchangelib import IMPERSONATION, OAUTH2, Account, Build, Configuration, Folder, Identity
from exchangelib import Mailbox, Message, OAuth2Credentials, Version

# The sandbox speaks HTTP on loopback.
os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"


def account_of(options):
    class SandboxCredentials(OAuth2Credentials):
        @property
        def token_url(self):
            return f"{options['origin']}/{options['tenantId']}/oauth2/v2.0/token"

    credentials = SandboxCredentials(
        client_id=options["clientId"],
        client_secret=options["secret"],
        tenant_id=options["tenantId"],
        identity=Identity(primary_smtp_address=options["mailbox"]),
    )
    configuration = Configuration(
        service_endpoint=f"{options['origin']}/EWS/Exchange.asmx",
        credentials=credentials,
        auth_type=OAUTH2,
        version=Version(Build(15, 20)),
    )
    return Account(
        options["mailbox"],
        config=configuration,
        autodiscover=False,
        access_type=IMPERSONATION,
    )


def main():
    account = account_of(json.load(sys.stdin))
    top = account.msg_folder_root
    answers = {
        "inbox": account.inbox.total_count,
        "subjects": [message.subject for message in account.inbox.all()],
        "folders": [folder.name for folder in top.children],
    }
    quarantine = Folder(parent=top, name="Quarantine")
    quarantine.save()
    recipient = Mailbox(email_address=account.primary_smtp_address)
    message = Message(
        account=account,
        folder=account.inbox,
        subject="Canary",
        body="A canary",
        to_recipients=[recipient],
    )
    message.save()
    message.move(quarantine)
    answers["quarantined"] = [moved.subject for moved in quarantine.all()]
    answers["left"] = [each.subject for each in account.inbox.filter(subject="Canary")]
    for moved in quarantine.all():
        moved.delete()
    quarantine.delete()
    top.refresh()
    answers["after"] = [folder.name for folder in top.children]
    print(json.dumps(answers))


main()
