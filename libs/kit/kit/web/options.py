"""What a combobox is answered while somebody types: `components/combobox.html`."""

from pydantic import BaseModel


class Option(BaseModel):
    """`note` tells apart what is called the same."""

    value: str
    label: str
    note: str = ""
