"""The environment variables of Slack, and what is taken where they say nothing."""

from collections.abc import Mapping

API = "https://slack.com/api/"
HOST, PORT = "127.0.0.1", 8481

VARIABLES: Mapping[str, str] = {
    "EVENHAND_SLACK_BOT_TOKEN": "the app's bot token (xoxb-...); turns Slack on",
    "EVENHAND_SLACK_APP_TOKEN": "app-level token (xapp-...) for Socket Mode, which needs no "
    "address that Slack can reach",
    "EVENHAND_SLACK_SIGNING_SECRET": "the app's signing secret, for requests over HTTP "
    "instead of Socket Mode",
    "EVENHAND_SLACK_USER_TOKEN": "user token (xoxp-...) of a workspace admin; with it "
    "Evenhand can take down what others wrote",
    "EVENHAND_SLACK_CLIENT_ID": "the app's client id, to serve many workspaces over HTTP "
    "instead of the one of a bot token; /slack/install installs it in each",
    "EVENHAND_SLACK_CLIENT_SECRET": "the app's client secret, for many workspaces",
    "EVENHAND_SLACK_KEY": "the key with which many workspaces' tokens are kept, from "
    "`evenhand slack key`; several with commas between, the newest first",
    "EVENHAND_SLACK_HOST": f"address on which Slack's requests are heard; default {HOST}",
    "EVENHAND_SLACK_PORT": f"port on which Slack's requests are heard; default {PORT}",
    "EVENHAND_SLACK_API_URL": f"address of the Web API, for tests; default {API}",
}
