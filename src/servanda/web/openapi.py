"""What the JSON of the room is, as an OpenAPI 3.1 document, drawn from the routes and the records themselves.

Every page is JSON at its own path with ``.json`` behind it, and takes the same filters there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec
from fastapi import APIRouter, HTTPException
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from servanda import __version__, desk
from servanda.app import VERDICTS
from servanda.link.finding import SEVERITIES
from servanda.link.findings import KINDS
from servanda.model import RECORD_TYPES, Document
from servanda.store import filters
from servanda.web import answer, entities, gate, indicators, shapes
from servanda.web.room import page, view_of
from servanda.web.tables import TABLES
from servanda.web.view import LARGEST_PAGE, LAST_PAGE

router = APIRouter()

Schema = dict[str, Any]
ABOUT = """\
Every page of the reading room is JSON at its own path with .json behind it, and CSV with .csv, and takes \
the same filters there. Without page or size a list comes whole. Decimals are exact text, times EDTF \
(ISO 8601-2), states ISO 3166-1, money ISO 4217, languages BCP 47; start and end count Unicode code points \
of the document's text, half-open."""
TOKEN = {"type": "http", "scheme": "bearer", "description": "Where the room has accounts."}
NO_DATA = ("/", "/export/{form}", "/openapi")
"""Routes that are no JSON: another one's address, files to take away."""
DATE = r"^[12]\d{3}(-(0[1-9]|1[0-2])(-(0[1-9]|1\d|2[0-8]))?)?$"
BLANK = {"type": "string", "pattern": r"^\s*$"}
"""What a form sends where nothing is chosen: it asks for nothing."""
WORDS = {
    "since": "Only what reaches to this date or later: 2013, 2013-10 or 2013-10-21.",
    "until": "Only what begins by this date.",
    "text": "Words that all stand in the quote.",
    "document": "Of this document only: its id or the beginning of it, its address or file name.",
    "language": "Of documents (an entity: of its names) in this language.",
    "min": "From this value on.",
    "max": "Up to this value.",
    "by": "Whose words: ids of states, bodies or persons, between commas.",
    "parties": "Between these: ids, between commas.",
    "participants": "With these: ids, between commas.",
    "places": "At one of these: ids, between commas.",
    "sort": "The column to sort by; after - from the last to the first.",
    "page": "Which page of the rows, from 1.",
    "size": f"How many rows a page has, at most {LARGEST_PAGE}.",
    "key": "Its id, or the beginning of one.",
    "q": "The words of the search, or the question.",
    "a": "The earlier document: its id, address or file name.",
    "b": "The later document.",
    "pair": "Only between these two: IN,RU.",
    "party": "A state that it is between.",
    "state": "How it stands in review; open unless it is asked for.",
    "first": "What alone decides the order of what is open.",
    "reviewer": "Only what this reviewer spoke of.",
    "subject": "Only about this record or finding, by its whole id.",
    "year": "Of documents of this year, or years: 2013..2019.",
}
"""What parameters mean, where their name does not say it."""


# -- parameters -----------------------------------------------------------------------------------


def _string(*choices: str) -> Schema:
    return {"type": "string", "enum": list(choices)} if choices else {"type": "string"}


SHARED: Mapping[str, Schema] = {
    **{name: {"type": "string", "pattern": DATE} for name in filters.PERIOD},
    **{name: {"type": "number"} for name in filters.NUMERIC},
    "text": {"type": "string", "maxLength": filters.LONGEST},
}


def _filter(cls: type, name: str) -> Schema:
    """The schema of a filter by a field of a record type, or by one that all share."""
    if name in SHARED:
        return SHARED[name]
    hint = get_type_hints(cls).get(name, str)
    kinds = get_args(hint) if get_origin(hint) is not Literal and get_args(hint) else (hint,)
    if choices := [one for kind in kinds if get_origin(kind) is Literal for one in get_args(kind)]:
        return _string(*choices)
    if bool in kinds:
        return _string("true", "false", "1", "0")
    if int in kinds:
        return {"type": "integer", "minimum": -filters.LARGEST, "maximum": filters.LARGEST}
    return {"type": "number"} if Decimal in kinds else _string()


def _of_type(kind: str, sortable: Iterable[str] = (), renamed: Mapping[str, str] = {}) -> dict[str, Schema]:
    """Every filter that a type takes, and the order."""
    cls = Document if kind == "document" else RECORD_TYPES[kind]
    called = {field: name for name, field in renamed.items()}
    taken = {called.get(name, name): _filter(cls, name) for name in filters.names(kind)}
    return taken | _sort(sortable)


def _sort(columns: Iterable[str]) -> dict[str, Schema]:
    both = [name for column in columns for name in (column, f"-{column}")]
    return {"sort": _string(*both)} if both else {}


