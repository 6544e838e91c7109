"""`tallyman feed`: what has happened, by position; `--follow` goes on."""

import json
import time
from typing import Any

from server.client import Api
from server.console import DONE, configured, json_option, parser, program, say

POLL_SECONDS = 0.5


@program
def main(arguments: list[str]) -> int:
    """One line per item; with --json one JSON object per line."""
    options = parser("feed", "What has happened, in its order; needs a key with the right `feed`.")
    options.add_argument("--after", type=int, default=0, help="the position to start behind")
    options.add_argument("--follow", action="store_true", help="go on with what happens")
    json_option(options)
    asked = options.parse_args(arguments)
    api, position = Api(configured()), asked.after
    while True:
        page = api.get("/events", after=position)
        for item in page["items"]:
            say(json.dumps(item, ensure_ascii=False) if asked.json else _line(item))
        if page["next"] is not None:
            position = int(page["next"])
        elif asked.follow:
            time.sleep(POLL_SECONDS)
        else:
            return DONE


def _line(item: dict[str, Any]) -> str:
    told = ", ".join(f"{event['kind']} {event['subject']}" for event in item["events"])
    return f"{item['position']:>8} {item['at']} {item['who']} {item['kind']}  {told}".rstrip()
