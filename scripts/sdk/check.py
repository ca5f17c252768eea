"""Reads all that the sandbox has with Cisco's official SDK, and fails on answers that the SDK cannot parse or has no field for.

TE_BASE_URL and TE_TOKEN lead to the sandbox.
"""

import os
import sys
from datetime import datetime, timedelta, timezone
from enum import Enum

from pydantic import BaseModel
from thousandeyes_sdk.alerts.api.alerts_api import AlertsApi
from thousandeyes_sdk.alerts.models.state import State
from thousandeyes_sdk.core import ApiClient, Configuration
from thousandeyes_sdk.core.exceptions import BadRequestException, NotFoundException, UnauthorizedException
from thousandeyes_sdk.snapshots.api.test_snapshots_api import TestSnapshotsApi
from thousandeyes_sdk.snapshots.models.snapshot_request import SnapshotRequest
from thousandeyes_sdk.test_results import api as results
from thousandeyes_sdk.test_results.models.test_direction import TestDirection
from thousandeyes_sdk.tests.api.tests_api import TestsApi

ACCOUNT_GROUPS = ("1001", "1002")

READERS = {
    "api": (results.APITestResultsApi, "get_test_api_results"),
    "bgp": (results.NetworkBGPTestResultsApi, "get_test_bgp_results"),
    "dns-server": (results.DNSServerTestResultsApi, "get_test_dns_servers_results"),
    "dns-trace": (results.DNSTraceTestResultsApi, "get_test_dns_trace_results"),
    "dnssec": (results.DNSSECTestResultsApi, "get_test_dns_sec_results"),
    "ftp-server": (results.WebFTPServerTestResultsApi, "get_test_ftp_server_results"),
    "http-server": (results.WebHTTPServerTestResultsApi, "get_test_http_server_results"),
    "network": (results.NetworkTestResultsApi, "get_test_network_results"),
    "page-load": (results.WebPageLoadTestResultsApi, "get_test_page_load_results"),
    "rtp-server": (results.VoiceRTPServerTestResultsApi, "get_test_rtp_server_results"),
    "sip-server": (results.VoiceSIPServerTestResultsApi, "get_test_sip_server_results"),
    "web-transactions": (results.WebTransactionsTestResultsApi, "get_test_web_transaction_results"),
}

# The sandbox links these results and does not have them.
NOT_SERVED = ("path-vis",)

problems = []
checked = set()


def unknown_fields(value, path):
    """What the SDK's models do not know of an answer: fields, and values of enumerations."""
    if isinstance(value, BaseModel):
        for name in value.model_extra or {}:
            yield f"{path}.{name}"
        for name in type(value).model_fields:
            yield from unknown_fields(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from unknown_fields(item, f"{path}[]")
    elif isinstance(value, Enum) and value.value == "unknown":
        yield f"{path} (a value)"


def expect(condition, problem):
    if not condition and problem not in problems:
        problems.append(problem)


def check(what, answer):
    """Notes what the SDK does not know of an answer, and returns it."""
    checked.add(what)
    for field in unknown_fields(answer, what):
        expect(False, f"The SDK does not know {field}")
    return answer


def check_refusal(what, error, call):
    try:
        call()
        expect(False, f"{what} is not refused")
    except error as refusal:
        check(what, refusal.data)


def client(token):
    return ApiClient(Configuration(host=f"{os.environ['TE_BASE_URL']}/v7", access_token=token, retries=False))


te = client(os.environ["TE_TOKEN"])
now = datetime.now(timezone.utc)
in_tokyo = timezone(timedelta(hours=9))
RANGES = (
    {},
    {"window": "2h"},
    {"start_date": now - timedelta(hours=2)},
    {"start_date": (now - timedelta(hours=2)).astimezone(in_tokyo), "end_date": now.astimezone(in_tokyo)},
)

tests = [
    (aid, test)
    for aid in ACCOUNT_GROUPS
    for test in check("tests", TestsApi(te).get_tests(aid=aid)).tests
]
expect(len(tests) > 10, "There are hardly any tests")

snapshots = TestSnapshotsApi(te)
snapshot = {"display_name": "By the SDK", "start_date": now - timedelta(hours=1), "end_date": now}
aid, test = tests[0]
for is_public in (False, True):
    request = SnapshotRequest(**snapshot, is_public=is_public)
    created = check("snapshot", snapshots.create_test_snapshot(test.test_id, request, aid=aid))
    is_shared = ".share." in created.links.app_link.href
    expect(is_shared == is_public, f"A snapshot with isPublic {is_public} has the wrong visibility")
saved = [one for one in check("tests", TestsApi(te).get_tests(aid=aid)).tests if one.saved_event]
expect(len(saved) == 1, "The private snapshot is not in the list of tests")

for aid, test in tests:
    for kind in (link.href.rsplit("/", 1)[1] for link in test.links.test_results):
        if kind in NOT_SERVED:
            continue
        api, method = READERS[kind]
        for given in RANGES:
            page = check(kind, getattr(api(te), method)(test.test_id, aid=aid, **given))
            expect(page.results or given == {}, f"There are no results of {kind} for test {test.test_id}")
            expect(page.test.interval == test.interval, f"The page of {kind} has another interval")
expect(set(READERS) <= checked, f"Not read: {set(READERS) - checked}")

network = results.NetworkTestResultsApi(te)
aid, test = next((aid, test) for aid, test in tests if test.type == "agent-to-agent")
rows = list(network.get_test_network_results_paginated(
    test.test_id, aid=aid, window="3h", direction=TestDirection.BIDIRECTIONAL
))
check("network", rows)
expect({row.direction.value for row in rows} == {"to-target", "from-target"}, "Both directions are not there")
expect(any(row.error_details and row.loss is None for row in rows), "No network row failed")

alerts = AlertsApi(te)
for state in (None, State.TRIGGER, State.CLEAR):
    for given in RANGES:
        page = check("alerts", alerts.get_alerts(state=state, **given))
        expect(page.alerts or given == {}, f"There are no alerts in state {state}")
list(check("alerts", alerts.get_alerts_paginated(window="2h", max=1)))

too_short = SnapshotRequest(**{**snapshot, "start_date": now - timedelta(minutes=90)})
check_refusal("a window of 90 minutes", BadRequestException, lambda: snapshots.create_test_snapshot(tests[0][1].test_id, too_short))
check_refusal("a test that is not there", NotFoundException, lambda: network.get_test_network_results("1"))
check_refusal("a wrong token", UnauthorizedException, lambda: TestsApi(client("wrong")).get_tests())

for problem in problems:
    print(problem)
if problems:
    sys.exit(1)
print(f"Cisco's SDK reads all that the sandbox has: {', '.join(sorted(checked))}.")