PAGING: dict[str, Schema] = {
    "page": {"type": "integer", "minimum": 1, "maximum": LAST_PAGE},
    "size": {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE},
}
PAIR: Schema = {"type": "string", "pattern": r"^([^,]+),(?!\1$)[^,]+$"}
SEARCHED = {
    "q": _string(),
    "kind": _string(*RECORD_TYPES),
    "language": _string(),
    "year": {"type": "string", "pattern": r"^(\d{4}(\.\.(\d{4})?)?|\.\.\d{4})$"},
    "by": _string(),
}
PARAMETERS: dict[str, dict[str, Schema]] = {
    "/documents": _of_type("document", ("published", "title", "kind", "language")) | PAGING,
    **{
        f"/{name}": {
            parameter: schema
            for parameter, schema in _of_type(table.kind, table.sortable, table.several).items()
            if parameter not in table.fixed
        }
        | PAGING
        for name, table in TABLES.items()
    },
    "/entities": _of_type("entity", entities.KEYS) | PAGING,
    "/entities/{entity}": _of_type("entity", ("document",)) | PAGING,
    "/indicators": _of_type("figure", indicators.KEYS) | PAGING,
    "/indicators/{indicator}": _of_type("figure", TABLES["figures"].sortable) | PAGING,
    "/findings": {"kind": _string(*KINDS), "severity": _string(*SEVERITIES), "verdict": _string(*VERDICTS)}
    | PAGING,
    "/threads": {"topic": _string(), "party": _string(), "kind": _string(), "text": _string()} | PAGING,
    **{path: {"pair": PAIR} for path in ("/topics", "/topics/{topic}", "/dealings")},
    "/review": {
        "kind": _string(*desk.KINDS),
        "state": _string(*desk.STATES),
        "first": _string(*desk.SIDES),
        "document": _string(),
        "reviewer": _string(),
    }
    | PAGING,
    "/review/log": {"kind": _string(), "subject": _string(), "reviewer": _string()} | PAGING,
    "/search": SEARCHED | PAGING,
    "/ask": {"q": _string()},
    "/compare": {"a": _string(), "b": _string()},
}
"""What each page takes, by its path."""

REVIEW = "/review"
NUMBER: Schema = {"type": "string", "pattern": r"^\d*$"}
FORM_TOKEN: Schema = {
    "type": "string",
    "description": "The token that a form of this room's pages has; programs may send it as a header.",
}
FORMS: Mapping[str, tuple[str, dict[str, Schema]]] = {
    REVIEW: (
        "A word on a record or finding; f.FIELD holds a corrected field.",
        {
            "subject": _string(),
            "word": _string(*desk.WORDS),
            "note": _string(),
            "twice": _string(),
            "seen": NUMBER,
        },
    ),
    "/review/undo": ("Takes back the reviewer's last word.", {}),
    "/review/restore": (
        "Puts a subject, or all, back to where it stood.",
        {"to": NUMBER, "subject": _string()},
    ),
    "/review/name": ("Says who reviews, where no account does.", {"name": _string()}),
}
"""What the room takes in: the forms of review, each with what it does."""


# -- what comes back ------------------------------------------------------------------------------


def _called(cls: type) -> Schema:
    return {"$ref": f"#/components/schemas/{cls.__name__}"}


def _listed(*rows: Schema) -> Schema:
    """A list of rows, and of how many they are a part."""
    held = rows[0] if len(rows) == 1 else {"anyOf": list(rows)} if rows else {"type": "object"}
    properties = {"total": {"type": "integer", "minimum": 0}, "rows": {"type": "array", "items": held}}
    return {"type": "object", "properties": properties, "required": ["total", "rows"]}


def _told(kind: str) -> Schema:
    """A record as JSON: its fields, its type, its page."""
    added = {"type": {"const": kind}, "url": {"type": "string"}}
    return {"allOf": [_called(RECORD_TYPES[kind]), {"properties": added, "required": ["type", "url"]}]}


def _document() -> Schema:
    records = {"type": "array", "items": {"anyOf": [_told(kind) for kind in RECORD_TYPES]}}
    return {
        "type": "object",
        "properties": {"document": _called(Document), "records": records},
        "required": ["document", "records"],
    }


def _found() -> Schema:
    found = _listed(_called(shapes.SentenceRow))
    pair = {"type": "array", "items": {"type": ["string", "integer"]}, "minItems": 2, "maxItems": 2}
    pairs = {"type": "array", "items": pair}
    found["properties"]["counted"] = {"type": "integer", "minimum": 0}
    found["properties"]["facets"] = {"type": "object", "additionalProperties": pairs}
    return found


ANSWERS: dict[str, Schema] = {
    "/documents": _listed(_called(shapes.DocumentRow)),
    "/documents/{key}": _document(),
    "/records/{key}": {"anyOf": [_told(kind) for kind in RECORD_TYPES]},
    **{f"/{name}": _listed(_told(table.kind)) for name, table in TABLES.items()},
    "/entities": _listed(_called(shapes.EntityRow)),
    "/entities/{entity}": _listed(_told("entity")),
    "/indicators": _listed(_called(shapes.IndicatorRow)),
    "/indicators/{indicator}": _listed(_told("figure")),
    "/findings": _listed(_called(shapes.FindingRow)),
    "/threads": _listed(_called(shapes.ThreadRow)),
    "/threads/{key}": _listed(_called(shapes.PassageRow)),
    "/mechanisms": _listed(_called(shapes.MechanismRow)),
    "/compare": _listed(_called(shapes.ComparedRow)),
    "/search": _found(),
    "/ask": {"anyOf": [_called(shapes.AnswerData), {"type": "object", "maxProperties": 0}]},
}
"""What each page answers, by its path; rows of any kind where nothing is said."""
NAMED = (
    Document,
    *RECORD_TYPES.values(),
    shapes.DocumentRow,
    shapes.EntityRow,
    shapes.IndicatorRow,
    shapes.FindingRow,
    shapes.ThreadRow,
    shapes.PassageRow,
    shapes.MechanismRow,
    shapes.ComparedRow,
    shapes.SentenceRow,
    shapes.AnswerData,
    shapes.Error,
)


