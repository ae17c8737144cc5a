"""What a reader sends in: a form, read whole and within limits, once it is clear that a page of ours sent it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Depends, Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from web.safety import MOST_BYTES, TOKEN
from web.site import Site

MOST_FIELDS = 5000


@dataclass(frozen=True)
class Sent:
    """The fields of a form, each with its values in order, and its files as (name, content)."""

    values: Mapping[str, list[str]]
    files: Mapping[str, tuple[str, bytes]]

    def one(self, name: str) -> str:
        """The first value of a field, without space around it; "" where there is none."""
        return self.values.get(name, [""])[0].strip()

    def every(self, name: str) -> list[str]:
        """All values of a field that say something."""
        return [value.strip() for value in self.values.get(name, []) if value.strip()]

    @property
    def back(self) -> str:
        """Where the reader came from and goes back to: an address of our own, the front page for any other."""
        return own_place(self.one("til"))


def own_place(path: str) -> str:
    """The address when it is a place on our own pages, else the front page."""
    is_own = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if is_own else "/"


async def sent_in(request: Request, site: Site) -> Sent:
    """The form. ForeignRequestError when no page of ours sent it; 400 or 413 when it cannot be read."""
    async with request.form(max_files=1, max_fields=MOST_FIELDS, max_part_size=MOST_BYTES) as form:
        values: dict[str, list[str]] = {}
        files: dict[str, tuple[str, bytes]] = {}
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                content = await value.read()
                if len(content) > MOST_BYTES:
                    raise HTTPException(413)
                files[name] = (value.filename or "", content)
            else:
                values.setdefault(name, []).append(value)
    found = Sent(values, files)
    site.seal.check(request, found.one(TOKEN))
    return found


def sent_form(site: Site) -> Any:
    """The form as what FastAPI hands to a route, which then may take its time in a thread of its own."""

    async def form(request: Request) -> Sent:
        return await sent_in(request, site)

    return Depends(form)
