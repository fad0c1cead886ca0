#!/usr/bin/env python3
"""Imports an image for each disk that lands in a bucket.

Reads the bucket's notifications as S3 servers send them to Kafka (MinIO: ``mc event add``; Ceph:
a topic with ``push-endpoint=kafka://``), and has the object fetched by its URL. The image is named
after the object; the worker finds out about compression by itself.
"""

import json
import urllib.parse

from vitrine import Commands, Keystone, arguments, persistently, records, refusal, say, settings

FORMATS = {
    ".qcow2": "qcow2", ".img": "raw", ".raw": "raw", ".vmdk": "vmdk", ".vhd": "vpc",
    ".vhdx": "vhdx", ".vdi": "vdi", ".iso": "iso"}


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--topic", default="bucket-events", help="the bucket's notifications")
    parser.add_argument(
        "--url", required=True, metavar="TEMPLATE",
        help="where workers fetch an object, such as https://s3.example/{bucket}/{key}")
    parser.add_argument("--output-format", default="raw")
    given = parser.parse_args()
    config = settings(given)
    commands = Commands(config, token=Keystone())
    for record in records(config, given.group or "import-from-bucket", given.topic):
        for landed in created(record.value()):
            persistently(lambda: bring(commands, landed, given))


def created(notification: bytes | None) -> list[dict]:
    try:
        all = json.loads(notification or b"{}").get("Records", [])
    except ValueError:
        say("A record that is no notification is left out.")
        return []
    return [each["s3"] for each in all if "ObjectCreated:" in each.get("eventName", "")]


def bring(commands: Commands, landed: dict, given) -> None:
    bucket = landed["bucket"]["name"]
    quoted = landed["object"]["key"]
    key = urllib.parse.unquote_plus(quoted)
    format = next((it for end, it in FORMATS.items() if key.lower().endswith(end)), None)
    if not format:
        say(f"{key}: no disk by its name")
        return
    # The same object again is the same command; another version of it is another one.
    version = landed["object"].get("versionId") or landed["object"].get("eTag", "")
    url = given.url.format(bucket=bucket, key=urllib.parse.quote(key))
    answer = commands.send(
        f"{bucket}/{key}/{version}", "create-image", key,
        image={
            "name": key.rsplit("/", 1)[-1], "disk_format": format, "container_format": "bare",
            "source_bucket": bucket, "source_key": key},
        **{"import": {
            "method": {"name": "web-download", "uri": url},
            "output_format": given.output_format}})
    why = refusal(answer)
    say(f"{key}: {why}" if why else f"{key}: image {answer.data['image_id']} is being imported")


if __name__ == "__main__":
    main()
