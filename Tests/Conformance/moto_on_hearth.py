"""A plugin of pytest with which moto's tests run against a Hearth: `pytest -p moto_on_hearth`; README.md tells how.

Before each test Hearth is emptied. Tests of moto's own programs are left out (its web server, its CloudFormation, its
accounts), and those that want Docker or the network.
"""

import os
import re

import pytest
import requests
from moto.core.models import ServerModeMockAWS

ENDPOINT = os.environ.setdefault("TEST_SERVER_MODE_ENDPOINT", "http://localhost:5000")
OTHER = re.compile(r"(test_server|test_servermode|test_multiple_accounts_server)\w*\.py$|cloudformation|multi_?account")


def reset(_self):
    requests.post(f"{ENDPOINT}/_hearth/reset", timeout=30).raise_for_status()


ServerModeMockAWS.reset = reset


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    def is_other(item):
        marks = (item.get_closest_marker(mark) for mark in ("requires_docker", "network"))
        return OTHER.search(item.nodeid.split("::")[0]) or any(marks)

    others = [item for item in items if is_other(item)]
    config.hook.pytest_deselected(items=others)
    items[:] = [item for item in items if item not in others]
