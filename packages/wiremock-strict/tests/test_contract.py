"""What the real contract of GET /products allows and what it does not, with the place named."""

from __future__ import annotations

from pathlib import Path

import pytest
from wiremock_strict.contract import Operation
from wiremock_strict.errors import WireMockStrictError

JSON = "application/json"
PROBLEM = b'{"type": "about:blank", "title": "Bad Request", "status": 400, "detail": "No."}'
ALLOWED = b'{"products": [], "total": 0, "categories": []}'


def page(price: str = "15.99", name: str = '"Field Guide"', more: str = "") -> bytes:
    """A page of one product, each part as JSON."""
    product = f'{{"name": {name}, "category": "Books", "price": {price}{more}}}'
    return f'{{"products": [{product}], "total": 1, "categories": ["Books"]}}'.encode()


# --- answers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "price",
    ["0", "0.00", "0.01", "0.07", "0.10", "0.28", "1e2", "15.990", "1234567.89", "9999999.99"],
)
def test_every_price_with_at_most_two_decimals_is_allowed_exactly(
    contract: Operation, price: str
) -> None:
    assert contract.problems_of_answer(200, JSON, page(price)) == []


def test_no_price_in_cents_is_mistaken_for_one_between_cents(contract: Operation) -> None:
    """Whether a binary float is a multiple of 0.01 is a matter of luck."""
    prices = [f"{cents // 100}.{cents % 100:02}" for cents in range(0, 1_000_000_000, 10_000_019)]
    prices += [f"{cents / 100:.2f}" for cents in range(100)]
    wrong = [price for price in prices if contract.problems_of_answer(200, JSON, page(price))]
    assert wrong == []
    between = [price + "1" for price in prices]
    assert all(contract.problems_of_answer(200, JSON, page(price)) for price in between)


@pytest.mark.parametrize(
    ("price", "told"),
    [
        ('"15.99"', 'products/0/price: "15.99" is not of type "number"'),
        ("15.999", "products/0/price: 15.999 is not a multiple of 0.01"),
        ("0.001", "products/0/price: 0.001 is not a multiple of 0.01"),
        ("-0.01", "products/0/price: -0.01 is less than the minimum of 0"),
        ("10000000", "products/0/price: 10000000 is greater than the maximum of 9999999.99"),
        ("1e400", "products/0/price: 1e+400 is greater than the maximum of 9999999.99"),
        ("null", 'products/0/price: null is not of type "number"'),
        ("true", 'products/0/price: true is not of type "number"'),
        ("NaN", "the body is not JSON: NaN is no JSON number"),
        ("-Infinity", "the body is not JSON: -Infinity is no JSON number"),
    ],
)
def test_a_wrong_price_is_told_with_its_place_and_what_is_allowed(
    contract: Operation, price: str, told: str
) -> None:
    assert contract.problems_of_answer(200, JSON, page(price)) == [told]


def test_one_problem_too_many_decimals_and_too_high_are_two(contract: Operation) -> None:
    assert len(contract.problems_of_answer(200, JSON, page("9999999.991"))) == 2


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"[]", 'the whole: [] is not of type "object"'),
        (b"null", 'the whole: null is not of type "object"'),
        (page().replace(b'"name": "Field Guide", ', b""), 'products/0: "name" is a required'),
        (page(more=', "colour": "red"'), "products/0: Additional properties are not allowed"),
        (page(name='""'), 'products/0/name: "" is shorter than 1 character'),
        (page(name='"a\\u0000b"'), "products/0/name: "),
        (page(name='"\\ud800"'), "surrogate"),
        (page().replace(b'"total": 1, ', b""), 'the whole: "total" is a required property'),
        (page().replace(b'"total": 1', b'"total": -1'), "total: -1 is less than the minimum of 0"),
        (page().replace(b'"total": 1', b'"total": 1.5'), 'total: 1.5 is not of type "integer"'),
        (page().replace(b', "categories": ["Books"]', b""), '"categories" is a required property'),
        (page().replace(b'["Books"]', b'["Books", "Books"]'), "categories: "),
        (page().replace(b'["Books"]', b'"Books"'), 'categories: "Books" is not of type "array"'),
        (page().replace(b'"categories"', b'"next": 2, "categories"'), "'next' was unexpected"),
        (b'{"products": %s, "total": 1, "categories": []}' % page(), "products: {"),
        (page().decode().encode("utf-16"), "the body is not JSON: 'utf-8' codec"),
        (page().replace(b"Guide", b"\xff\xfe"), "the body is not JSON: 'utf-8' codec"),
        (b"\xef\xbb\xbf" + page(), "the body is not JSON: "),
        (b"", "the body is not JSON: "),
        (page()[:-1], "the body is not JSON: "),
        (page() + b"x", "the body is not JSON: "),
        (b"Products: Field Guide", "the body is not JSON: "),
        (b"[" * 100_000 + b"]" * 100_000, "the body is not JSON: "),
        (page("9" * 5_000), "the body is not JSON: "),
    ],
)
def test_a_wrong_body_is_told_with_its_place(contract: Operation, body: bytes, told: str) -> None:
    assert told in "\n".join(contract.problems_of_answer(200, JSON, body))


