"""A listener as tools of OpenStack have it: writes what it hears, a line of JSON for each.

Usage: listen.py BROKERS TOPIC GROUP
"""

import json
import sys

import oslo_messaging
from oslo_config import cfg

BROKERS, TOPIC, GROUP = sys.argv[1:]


class Endpoint:
    def info(self, *heard):
        self.tell("INFO", *heard)

    def error(self, *heard):
        self.tell("ERROR", *heard)

    def tell(self, priority, context, publisher, event_type, payload, metadata):
        print(json.dumps(dict(metadata, priority=priority, context=context,
                              publisher_id=publisher, event_type=event_type,
                              payload=payload)), flush=True)


conf = cfg.ConfigOpts()
conf([])
transport = oslo_messaging.get_notification_transport(conf, url="kafka://%s/" % BROKERS)
listener = oslo_messaging.get_notification_listener(
    transport, [oslo_messaging.Target(topic=TOPIC)], [Endpoint()], executor="threading",
    pool=GROUP)
# One after the other, as they come.
conf.set_override("executor_thread_pool_size", 1)
listener.start()
listener.wait()
