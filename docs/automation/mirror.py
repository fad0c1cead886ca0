#!/usr/bin/env python3
"""Keeps the public images of one cloud in another one, too.

Follows the facts of the first cluster from their beginning. A public image that is active is
created in the second one under the same id and gets the same bytes; what changes in the first one
changes in the second, too; what is public no longer becomes private there, and what is deleted is
deleted. Bytes stream through; nothing is kept on disk.
"""

import hashlib
import json
import time
import urllib.error
import urllib.parse
import urllib.request

from vitrine import Keystone, arguments, newest, persistently, say, settings

# What a mirrored image is marked with: only these are ever changed or deleted.
MARK = "mirrored_from"
COPIED = ("name", "disk_format", "container_format", "min_disk", "min_ram", "os_hidden", "tags")
PATCH = "application/openstack-images-v2.1-json-patch"
CHUNK = 1 << 20


class Images:
    """The Image API of one cluster."""

    def __init__(self, endpoint: str, token: Keystone):
        self._endpoint, self._token = endpoint.rstrip("/"), token

    def call(self, method: str, path: str, body=None, type="application/json"):
        data = json.dumps(body).encode() if isinstance(body, (dict, list)) else body
        request = urllib.request.Request(
            self._endpoint + path, data, {"X-Auth-Token": self._token(), "Content-Type": type},
            method=method)
        return urllib.request.urlopen(request, timeout=600)

    def find(self, id: str) -> dict | None:
        try:
            with self.call("GET", f"/v2/images/{id}") as answer:
                return json.load(answer)
        except urllib.error.HTTPError as e:
            if e.code == 404:
                return None
            raise

    def marked(self, name: str) -> set[str]:
        """Ids of what is mirrored already."""
        ids = set()
        for hidden in ("false", "true"):
            query = {MARK: name, "os_hidden": hidden, "limit": 1000}
            page = "/v2/images?" + urllib.parse.urlencode(query)
            while page:
                with self.call("GET", page) as answer:
                    found = json.load(answer)
                ids |= {image["id"] for image in found["images"]}
                page = found.get("next")
        return ids

    def delete(self, id: str) -> None:
        self.call("DELETE", f"/v2/images/{id}").close()


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--name", default="origin", help="what the first cluster is called")
    parser.add_argument("--source", required=True, help="endpoint of the first one's Image API")
    parser.add_argument("--target", required=True, help="endpoint of the second one's")
    given = parser.parse_args()
    # Who reads there, and who writes here: OS_… and TARGET_OS_… .
    source = Images(given.source, Keystone())
    target = Images(given.target, Keystone(prefix="TARGET_OS_"))
    mirrored = persistently(lambda: target.marked(given.name))
    for event in newest(settings(given), given.group or "mirror", "vitrine.images"):
        image = event.data.get("image")
        if image and (image["visibility"] == "public" or image["id"] in mirrored):
            mirrored.add(image["id"])
            persistently(lambda: follow(source, target, event, given.name))


def follow(source: Images, target: Images, event, name: str) -> None:
    image = event.data["image"]
    gone = event.type.startswith("io.vitrine.image.deleted.")
    # The fact may be old news: what is public no longer must not become so, even for a moment.
    now = source.find(image["id"])
    wanted = now is not None and now["visibility"] == "public" and now["status"] == "active"
    there = target.find(image["id"])
    if there and there.get(MARK) != name:
        return
    while there and there["status"] == "saving":
        # What a mirror began that was killed: the target gives it up soon.
        time.sleep(1)
        there = target.find(image["id"])
    if gone and there:
        target.delete(image["id"])
        say(f"{image['name']}: {image['id']} is gone")
    elif there is None and wanted:
        there = create(target, image, name)
    if there is None or gone:
        return
    if wanted and there["status"] == "queued":
        copy(source, target, now)
    change(target, image, there, "public" if wanted else "private")


def create(target: Images, image: dict, name: str) -> dict | None:
    try:
        with target.call("POST", "/v2/images", record(image, name)) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as e:
        if e.code != 409:
            raise
        # An id is never used again: what was deleted in the second cluster stays away.
        say(f"{image['name']}: {image['id']} was deleted there")
        return None


def record(image: dict, name: str) -> dict:
    copied = {key: image[key] for key in COPIED if image[key] is not None}
    return {
        **image["properties"], **copied, "id": image["id"], "visibility": "public", MARK: name}


def change(target: Images, image: dict, there: dict, visibility: str) -> None:
    """Makes the second like the first; properties of its own stay."""
    wanted = {
        **image["properties"], **{key: image[key] for key in COPIED}, "visibility": visibility}
    changes = [
        {"op": "replace" if key in there else "add", "path": f"/{pointer(key)}", "value": value}
        for key, value in wanted.items()
        if sorted_tags(there.get(key)) != sorted_tags(value)]
    if changes:
        target.call("PATCH", f"/v2/images/{image['id']}", changes, PATCH).close()
        names = ", ".join(each["path"][1:] for each in changes)
        say(f"{image['name']}: {image['id']} has changed: {names}")


def sorted_tags(value):
    return sorted(value) if isinstance(value, list) else value


def pointer(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def copy(source: Images, target: Images, image: dict) -> None:
    id = image["id"]
    digest = hashlib.new(image["os_hash_algo"])

    def chunks(answer):
        while chunk := answer.read(CHUNK):
            digest.update(chunk)
            yield chunk
        if digest.hexdigest() != image["os_hash_value"]:
            # Breaks the upload off: the target throws away what came so far.
            raise ValueError(f"the bytes of image {id} are not what they should be")

    try:
        bytes = source.call("GET", f"/v2/images/{id}/file")
    except urllib.error.HTTPError as e:
        if e.code != 404:
            raise
        # Deleted meanwhile, which is a fact that is still to come.
        return
    with bytes as answer:
        target.call(
            "PUT", f"/v2/images/{id}/file", chunks(answer), "application/octet-stream").close()
    say(f"{image['name']}: {id} is mirrored, {image['size']} bytes")


if __name__ == "__main__":
    main()
