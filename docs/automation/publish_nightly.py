#!/usr/bin/env python3
"""Publishes the newest nightly image of each family under a stable name.

An image with the property ``family`` (and ``channel=nightly``) becomes public and gets its family's
name as soon as it is active. The newest N of a family stay visible; older ones are hidden: whoever
names one by its id still finds it.
"""

from vitrine import Commands, Keystone, arguments, events, persistently, refusal, say, settings

ACTIVATED = "io.vitrine.image.activated.v1"


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--keep", type=int, default=3, help="how many of a family stay visible")
    parser.add_argument("--channel", default="nightly")
    given = parser.parse_args()
    config = settings(given)
    commands = Commands(config, token=Keystone())
    for event in events(config, given.group or "publish-nightly", "vitrine.images"):
        if event.type == ACTIVATED:
            persistently(lambda: publish(commands, event, given.channel, given.keep))


def publish(commands: Commands, event, channel: str, keep: int) -> None:
    image = event.data["image"]
    family = image["properties"].get("family")
    if not family or image["properties"].get("channel") != channel:
        return
    # One key for all of the family: the new one is public before older ones are hidden.
    published = commands.send(
        event.id, "update-image", family,
        image_id=image["id"], set={"name": family, "visibility": "public"})
    if why := refusal(published):
        say(f"{family}: {image['id']} is not published: {why}")
        return
    hidden = commands.send(
        event.id, "apply-retention", family,
        owner=image["owner"], match={"properties": {"family": family, "channel": channel}},
        keep=keep, then="hide")
    why = refusal(hidden)
    rest = f"nothing is hidden: {why}" if why else f"{len(hidden.data.get('image_ids', []))} hidden"
    say(f"{family}: {image['id']} is the newest; {rest}")


if __name__ == "__main__":
    main()
