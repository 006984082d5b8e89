"""Numbers, dates and amounts of a whole column: how they are written is decided once."""

from routes.seizures.values.amounts import Amounts, amount_style, amounts
from routes.seizures.values.dates import EPOCH, EPOCH_1904, DateOrder, date_order, dates
from routes.seizures.values.numbers import NumberStyle, Parsed, number_style, numbers

__all__ = [
    "EPOCH",
    "EPOCH_1904",
    "Amounts",
    "DateOrder",
    "NumberStyle",
    "Parsed",
    "amount_style",
    "amounts",
    "date_order",
    "dates",
    "number_style",
    "numbers",
]