def test_a_page_of_a_hundred_products_is_allowed_and_one_more_is_not(contract: Operation) -> None:
    product = '{"name": "x", "category": "Books", "price": 1}'
    for count, good in ((100, True), (101, False)):
        body = f'{{"products": [{", ".join([product] * count)}], "total": 0, "categories": []}}'
        assert (contract.problems_of_answer(200, JSON, body.encode()) == []) is good


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("", "content type is missing"),
        ("text/plain", "content type is text/plain"),
        ("text/html; charset=utf-8", "content type is text/html; charset=utf-8"),
        ("application/problem+json", "content type is application/problem+json"),
        ("application/json; charset=utf-16", "content type is application/json; charset=utf-16"),
        ("application/json; charset=latin-1", "content type is application/json; charset=latin-1"),
        ("json", "content type is json"),
    ],
)
def test_a_wrong_content_type_is_told_with_the_right_one(
    contract: Operation, kind: str, said: str
) -> None:
    told = contract.problems_of_answer(200, kind, ALLOWED)
    assert told == [f"{said} (a 200 has application/json)"]


@pytest.mark.parametrize("kind", [JSON, "Application/JSON", "application/json; charset=UTF-8"])
def test_the_content_type_may_be_written_in_other_ways(contract: Operation, kind: str) -> None:
    assert contract.problems_of_answer(200, kind, ALLOWED) == []


@pytest.mark.parametrize("status", [0, 201, 204, 206, 404, 500, 502])
def test_an_undocumented_status_is_told_with_those_there_are(
    contract: Operation, status: int
) -> None:
    told = contract.problems_of_answer(status, JSON, ALLOWED)
    assert told == [f"status {status} is not documented (it has 200, 400, 503)"]


def test_a_documented_error_is_a_problem_document(contract: Operation) -> None:
    kind = "application/problem+json"
    assert contract.problems_of_answer(400, kind, PROBLEM) == []
    assert contract.problems_of_answer(503, kind, PROBLEM.replace(b"400", b"503")) == []
    assert (
        "a 400 has application/problem+json" in contract.problems_of_answer(400, JSON, PROBLEM)[0]
    )
    assert contract.problems_of_answer(400, kind, ALLOWED)


# --- questions ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        [],
        [("category", "R&D / Toys")],
        [("category", " ")],
        [("sort_by", "price"), ("sort_order", "desc"), ("page", "1000000"), ("page_size", "100")],
        [("page", "1"), ("page_size", "1")],
    ],
)
def test_a_question_within_the_contract_is_allowed(
    contract: Operation, query: list[tuple[str, str]]
) -> None:
    assert contract.problems_of_question(query) == []


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ([("colour", "red")], "('colour' was unexpected)"),
        ([("Category", "Books")], "('Category' was unexpected)"),
        ([("category", "")], 'category: "" is shorter than 1 character'),
        ([("sort_by", "weight")], 'sort_by: "weight" is not one of "name", "price" or "category"'),
        ([("sort_by", "Price")], "sort_by: "),
        ([("sort_by", "name"), ("sort_order", "up")], 'sort_order: "up" is not one of "asc" or'),
        ([("page_size", "101")], "page_size: 101 is greater than the maximum of 100"),
        ([("page_size", "0")], "page_size: 0 is less than the minimum of 1"),
        ([("page", "0")], "page: 0 is less than the minimum of 1"),
        ([("page", "1000001")], "page: 1000001 is greater than the maximum of 1000000"),
        *(
            ([("page", text)], f'page: "{text}" is not of type "integer"')
            for text in ("1.0", "", "+1", "-1", " 1", "1_0", "１", "0x1", "1e0", "9" * 5_000)
        ),
        ([("page", "1"), ("page", "1")], "page is given 2 times"),
        ([("category", "a"), ("category", "b"), ("category", "c")], "category is given 3 times"),
    ],
)
def test_a_question_against_the_contract_is_told(
    contract: Operation, query: list[tuple[str, str]], told: str
) -> None:
    (problem,) = contract.problems_of_question(query)
    assert told in problem


