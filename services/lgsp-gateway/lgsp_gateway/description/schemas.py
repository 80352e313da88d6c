from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, model_validator

from kit.text import Name
from lgsp_gateway.catalogue.address import source_address
from lgsp_gateway.catalogue.schemas import Address, ServiceCode, Terms
from lgsp_gateway.description.parsing import MOST_BYTES

Document = Annotated[str, Field(max_length=MOST_BYTES)]
Source = Annotated[str, Field(max_length=1000), AfterValidator(source_address)]


class DescriptionGiven(BaseModel):
    """The text of an OpenAPI document, or the address it is read from."""

    document: Document = ""
    description_url: Source | Literal[""] = ""

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if bool(self.document) == bool(self.description_url):
            raise ValueError("description.wrong.one_of_both")
        return self


class ServiceImport(DescriptionGiven, Terms):
    """Name and base address come from the document where they are not given."""

    application_id: UUID
    code: ServiceCode
    name: Name | Literal[""] = ""
    base_url: Address | Literal[""] = ""


class DescriptionApply(BaseModel):
    """`digest` is of the draft whose differences were looked at."""

    version: int
    digest: str


class Difference(BaseModel):
    method: str
    template: str
    summary: str


class LostRight(BaseModel):
    id: UUID
    application: str
    method: str
    template: str


class DescriptionDifferences(BaseModel):
    """What applying the draft would do; `lost_rights` are revoked with the endpoints they name."""

    digest: str
    version: int
    added: list[Difference]
    removed: list[Difference]
    changed: list[Difference]
    lost_rights: list[LostRight]

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.removed or self.changed)
