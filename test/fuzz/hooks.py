"""Hooks of Schemathesis: requests that reach something, and a record of every answer.

FUZZ_KNOWN is a JSON object: names of parameters with values that exist. FUZZ_ANSWERS is a file that
receives a line of JSON for each answer.
"""

import json
import os
import zlib
from urllib.parse import urlencode

import schemathesis

KNOWN = json.loads(os.environ["FUZZ_KNOWN"])
ANSWERS = open(os.environ["FUZZ_ANSWERS"], "a", encoding="utf-8")
# In bytes. Node's HTTP server refuses 16 KB of headers itself, before the API sees them.
LONGEST_QUERY = 8_000


def use_known_values(parameters):
    """Replaces nine of ten generated values, always the same ones."""
    for name in KNOWN.keys() & (parameters or {}).keys():
        number = zlib.crc32(repr(parameters[name]).encode("utf-8", "surrogatepass"))
        if number % 10 != 0:
            parameters[name] = KNOWN[name][number % len(KNOWN[name])]


@schemathesis.hook
def before_call(context, case, kwargs):
    use_known_values(case.path_parameters)
    use_known_values(case.query)


@schemathesis.hook
def filter_query(context, query):
    return len(urlencode(query or {}, doseq=True)) < LONGEST_QUERY


@schemathesis.hook
def after_call(context, case, response):
    answer = {"route": case.operation.label, "status": response.status_code}
    print(json.dumps(answer), file=ANSWERS, flush=True)