def test_each_thing_wrong_with_a_question_is_told(contract: Operation) -> None:
    query = [("colour", "red"), ("page", "0"), ("page_size", "101"), ("page", "0")]
    assert len(contract.problems_of_question(query)) == 4


# --- the document ---------------------------------------------------------------------------------


def test_the_contract_tells_its_parameters_and_statuses(contract: Operation) -> None:
    assert contract.name == "GET /products"
    assert list(contract.parameters) == ["category", "sort_by", "sort_order", "page", "page_size"]
    assert contract.parameters["sort_by"]["enum"] == ["name", "price", "category"]
    assert contract.statuses == ["200", "400", "503"]


@pytest.mark.parametrize(
    "text",
    [
        "openapi: 3.1.0\npaths: {/health: {get: {responses: {}}}}\n",
        "openapi: 3.1.0\npaths: {/products: {post: {responses: {}}}}\n",
        "openapi: 3.1.0\npaths: {/products: {get: {}}}\n",
        'paths: {/products: {get: {parameters: [{$ref: "#/nowhere"}], responses: {}}}}\n',
        "paths: {/products: {get: {parameters: [{name: a, in: query, schema: {type: 1}}], "
        "responses: {}}}}\n",
        "paths: {/products: {get: {responses: {200: {content: {a/b: {schema: {type: 1}}}}}}}}\n",
        "- no\n",
        "",
        "a: [\n",
        "\x00",
    ],
)
def test_a_document_without_the_operation_is_refused_in_one_sentence(
    tmp_path: Path, text: str
) -> None:
    file = tmp_path / "openapi.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(
        WireMockStrictError, match=r"openapi\.yaml does not describe GET /products as"
    ):
        Operation(file, "GET", "/products")


def test_a_document_that_is_not_there_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(
        WireMockStrictError, match=r"openapi\.yaml does not describe GET /products as"
    ):
        Operation(tmp_path / "openapi.yaml", "GET", "/products")
    (tmp_path / "openapi.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(
        WireMockStrictError, match=r"openapi\.yaml does not describe GET /products as"
    ):
        Operation(tmp_path / "openapi.yaml", "GET", "/products")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("price:\n          type: number", "cost:\n          type: number", "'price' was unex"),
        ("required: [name, category, price]", "required: [name, category, price, id]", '"id" is'),
        ("required: [products, total, categories]", "required: [products, next]", '"next" is'),
        ("maximum: 9999999.99", "maximum: 9.99", "greater than the maximum of 9.99"),
    ],
)
def test_a_contract_that_changes_no_longer_allows_what_it_did(
    tmp_path: Path, contract: Operation, old: str, new: str, told: str
) -> None:
    assert contract.problems_of_answer(200, JSON, page()) == []
    document = Path(__file__).parents[2] / "products_service/openapi.yaml"
    text = document.read_text(encoding="utf-8")
    assert text.count(old) == 1
    changed = tmp_path / "openapi.yaml"
    changed.write_text(text.replace(old, new), encoding="utf-8")
    problems = Operation(changed, "GET", "/products").problems_of_answer(200, JSON, page())
    assert told in "\n".join(problems)


def test_a_status_may_be_written_as_a_number(tmp_path: Path) -> None:
    file = tmp_path / "openapi.yaml"
    file.write_text("paths: {/a: {get: {responses: {204: {description: None.}}}}}\n", "utf-8")
    operation = Operation(file, "GET", "/a")
    assert operation.statuses == ["204"]
    assert operation.problems_of_answer(200, "", b"") == [
        "status 200 is not documented (it has 204)"
    ]
