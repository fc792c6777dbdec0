# SPDX-License-Identifier: MIT
"""A pytest plug-in: one result of `freehold exec` for each test.

Each test runs in a process of its own, a fork of pytest's, and Freehold judges each process by itself: of a
test's leaks, those since the fork. Without Freehold, tests run as ever. Use, with the folder that holds this file:

    PYTHONPATH=FOLDER PYTHONMALLOC=malloc freehold exec --focus 'libguest*' -- python3 -m pytest -p freehold_pytest
"""
import ctypes
import gc
import os
import pickle
import sys

import pytest
from _pytest.runner import runtestprotocol

_say_test = getattr(ctypes.CDLL(None), "freehold_test", None)


def _run_here(item):
    """The reports of the test, as pytest hands them from process to process."""
    reports = runtestprotocol(item, log=False)
    to_data = item.config.hook.pytest_report_to_serializable
    return [to_data(config=item.config, report=report) for report in reports]


def _be_child(item, out):
    status = 1
    try:
        _say_test(item.nodeid.encode())
        with os.fdopen(out, "wb") as pipe:
            pickle.dump(_run_here(item), pipe)
        gc.collect()  # what waits for the collector is not lost
        status = 0
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _died(item, status):
    """The report of a test whose process has ended before it could say how the test went."""
    how = f"signal {os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else f"status {os.WEXITSTATUS(status)}"
    call = pytest.CallInfo.from_call(lambda: pytest.fail(f"the test's process ended with {how}", pytrace=False), "call")
    return pytest.TestReport.from_item_and_call(item, call)


def _run_apart(item):
    source, out = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        os.close(source)
        _be_child(item, out)
    os.close(out)
    with os.fdopen(source, "rb") as pipe:
        data = pipe.read()
    _, status = os.waitpid(child, 0)
    if not data or status != 0:
        return [_died(item, status)]
    from_data = item.config.hook.pytest_report_from_serializable
    return [from_data(config=item.config, data=report) for report in pickle.loads(data)]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item):
    if _say_test is None:
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    for report in _run_apart(item):
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True
