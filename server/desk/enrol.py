"""`tallyman enrol`: makes a place for a handheld or bench PC and opens its enrolment."""

from server.client import Api
from server.console import DONE, configured, json_option, parser, program, say, say_json


@program
def main(arguments: list[str]) -> int:
    """The code is good for ten minutes, once; a device that is there already is enrolled anew."""
    options = parser("enrol", "Makes a device of this site, and gives the code that enrols it.")
    options.add_argument("code", help="the device's code, upper case")
    options.add_argument("name", nargs="?", help="what it is called; its code unless told")
    options.add_argument("--warehouse", default="", help="the settings' unless told")
    json_option(options)
    asked = options.parse_args(arguments)
    api = Api(configured())
    if asked.code not in {device["code"] for device in api.all("/devices")}:
        home, name = asked.warehouse or api.site.warehouse, asked.name or asked.code
        api.post("/devices", {"code": asked.code, "name": name, "warehouse": home})
    opened = api.post("/devices/enrolment", {"device": asked.code})
    if asked.json:
        say_json(opened)
    else:
        say(
            f"Within ten minutes, on the device: tallyman terminal --server {api.site.server_url()}"
            f" --enrol {asked.code} {opened['code']}"
        )
    return DONE
