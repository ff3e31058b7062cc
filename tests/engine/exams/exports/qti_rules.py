"""The structure of QTI 2.1 and of IMS packages as the standard states it, and the marking of a response by its rules.

`CONTENT` says which children an element may have, in the standard's own groups; `ATTRIBUTES` which attributes. What is
not listed is refused.
"""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
import zipfile

ITEM = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
PACKAGE = "{http://www.imsglobal.org/xsd/imscp_v1p1}"
MATHML = "{http://www.w3.org/1998/Math/MathML}"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")

INLINE = {"#text", "em", "strong", "code", "br", "img", "math", "textEntryInteraction", "sub", "sup", "span"}
BLOCK = {"p", "ul", "ol", "pre", "blockquote", "table", "hr", "div", "h3", "h4", "h5", "h6", "math", "rubricBlock"}
BLOCK |= {"choiceInteraction", "orderInteraction", "extendedTextInteraction"}
STATIC = (BLOCK | INLINE) - {
    *("choiceInteraction", "orderInteraction", "extendedTextInteraction", "textEntryInteraction", "rubricBlock")
}
NUMBERS = {"variable", "baseValue", "sum", "product", "divide", "mapResponse"}
TESTS = {"and", "or", "match", "gte", "lte"}
CONTENT: dict[str, set[str]] = {
    "assessmentItem": {"responseDeclaration", "outcomeDeclaration", "itemBody", "responseProcessing", "modalFeedback"},
    "responseDeclaration": {"correctResponse", "mapping"},
    "outcomeDeclaration": {"defaultValue"},
    "correctResponse": {"value"},
    "defaultValue": {"value"},
    "mapping": {"mapEntry"},
    "value": {"#text"},
    "itemBody": BLOCK,
    "modalFeedback": STATIC,
    "rubricBlock": BLOCK - {"rubricBlock", "choiceInteraction", "orderInteraction", "extendedTextInteraction"},
    "choiceInteraction": {"prompt", "simpleChoice"},
    "orderInteraction": {"prompt", "simpleChoice"},
    "extendedTextInteraction": {"prompt"},
    "prompt": INLINE - {"textEntryInteraction"},
    "simpleChoice": STATIC,
    "p": INLINE,
    "pre": INLINE - {"img"},
    "em": INLINE,
    "strong": INLINE,
    "code": INLINE,
    "h3": INLINE,
    "h4": INLINE,
    "h5": INLINE,
    "h6": INLINE,
    "ul": {"li"},
    "ol": {"li"},
    "li": BLOCK | INLINE,
    "blockquote": BLOCK,
    "div": BLOCK | INLINE,
    "table": {"thead", "tbody"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tr": {"td", "th"},
    "td": BLOCK | INLINE,
    "th": BLOCK | INLINE,
    "responseProcessing": {"responseCondition", "setOutcomeValue"},
    "responseCondition": {"responseIf"},
    "responseIf": TESTS | {"setOutcomeValue"},
    "setOutcomeValue": NUMBERS,
    "and": TESTS,
    "or": TESTS,
    "gte": NUMBERS,
    "lte": NUMBERS,
    "match": {"variable", "baseValue", "ordered"},
    "ordered": {"baseValue"},
    "sum": NUMBERS,
    "product": NUMBERS,
    "divide": NUMBERS,
    "baseValue": {"#text"},
    "assessmentTest": {"testPart"},
    "testPart": {"assessmentSection"},
    "assessmentSection": {"assessmentItemRef"},
}
ATTRIBUTES: dict[str, set[str]] = {
    "assessmentItem": {"identifier", "title", "adaptive", "timeDependent", "toolName", "toolVersion", LANG, XSI},
    "responseDeclaration": {"identifier", "cardinality", "baseType"},
    "outcomeDeclaration": {"identifier", "cardinality", "baseType"},
    "mapping": {"lowerBound", "upperBound", "defaultValue"},
    "mapEntry": {"mapKey", "mappedValue"},
    "choiceInteraction": {"responseIdentifier", "shuffle", "maxChoices"},
    "orderInteraction": {"responseIdentifier", "shuffle", "minChoices", "maxChoices"},
    "extendedTextInteraction": {"responseIdentifier", "expectedLines", "format"},
    "textEntryInteraction": {"responseIdentifier", "expectedLength"},
    "simpleChoice": {"identifier"},
    "rubricBlock": {"view"},
    "img": {"src", "alt"},
    "table": {"class"},
    "modalFeedback": {"outcomeIdentifier", "identifier", "showHide"},
    "setOutcomeValue": {"identifier"},
    "variable": {"identifier"},
    "mapResponse": {"identifier"},
    "baseValue": {"baseType"},
    "assessmentTest": {"identifier", "title", "toolName", "toolVersion", XSI},
    "testPart": {"identifier", "navigationMode", "submissionMode"},
    "assessmentSection": {"identifier", "title", "visible"},
    "assessmentItemRef": {"identifier", "href"},
}
REQUIRED = {
    "img": {"src", "alt"},
    "assessmentItem": {"identifier", "title", "adaptive", "timeDependent"},
    "modalFeedback": {"outcomeIdentifier", "identifier", "showHide"},
}
FIRST = ["responseDeclaration", "outcomeDeclaration", "itemBody", "responseProcessing", "modalFeedback"]
"""The order of an item's children."""


class InvalidError(Exception):
    """Against the standard."""


def name_of(node: ET.Element) -> str:
    return node.tag.removeprefix(ITEM)


def structure(node: ET.Element) -> None:
    """Check an element and all under it. Raises InvalidError."""
    tag = name_of(node)
    if tag.startswith(MATHML):
        return
    allowed = CONTENT.get(tag, set())
    unknown = set(node.attrib) - ATTRIBUTES.get(tag, set())
    missing = REQUIRED.get(tag, set()) - set(node.attrib)
    if unknown or missing:
        raise InvalidError(f"{tag}: {unknown or missing}")
    texts = [node.text or "", *(child.tail or "" for child in node)]
    if "#text" not in allowed and any(text.strip() for text in texts):
        raise InvalidError(f"words directly in {tag}: {' '.join(texts).strip()[:40]}")
    for child in node:
        inner = "math" if child.tag.startswith(MATHML) else name_of(child)
        if inner not in allowed:
            raise InvalidError(f"{inner} in {tag}")
        structure(child)
    if tag in ("ul", "ol", "tr", "tbody", "choiceInteraction", "orderInteraction") and not len(node):
        raise InvalidError(f"an empty {tag}")
    if tag == "table" and [name_of(c) for c in node] not in (["tbody"], ["thead", "tbody"]):
        raise InvalidError("a table needs a body")


def checked_item(data: bytes) -> ET.Element:
    """The item of a file, checked. Raises InvalidError."""
    node = ET.fromstring(data)
    structure(node)
    order = [FIRST.index(name_of(child)) for child in node]
    if order != sorted(order):
        raise InvalidError("the children of an item are out of order")
    declared = [d.get("identifier") for d in node.iter(f"{ITEM}responseDeclaration")]
    used = [x.get("responseIdentifier") for x in node.iter() if x.get("responseIdentifier")]
    if sorted(map(str, declared)) != sorted(map(str, used)) or len(set(declared)) != len(declared):
        raise InvalidError(f"responses {declared} are declared, {used} are asked for")
    outcomes = {d.get("identifier") for d in node.iter(f"{ITEM}outcomeDeclaration")}
    for name in (x.get("identifier") for kind in ("setOutcomeValue", "variable") for x in node.iter(ITEM + kind)):
        if name not in outcomes | set(declared):
            raise InvalidError(f"{name} is used and not declared")
    for identifier in (x.get("identifier", "x") for x in node.iter()):
        if not IDENTIFIER.fullmatch(identifier):
            raise InvalidError(f"{identifier!r} is no identifier")
    for interaction in node.iter():
        choices = [c.get("identifier") for c in interaction if name_of(c) == "simpleChoice"]
        if len(set(choices)) != len(choices):
            raise InvalidError("two choices with one identifier")
    return node


def package(data: bytes) -> dict[str, bytes]:
    """The files of a package, its manifest checked. Raises InvalidError."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = ET.fromstring(files["imsmanifest.xml"])
    if [child.tag.removeprefix(PACKAGE) for child in manifest] != ["metadata", "organizations", "resources"]:
        raise InvalidError("the manifest has other parts")
    resources = list(manifest.iter(f"{PACKAGE}resource"))
    names = [r.get("identifier", "") for r in resources]
    if len(set(names)) != len(names) or not all(map(IDENTIFIER.fullmatch, names)):
        raise InvalidError("resources need identifiers of their own")
    listed = {f.get("href", "") for f in manifest.iter(f"{PACKAGE}file")}
    if listed | {"imsmanifest.xml"} != set(files):
        raise InvalidError(f"listed and lying files differ: {(listed | {'imsmanifest.xml'}) ^ set(files)}")
    for resource in resources:
        if resource.get("type") not in ("imsqti_item_xmlv2p1", "imsqti_test_xmlv2p1"):
            raise InvalidError("a resource of no known type")
        if resource.get("href") not in {f.get("href") for f in resource.findall(f"{PACKAGE}file")}:
            raise InvalidError("a resource without its own file")
    for dependency in manifest.iter(f"{PACKAGE}dependency"):
        if dependency.get("identifierref") not in names:
            raise InvalidError("a dependency on nothing")
    return files


# ------------------------------------------------------------------ marking a response


def right_response(item: ET.Element) -> dict[str, list[str]]:
    """The declared correct response: the values of each variable."""
    return {
        d.get("identifier", ""): [v.text or "" for v in d.iter(f"{ITEM}value")]
        for d in item.iter(f"{ITEM}responseDeclaration")
    }


def score(item: ET.Element, response: dict[str, list[str]]) -> float:
    """SCORE by the item's own response processing, a null where nothing is given."""
    outcomes = {
        d.get("identifier", ""): float(v.text or 0)
        for d in item.iter(f"{ITEM}outcomeDeclaration")
        for v in d.iter(f"{ITEM}value")
        if d.get("baseType") == "float"
    }
    marker = _Marker(item, response, outcomes)
    processing = item.find(f"{ITEM}responseProcessing")
    assert processing is not None
    for rule in processing:
        marker.run(rule)
    return outcomes["SCORE"]


class _Marker:
    def __init__(self, item: ET.Element, response: dict[str, list[str]], outcomes: dict[str, float]) -> None:
        self.item, self.response, self.outcomes = item, response, outcomes

    def run(self, rule: ET.Element) -> None:
        if name_of(rule) == "responseCondition":
            test, *then = rule[0]
            if self.holds(test):
                for one in then:
                    self.run(one)
            return
        name = rule.get("identifier", "")
        if name in self.outcomes:
            value = self.value(rule[0])
            assert value is not None
            self.outcomes[name] = value

    def holds(self, test: ET.Element) -> bool:
        kind = name_of(test)
        if kind in ("and", "or"):
            return (all if kind == "and" else any)(self.holds(t) for t in test)
        if kind == "match":
            return self.plain(test[0]) == self.plain(test[1]) != []
        left, right = map(self.value, test)
        if left is None or right is None:
            return False
        return left >= right if kind == "gte" else left <= right

    def plain(self, node: ET.Element) -> list[str]:
        kind = name_of(node)
        if kind == "variable":
            return self.response.get(node.get("identifier", ""), [])
        return [v.text or "" for v in node] if kind == "ordered" else [node.text or ""]

    def value(self, node: ET.Element) -> float | None:
        kind = name_of(node)
        if kind == "baseValue":
            return float(node.text or "nan")
        if kind == "variable":
            name = node.get("identifier", "")
            if name in self.outcomes:
                return self.outcomes[name]
            given = self.response.get(name, [])
            return float(given[0]) if given else None
        if kind == "mapResponse":
            return self._mapped(node.get("identifier", ""))
        values = [self.value(child) for child in node]
        if any(v is None for v in values):
            return None
        first, *rest = [v for v in values if v is not None]
        for other in rest:
            first = first + other if kind == "sum" else first * other if kind == "product" else first / other
        return first

    def _mapped(self, name: str) -> float:
        declaration = next(d for d in self.item.iter(f"{ITEM}responseDeclaration") if d.get("identifier") == name)
        mapping = declaration.find(f"{ITEM}mapping")
        assert mapping is not None
        worth = {e.get("mapKey"): float(e.get("mappedValue", "0")) for e in mapping}
        total = sum(worth.get(key, 0.0) for key in self.response.get(name, []))
        return min(max(total, float(mapping.get("lowerBound", "0"))), float(mapping.get("upperBound", "0")))
