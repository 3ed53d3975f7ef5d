"""The text of the web page, and where its links lead."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from overview_service.products_client import ProductPage
from overview_service.query import DEFAULT_PAGE_SIZE, SORT_KEYS, Query

_COLUMNS = ("name", "category", "price")  # fields of a product; the last is right-aligned
_DIRECTIONS = {"asc": "ascending", "desc": "descending"}
PAGE_SIZES = (10, 20, 50, 100)


@dataclass(frozen=True)
class Column:
    """A column of the table: its field, a link that sorts by it, and how it is sorted now.

    There is no link where products cannot be sorted by it.
    """

    field: str
    link: str | None
    sorted: str | None  # "ascending", "descending" or None, as aria-sort has it


@dataclass(frozen=True)
class WebPage:
    """The overview as a web page; the template asks it for everything."""

    query: Query
    shown: ProductPage

    @property
    def title(self) -> str:
        """Say what is shown, such as "Products in Books, sorted by price, page 1 of 2"."""
        category, key = self.query.category, self.query.sort_by
        what = "All products" if category is None else f"Products in {category}"
        return f"{what}{f', sorted by {key}' if key else ''}{self._place}"

    @property
    def count(self) -> str:
        """Say how many there are, such as "6 products" or "21 products, page 1 of 2"."""
        products = _counted(self.shown.total, "product")
        if not self.is_beyond:
            return f"{products}{self._place}"
        return f"{products} on {_counted(self.pages, 'page')}" if self.shown.total else products

    @property
    def order(self) -> str | None:
        """Say how the products are sorted, None if they come as they were added."""
        if self.query.sort_by is None:
            return None
        return f"Sorted by {self.query.sort_by}, {self._direction}."

    @property
    def pages(self) -> int:
        """The number of pages; one when there is nothing to show."""
        return max(1, -(-self.shown.total // self.query.page_size))

    @property
    def is_beyond(self) -> bool:
        """True if this page would come after the last."""
        return self.query.page > self.pages

    @property
    def columns(self) -> list[Column]:
        """The columns; the link of the sorted one reverses its order."""
        return [self._column(field) for field in _COLUMNS]

    @property
    def previous(self) -> str | None:
        """The address of the page before this one; from beyond the last page, of the last."""
        page = min(self.query.page - 1, self.pages)
        return self._link(page=page) if page >= 1 else None

    @property
    def next(self) -> str | None:
        """The address of the page after this one."""
        return self._link(page=self.query.page + 1) if self.query.page < self.pages else None

    @property
    def sizes(self) -> dict[int, str]:
        """The page sizes to choose from, each with its address; empty if one page holds all."""
        if self.shown.total <= PAGE_SIZES[0]:
            return {}
        return {size: self._link(page_size=size, page=1) for size in self._page_sizes}

    @property
    def unsorted(self) -> str:
        """The address of the same products in the order they were added."""
        return self._link(sort_by=None, sort_order=None, page=1)

    def narrowed(self, category: str | None) -> str:
        """Return the address of the products of one category, or with None of all."""
        return self._link(category=category, page=1)

    @property
    def _place(self) -> str:
        """Say which page this is, if there is more than one to tell it from."""
        if self.is_beyond:
            return f", no page {self.query.page}"
        return f", page {self.query.page} of {self.pages}" if self.pages > 1 else ""

    @property
    def _page_sizes(self) -> list[int]:
        return sorted({*PAGE_SIZES, self.query.page_size})

    @property
    def _direction(self) -> str:
        return _DIRECTIONS[self.query.sort_order or "asc"]

    def _column(self, field: str) -> Column:
        if field not in SORT_KEYS:
            return Column(field, link=None, sorted=None)
        chosen = field == self.query.sort_by
        turned = chosen and self._direction == "ascending"
        return Column(
            field,
            link=self._link(sort_by=field, sort_order="desc" if turned else None, page=1),
            sorted=self._direction if chosen else None,
        )

    def _link(self, **changes: str | int | None) -> str:
        """Return the address of this page with some choices changed and the others kept."""
        choices = {
            "category": self.query.category,
            "sort_by": self.query.sort_by,
            "sort_order": self.query.sort_order,
            "page": self.query.page,
            "page_size": self.query.page_size,
            **changes,
        }
        defaults = {"page": 1, "page_size": DEFAULT_PAGE_SIZE}
        shown = {name: value for name, value in choices.items() if value != defaults.get(name)}
        return url_for("overview.get_overview", **shown)  # type: ignore[arg-type]


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
