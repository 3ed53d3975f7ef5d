"""The stored products: replacing them all, and reading a page of them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    Row,
    Table,
    Text,
    delete,
    false,
    func,
    insert,
    inspect,
    select,
    true,
)

from products_service.database import reading, writing
from products_service.product import Price, Product, ProductPage
from products_service.query import Query

FIRST_PRODUCTS = (
    Product("Product A", "Books", Price("10.99")),
    Product("Product B", "Movies", Price("5.99")),
    Product("Product C", "Electronics", Price("7.99")),
    Product("Product D", "Books", Price("12.99")),
    Product("Product E", "Movies", Price("8.99")),
    Product("Product F", "Electronics", Price("15.99")),
)

# The keys hold casefolded text as UTF-8: bytes have one order on every database, and the
# order of UTF-8 is that of code points. Prices are whole cents: SQLite has no decimal.
_metadata = MetaData()
_products = Table(
    "products",
    _metadata,
    Column("position", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("price_cents", Integer, nullable=False),
    Column("name_key", LargeBinary, nullable=False),
    Column("category_key", LargeBinary, nullable=False),
)
_sort_keys = {
    "name": _products.c.name_key,
    "price": _products.c.price_cents,
    "category": _products.c.category_key,
}


class Storage:
    """The products in one database; every method raises SQLAlchemyError if that fails."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def prepare(self) -> None:
        """Make the table with the first products in it, unless there is a table already."""
        with writing(self._engine) as connection:
            if not inspect(connection).has_table(_products.name):
                _metadata.create_all(connection)
                _insert(connection, FIRST_PRODUCTS)
        self.check()

    def close(self) -> None:
        """Close the connections to the database."""
        self._engine.dispose()

    def check(self) -> None:
        """Read something, to see that the database works."""
        with reading(self._engine) as connection:
            connection.execute(select(_products).limit(1))

    def replace(self, products: Sequence[Product]) -> None:
        """Replace all products, or change nothing at all."""
        with writing(self._engine) as connection:
            connection.execute(delete(_products))
            _insert(connection, products)

    def page(self, query: Query) -> ProductPage:
        """Read one page, the total and the categories as of one moment."""
        chosen = _chosen(query.category)
        on_page = (
            select(_products)
            .where(chosen)
            .order_by(*_order(query))
            .limit(query.page_size)
            .offset((query.page - 1) * query.page_size)
        )
        in_all = select(func.count()).select_from(_products).where(chosen)
        with reading(self._engine) as connection:
            rows = connection.execute(on_page).all()
            total = connection.scalars(in_all).one()
            categories = connection.scalars(select(_products.c.category).distinct()).all()
        return ProductPage(
            products=[_product(row) for row in rows],
            total=total,
            categories=sorted(categories, key=lambda text: (text.casefold(), text)),
        )


def _chosen(category: str | None) -> ColumnElement[bool]:
    if category is None:
        return true()
    # No product has a NUL in its category, and PostgreSQL refuses even to compare with one.
    return false() if "\x00" in category else _products.c.category == category


def _order(query: Query) -> tuple[ColumnElement[object], ...]:
    if query.sort_by is None:
        return (_products.c.position,)
    key = _sort_keys[query.sort_by]
    chosen = key.desc() if query.sort_order == "desc" else key.asc()
    return (chosen, _products.c.name_key, _products.c.position)


def _insert(connection: Connection, products: Sequence[Product]) -> None:
    rows = [_row(position, product) for position, product in enumerate(products)]
    if rows:
        connection.execute(insert(_products), rows)


def _row(position: int, product: Product) -> dict[str, object]:
    return {
        "position": position,
        "name": product.name,
        "category": product.category,
        "price_cents": int(product.price.scaleb(2)),
        "name_key": product.name.casefold().encode(),
        "category_key": product.category.casefold().encode(),
    }


def _product(row: Row[tuple[object, ...]]) -> Product:
    return Product(row.name, row.category, Price(Price(row.price_cents).scaleb(-2)))
