"""A report as JSON."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from json import dumps

from voicecoach.bench.interval import Rate, Share

Json = dict[str, "Json"] | list["Json"] | str | float | bool | None


def as_json(value: object) -> str:
    """Return a report as JSON text; shares and rates come with their value and interval."""
    return dumps(_plain(value), ensure_ascii=False, indent=1) + "\n"


def _plain(value: object) -> Json:
    match value:
        case None | str() | bool() | int():
            return value
        case float():
            return round(value, 6)
        case Share():
            return {
                "count": value.count,
                "of": value.of,
                "share": _plain(value.value),
                "from_to": _plain(value.interval),
            }
        case Rate():
            return {
                "count": value.count,
                "hours": _plain(value.hours),
                "an_hour": _plain(value.value),
                "from_to": _plain(value.interval),
            }
        case Mapping():
            return {str(key): _plain(each) for key, each in value.items()}
        case tuple() | list():
            return [_plain(each) for each in value]
        case _ if is_dataclass(value):
            return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"a report holds no {type(value).__name__}")
