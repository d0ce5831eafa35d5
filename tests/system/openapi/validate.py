#!/usr/bin/env python3
"""Validates an OpenAPI 3.1 document with Debian's packages.

Debian 12 has no validator for OpenAPI 3.1, but the required parts:

- A Schema Object of OpenAPI 3.1 is a JSON Schema 2020-12. python3-jsonschema checks each of them
  against the meta-schema of that dialect.
- Everything outside the schemas is as in OpenAPI 3.0, except for the features listed in as_3_0().
  It is checked against the official JSON Schema of OpenAPI 3.0 (openapi-specification), which
  allows no unknown members.
- Rules that a schema cannot express are checked here: references can be resolved, operationIds are
  unique, the parameters of a path are those of its template, security schemes exist.

Use: validate.py DOCUMENT
     validate.py --test PROGRAM    (validates the output of `PROGRAM openapi`, and checks that
                                    errors introduced into it are detected)
"""

import copy
import json
import re
import subprocess
import sys

import jsonschema

SCHEMA_OF_3_0 = "/usr/share/openapi-specification/schemas/v3.0/schema.json"
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def operations(document):
    for path, item in document.get("paths", {}).items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def schemas(document):
    """Yields every Schema Object that is not part of another one, with its location."""
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        yield f"components/schemas/{name}", schema
    yield from schemas_in(document.get("paths", {}), "paths")
    yield from schemas_in(document.get("components", {}).get("responses", {}), "responses")


def schemas_in(node, where):
    if isinstance(node, dict):
        for name, child in node.items():
            if name == "schema":
                yield where, child
            else:
                yield from schemas_in(child, f"{where}/{name}")
    elif isinstance(node, list):
        for index, child in enumerate(node):
            yield from schemas_in(child, f"{where}/{index}")


def references(node):
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for child in node.values():
            yield from references(child)
    elif isinstance(node, list):
        for child in node:
            yield from references(child)


def resolve(document, reference):
    if not reference.startswith("#/"):
        return None
    node = document
    for part in reference[2:].split("/"):
        part = part.replace("~1", "/").replace("~0", "~")
        if not isinstance(node, dict) or part not in node:
            return None
        node = node[part]
    return node


def as_3_0(document):
    """Returns the document without the features of 3.1 that 3.0 does not have."""
    old = copy.deepcopy(document)
    old["openapi"] = re.sub(r"^3\.1\.", "3.0.", old.get("openapi", ""))
    old.get("info", {}).pop("summary", None)
    old.get("info", {}).get("license", {}).pop("identifier", None)
    # Each schema was checked against its own dialect.
    for holder in list(holders_of_schemas(old)):
        holder["schema"] = {}
    components = old.get("components", {})
    components["schemas"] = {name: {} for name in components.get("schemas", {})}
    return old


def holders_of_schemas(node):
    if isinstance(node, dict):
        if "schema" in node:
            yield node
        for name, child in node.items():
            if name != "schema":
                yield from holders_of_schemas(child)
    elif isinstance(node, list):
        for child in node:
            yield from holders_of_schemas(child)


def faults_of_schemas(document):
    dialect = jsonschema.Draft202012Validator
    validator = dialect(dialect.META_SCHEMA)
    for where, schema in schemas(document):
        for error in validator.iter_errors(schema):
            yield f"{where}: {error.message}"
        for part in parts(schema):
            if "null" in part.get("type", []) and None not in part.get("enum", [None]):
                yield f"{where}: null is of the type, and not in the enumeration"
        for pattern in patterns(schema):
            try:
                re.compile(pattern)
            except re.error as error:
                yield f"{where}: pattern {pattern}: {error}"


def parts(schema):
    """Yields the schema and all nested schemas."""
    if isinstance(schema, dict):
        if isinstance(schema.get("type"), (str, list)):
            yield schema
        for child in schema.values():
            yield from parts(child)
    elif isinstance(schema, list):
        for child in schema:
            yield from parts(child)


def patterns(schema):
    if isinstance(schema, dict):
        if isinstance(schema.get("pattern"), str):
            yield schema["pattern"]
        for child in schema.values():
            yield from patterns(child)


