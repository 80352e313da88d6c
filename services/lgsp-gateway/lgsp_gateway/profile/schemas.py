from typing import Annotated

from pydantic import BaseModel, Field

from lgsp_gateway.session.schemas import NewPassword, Secret


class PasswordChange(NewPassword):
    current: Secret


class Proof(BaseModel):
    """The password once more, before something grave."""

    current: Secret


class Enrolment(BaseModel):
    code: Annotated[str, Field(min_length=1, max_length=40)]
