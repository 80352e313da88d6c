from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator

Secret = Annotated[str, Field(min_length=1, max_length=1000)]


class SignIn(BaseModel):
    username: Annotated[str, Field(min_length=1, max_length=250)]
    password: Secret
    next: Annotated[str, Field(max_length=4000)] = ""


class OneTimeCode(BaseModel):
    code: Annotated[str, Field(min_length=1, max_length=40)]
    next: Annotated[str, Field(max_length=4000)] = ""


class NewPassword(BaseModel):
    """Typed twice. Whether it is good enough, account.passwords says."""

    password: Secret
    again: Secret
    next: Annotated[str, Field(max_length=4000)] = ""

    @model_validator(mode="after")
    def _same(self) -> Self:
        if self.password != self.again:
            raise ValueError("account.wrong.again")
        return self
