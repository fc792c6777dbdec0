# SPDX-License-Identifier: MIT
"""The guest through ctypes; BUGS: what goes wrong, "guest_forget,guest_drop_of_c"."""
import ctypes
import os

guest = ctypes.CDLL(os.environ["GUEST"])
guest.guest_greet.restype = ctypes.c_void_p
guest.guest_free.argtypes = [ctypes.c_void_p]


def test_greets():
    text = guest.guest_greet(b"pytest")
    assert ctypes.string_at(text) == b"Hello, pytest"
    guest.guest_free(text)


def test_bugs():
    for bug in filter(None, os.environ.get("BUGS", "").split(",")):
        getattr(guest, bug)(17)
