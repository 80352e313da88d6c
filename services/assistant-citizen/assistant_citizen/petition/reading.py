"""Who may read petitions, and who answers them."""

from typing import Annotated

from fastapi import Query

from assistant_citizen.petition.schemas import PetitionFilter
from kit.auth import Caller, requires

Reader = Annotated[Caller, requires("petitions:read")]
Answering = Annotated[Caller, requires("petitions:read", "petitions:write")]
Wanted = Annotated[PetitionFilter, Query()]
