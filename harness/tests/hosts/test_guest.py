# SPDX-License-Identifier: MIT
"""The guest through ctypes; BUGS: what goes wrong, "forget,drop_of_c"."""
import ctypes
import os

guest = ctypes.CDLL(os.environ["GUEST"])
guest.guest_greet.restype = ctypes.c_void_p
guest.guest_free.argtypes = [ctypes.c_void_p]


def has(bug):
    return bug in os.environ.get("BUGS", "").split(",")


def test_greets():
    text = guest.guest_greet(b"pytest")
    assert ctypes.string_at(text) == b"Hello, pytest"
    guest.guest_free(text)


def test_forgets():
    if has("forget"):
        guest.guest_forget(17)


def test_drops_of_c():
    if has("drop_of_c"):
        guest.guest_drop_of_c()