# -- the document ---------------------------------------------------------------------------------


def describe(routes: Iterable[BaseRoute]) -> Schema:
    """The OpenAPI document of the pages at some routes."""
    pages = [route for route in routes if isinstance(route, APIRoute) and route.path not in NO_DATA]
    _, components = msgspec.json.schema_components(NAMED, ref_template="#/components/schemas/{name}")
    return {
        "openapi": "3.1.0",
        "info": {"title": "servanda", "version": __version__, "description": ABOUT},
        "paths": {f"{route.path}.json": _methods(route.path, _operation(route)) for route in pages}
        | {f"{path}.json": {"post": _taken(path)} for path in FORMS if path != REVIEW},
        "components": {"schemas": components, "securitySchemes": {"token": TOKEN}},
        "security": [{}, {"token": []}],
    }


def _methods(path: str, looked_at: Schema) -> Schema:
    return {"get": looked_at} | ({"post": _taken(path)} if path == REVIEW else {})


def _taken(path: str) -> Schema:
    """What a form sends to an address, and what comes back."""
    summary, fields = FORMS[path]
    held = {"type": "object", "properties": fields | {gate.TOKEN: FORM_TOKEN}, "required": [gate.TOKEN]}
    said = {name: _string() for name in ("subject", "word", "state")} | {"entry": {"type": "integer"}}
    told = {
        "400": "It asks for something impossible.",
        "403": "Not from a form of this room, or by whom it is not for.",
    }
    told |= {"429": "Too often.", "503": "The ledger does not hold it, or cannot be written to."}
    return {
        "operationId": path.strip("/").replace("/", "_") + "_post",
        "summary": summary,
        "requestBody": {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": held}}},
        "responses": {
            "200": _answer("How the subject stands now.", {"type": "object", "properties": said}),
            "303": {"description": "It was taken; on to the page that the form came from."},
            **{status: _answer(about, _called(shapes.Error)) for status, about in told.items()},
        },
    }


def _operation(route: APIRoute) -> Schema:
    held = route.dependant.path_params
    parameters = [_parameter(one.name, "path", _string() | {"minLength": 1}) for one in held]
    parameters += [_parameter(name, "query", own) for name, own in PARAMETERS.get(route.path, {}).items()]
    answers = {"200": _answer("What was asked for.", ANSWERS.get(route.path, _listed()))}
    if parameters:
        answers["400"] = _answer("It asks for something impossible.", _called(shapes.Error))
    answers["503"] = _answer("It is still being worked out; ask again.", _called(shapes.Error))
    if held or route.path == "/compare":
        answers["404"] = _answer("The ledger does not hold it.", _called(shapes.Error))
    return {
        "operationId": route.name,
        "summary": (route.endpoint.__doc__ or "").partition("\n")[0].replace("``", ""),
        "parameters": parameters,
        "responses": answers,
    }


def _parameter(name: str, place: str, schema: Schema) -> Schema:
    about = {"description": WORDS[name]} if name in WORDS else {}
    if place == "query" and (schema["type"] != "string" or {"enum", "pattern"} & schema.keys()):
        schema = {"anyOf": [schema, BLANK]}
    return {"name": name, "in": place, "required": place == "path", "schema": schema} | about


def _answer(about: str, schema: Schema) -> Schema:
    return {"description": about, "content": {"application/json": {"schema": schema}}}


def _fields(operation: Schema) -> list[Schema]:
    """What an operation takes, in its address or as the fields of a form."""
    if "requestBody" not in operation:
        return list(operation["parameters"])
    (body,) = operation["requestBody"]["content"].values()
    taken: Schema = body["schema"]["properties"]
    return [{"name": name, "schema": own} | _described(own) for name, own in taken.items()]


def _described(schema: Schema) -> Schema:
    return {"description": schema["description"]} if "description" in schema else {}


@router.get("/openapi")
def openapi(request: Request) -> Response:
    """What the JSON is: its addresses, what they take, what they answer."""
    found = describe(request.app.state.pages)
    if answer.wanted(request) == "json":
        return answer.json_response(found)
    if answer.wanted(request) == "csv":
        raise HTTPException(404, "no page at /openapi.csv")
    operations = [
        (path, method, told, _fields(told))
        for path, methods in found["paths"].items()
        for method, told in methods.items()
    ]
    context = found | {"operations": operations, "blank": BLANK, "view": view_of(request, "/openapi")}
    return page(request, "openapi.html", section="/export", **context)
