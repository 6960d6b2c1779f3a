#!/usr/bin/python3
"""How long good mails take while others wait for name servers that never answer.

    tarpits.py [--mails N] [--rounds N] [--bin FOLDER]

A tlsrpt-lmtpd with an unbound behind it takes N good mails one after the other, each with a key that nobody has asked for before, alone and while 200
sessions keep a mail each in flight whose d= is below a zone that answers nothing; rounds alternate. Prints median, p99 and worst of the time from the
final dot to the reply, which comes after the commit.
"""
import argparse
import multiprocessing
import os
import pathlib
import statistics
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tests" / "support"))
arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
arguments.add_argument("--mails", type=int, default=100)
arguments.add_argument("--rounds", type=int, default=3)
arguments.add_argument("--bin")
options = arguments.parse_args()
if options.bin:
    os.environ["TLSRPT_BIN"] = options.bin

import defects
import dns_authority
from dkim_sign import Key
from harness import Place, yesterday
from lmtp import Client, Daemon
from mail_parts import keys_text

PITS, DAY, DOMAIN = 200, yesterday(), "example.net"
KEY = Key.rsa()


def good(n):
    report = defects.good_report(DAY, DOMAIN, **{"report-id": f"good-{n}"})
    return defects.plain(DAY, DOMAIN, selector=f"good{n}", make=lambda: KEY, report=report)


def stuck(n):
    author = defects.header_of(DAY, DOMAIN, author=f"a@d{n}.tarpit")
    return defects.plain(DAY, DOMAIN, sdid=f"d{n}.tarpit", selector="pit", make=lambda: KEY, header=author).octets


def keep_in_flight(socket, octets, begun):
    while True:
        with Client(socket) as client:
            client.begin()
            client.mail(octets)
            begun.release()
            client.reply()


def keep_all_in_flight(socket, pits, begun):
    """In a process of its own, and spread over the 5 seconds that a lookup may take, so that they do not come in bursts."""
    for octets in pits:
        threading.Thread(target=keep_in_flight, args=(socket, octets, begun), daemon=True).start()
        time.sleep(5 / len(pits))
    threading.Event().wait()


def times(socket, samples):
    taken = []
    for sample in samples:
        with Client(socket) as client:
            client.begin()
            begun = time.monotonic()
            client.mail(sample.octets)
            reply = client.reply()
            taken.append(1000 * (time.monotonic() - begun))
        if not reply.startswith("250 2.0.0 stored"):
            raise SystemExit(reply)
    return taken


def main():
    samples = [good(n) for n in range(2 * options.rounds * options.mails)]
    pits = [stuck(n) for n in range(PITS)]
    place = Place()
    alone, beside = [], []
    with dns_authority.serving(place.folder, keys_text(samples)) as port:
        place.config.write_text(f'[dns]\nforwarders = ["127.0.0.1@{port}"]\ntrust_anchor_file = ""\n')
        daemon = Daemon(place, keys=False)
        for _ in range(options.rounds):
            alone += times(daemon.socket, [samples.pop() for _ in range(options.mails)])
            begun = multiprocessing.Semaphore(0)
            others = multiprocessing.Process(target=keep_all_in_flight, args=(daemon.socket, pits, begun), daemon=True)
            others.start()
            for _ in pits:
                begun.acquire()
            beside += times(daemon.socket, [samples.pop() for _ in range(options.mails)])
            others.kill()
            others.join()
        daemon.stop()
    place.remove()
    for what, taken in ("alone", alone), (f"beside {PITS} tar pits", beside):
        taken.sort()
        print(f"{what}: {len(taken)} mails, median {statistics.median(taken):.1f} ms, p99 {taken[int(0.99 * len(taken))]:.1f} ms, worst {taken[-1]:.1f} ms")
    print("load average", *os.getloadavg())


if __name__ == "__main__":
    main()
