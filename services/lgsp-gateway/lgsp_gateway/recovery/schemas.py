from typing import Annotated

from pydantic import BaseModel, Field

from lgsp_gateway.session.schemas import NewPassword


class Address(BaseModel):
    email: Annotated[str, Field(min_length=3, max_length=254)]


class LinkedPassword(NewPassword):
    token: Annotated[str, Field(max_length=100)]
