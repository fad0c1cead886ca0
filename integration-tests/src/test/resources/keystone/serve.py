"""A Keystone for tests: makes its data in a folder, then answers on a port of 127.0.0.1.

Usage: serve.py FOLDER PORT ADMIN_PASSWORD
"""

import os
import socketserver
import sqlite3
import sys
import threading
from wsgiref import simple_server

FOLDER, PORT, PASSWORD = sys.argv[1], int(sys.argv[2]), sys.argv[3]
URL = "http://127.0.0.1:%d/v3" % PORT
CONFIG = os.path.join(FOLDER, "keystone.conf")

SETTINGS = """
[DEFAULT]
use_stderr = true
[database]
connection = sqlite:///{folder}/keystone.db?timeout=60
[fernet_tokens]
key_repository = {folder}/fernet-keys
[fernet_receipts]
key_repository = {folder}/fernet-keys
[credential]
key_repository = {folder}/credential-keys
[identity]
password_hash_rounds = 4
[cache]
enabled = false
"""


def manage(*arguments):
    from keystone.cmd import manage as command

    sys.argv = ["keystone-manage", "--config-file", CONFIG, *arguments]
    command.main()


def forked(*arguments):
    """Each command sets up global state of its own, so each has a process of its own."""
    child = os.fork()
    if child == 0:
        try:
            manage(*arguments)
        except SystemExit as end:
            os._exit(end.code or 0)
        except BaseException as failure:
            print(failure, file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    if os.waitpid(child, 0)[1] != 0:
        sys.exit("keystone-manage %s failed" % arguments[0])


class Server(socketserver.ThreadingMixIn, simple_server.WSGIServer):
    daemon_threads = True
    request_queue_size = 64


def one_by_one(application):
    """SQLite knows one writer; a client that is slow to speak holds up nobody all the same."""
    lock = threading.Lock()

    def locked(environ, start_response):
        with lock:
            return list(application(environ, start_response))

    return locked


def main():
    with open(CONFIG, "w") as file:
        file.write(SETTINGS.format(folder=FOLDER))
    import keystone.cmd.manage  # once, for all children

    owner = ["--keystone-user", str(os.getuid()), "--keystone-group", str(os.getgid())]
    forked("db_sync")
    # A connection that still reads does not hold up the one that writes.
    sqlite3.connect(os.path.join(FOLDER, "keystone.db")).execute("PRAGMA journal_mode=WAL").close()
    forked("fernet_setup", *owner)
    forked("credential_setup", *owner)
    forked(
        "bootstrap",
        "--bootstrap-password", PASSWORD,
        "--bootstrap-public-url", URL,
        "--bootstrap-region-id", "RegionOne",
    )
    from keystone.server.wsgi import initialize_public_application

    sys.argv = ["keystone", "--config-file", CONFIG]
    os.environ["OS_KEYSTONE_CONFIG_DIR"] = FOLDER
    application = one_by_one(initialize_public_application())
    with simple_server.make_server("127.0.0.1", PORT, application, Server) as server:
        server.serve_forever()


main()