def faults_of_structure(document):
    with open(SCHEMA_OF_3_0, encoding="utf-8") as file:
        schema = json.load(file)
    for error in jsonschema.Draft4Validator(schema).iter_errors(as_3_0(document)):
        for leaf in [error, *(error.context or [])]:
            yield f"{'/'.join(map(str, leaf.absolute_path))}: {leaf.message[:300]}"


def faults_of_meaning(document):
    if not document.get("openapi", "").startswith("3.1."):
        yield "openapi: must be 3.1"
    for reference in references(document):
        if resolve(document, reference) is None:
            yield f"{reference}: leads nowhere"
    seen = set()
    security = document.get("components", {}).get("securitySchemes", {})
    for path, method, operation in operations(document):
        where = f"{method} {path}"
        name = operation.get("operationId")
        if name is None or name in seen:
            yield f"{where}: operationId {name} is missing or not unique"
        seen.add(name)
        declared = [(p.get("in"), p.get("name")) for p in operation.get("parameters", [])]
        if len(set(declared)) != len(declared):
            yield f"{where}: a parameter stands twice"
        if {n for place, n in declared if place == "path"} != set(re.findall(r"{([^}]*)}", path)):
            yield f"{where}: parameters of the path are not those of its template"
        for requirement in operation.get("security", document.get("security", [])):
            for scheme in requirement:
                if scheme not in security:
                    yield f"{where}: there is no security scheme {scheme}"


def validator_within(document, schema):
    """Returns a validator of the schema, whose references lead into the document."""
    resolver = jsonschema.RefResolver.from_schema(document)
    return jsonschema.Draft202012Validator(schema, resolver=resolver)


def examples(node, where=""):
    """Yields each example with its schema and its location."""
    if isinstance(node, dict):
        if "schema" in node and "example" in node:
            yield where, node["schema"], node["example"]
        if isinstance(node.get("examples"), list):
            for example in node["examples"]:
                yield where, node, example
        for name, child in node.items():
            if name not in ("example", "examples"):
                yield from examples(child, f"{where}/{name}")
    elif isinstance(node, list):
        for index, child in enumerate(node):
            yield from examples(child, f"{where}/{index}")


def faults_of_examples(document):
    for where, schema, example in examples(document):
        for error in validator_within(document, schema).iter_errors(example):
            yield f"{where}: the example is not valid: {error.message}"
    for path, method, operation in operations(document):
        contents = [operation.get("requestBody", {}), *operation["responses"].values()]
        for content in contents:
            for kind, media in content.get("content", {}).items():
                if "example" not in media:
                    yield f"{method} {path}: {kind} has no example"


def faults_of_names(document):
    """What generators of clients need beyond the standard: names, and no unused component."""
    tags = {tag["name"] for tag in document.get("tags", []) if tag.get("description")}
    used = {reference.split("/", 1)[1] for reference in references(document)}
    for path, method, operation in operations(document):
        where = f"{method} {path}"
        if not operation.get("description") or not operation.get("summary"):
            yield f"{where}: there is no description"
        if len(operation.get("tags", [])) != 1 or operation["tags"][0] not in tags:
            yield f"{where}: there is not one described tag"
        for content in [operation.get("requestBody", {}), *operation["responses"].values()]:
            for media in content.get("content", {}).values():
                schema = media.get("schema", {})
                if "properties" in schema:
                    yield f"{where}: an object is no named component"
    for kind in ("schemas", "responses"):
        for name in document["components"].get(kind, {}):
            if f"components/{kind}/{name}" not in used:
                yield f"{kind}/{name} is not used"


def faults_of_links(document):
    targets = {operation.get("operationId"): operation for _, _, operation in operations(document)}
    for path, method, operation in operations(document):
        for response in operation["responses"].values():
            for name, link in response.get("links", {}).items():
                target = targets.get(link.get("operationId"))
                if target is None:
                    yield f"{method} {path}: the link {name} leads nowhere"
                    continue
                wanted = {p["name"] for p in target["parameters"] if p["in"] == "path"}
                if set(link["parameters"]) != wanted:
                    yield f"{method} {path}: the link {name} lacks a value of the path"


def faults(document):
    found = faults_of_standard(document)
    # The following rules read a document that follows the standard.
    if found:
        return found
    return [
        *faults_of_examples(document),
        *faults_of_names(document),
        *faults_of_links(document),
    ]


def faults_of_standard(document):
    return [
        *faults_of_schemas(document),
        *faults_of_structure(document),
        *faults_of_meaning(document),
    ]


def planted(document):
    """Yields copies of the document with one error each, and a description of the error."""

    def plant(what, change):
        broken = copy.deepcopy(document)
        change(broken)
        return what, broken

    def project(broken):
        return broken["paths"]["/api/v1/projects"]["post"]

    def first(broken, method):
        return next(op for _, m, op in operations(broken) if m == method)

    def body_schema(broken):
        schema = first(broken, "post")["requestBody"]["content"]["application/json"]["schema"]
        return resolve(broken, schema["$ref"])

    yield plant("no responses", lambda d: first(d, "get").pop("responses"))
    yield plant("no title", lambda d: d["info"].pop("title"))
    yield plant("an unknown member", lambda d: first(d, "get").update(colour="red"))
    yield plant("a status that is none", lambda d: first(d, "get")["responses"].update({"9": {}}))
    yield plant("an unknown type", lambda d: body_schema(d).update(type="text"))
    yield plant("a length that is none",
                lambda d: next(iter(body_schema(d)["properties"].values())).update(maxLength=-1))
    yield plant("a pattern that is none",
                lambda d: next(iter(body_schema(d)["properties"].values())).update(pattern="["))
    yield plant("an enumeration without the null of its type",
                lambda d: next(iter(body_schema(d)["properties"].values())).update(
                    type=["string", "null"], enum=["word"]))
    yield plant("a reference to nowhere", lambda d: d["components"]["schemas"].pop("Meta"))
    yield plant("an operationId twice",
                lambda d: first(d, "put").update(operationId=first(d, "post")["operationId"]))
    yield plant("a parameter that the template has not",
                lambda d: d["paths"].update({"/x": d["paths"].pop("/api/v1/projects/{project_id}")}))
    yield plant("another version", lambda d: d.update(openapi="3.0.3"))
    yield plant("an example of another type",
                lambda d: project(d)["requestBody"]["content"]["application/json"].update(
                    example={"name": 1}))
    yield plant("an example of a field that is too long",
                lambda d: d["components"]["schemas"]["Project"]["properties"]["name"].update(
                    examples=["x" * 71]))
    yield plant("no example", lambda d: project(d)["requestBody"]["content"]["application/json"]
                .pop("example"))
    yield plant("no description", lambda d: project(d).pop("description"))
    yield plant("a tag without description", lambda d: d["tags"].pop())
    yield plant("an unused component",
                lambda d: d["components"]["schemas"].update(Unused={"type": "object"}))
    yield plant("a body without a name",
                lambda d: project(d)["requestBody"]["content"]["application/json"].update(
                    schema={"type": "object", "properties": {}}))
    yield plant("a link to nowhere",
                lambda d: project(d)["responses"]["201"]["links"]["getProject"].update(
                    operationId="getNothing"))
    yield plant("a link without a value",
                lambda d: project(d)["responses"]["201"]["links"]["getProject"].update(
                    parameters={}))
    yield plant("an unknown security scheme", lambda d: d.update(security=[{"none": []}]))


def main(arguments):
    testing = arguments[:1] == ["--test"]
    if testing:
        printed = subprocess.run([arguments[1], "openapi"], check=True, capture_output=True)
        document = json.loads(printed.stdout)
    else:
        with open(arguments[0], encoding="utf-8") as file:
            document = json.load(file)
    found = faults(document)
    for fault in found:
        print(fault, file=sys.stderr)
    missed = [what for what, broken in planted(document) if not faults(broken)] if testing else []
    for what in missed:
        print(f"planted and not found: {what}", file=sys.stderr)
    return 1 if found or missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
